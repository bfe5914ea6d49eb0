package io.jenkins.plugins.spindelivery.engine.pipeline.window;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.SpeakingEnglish;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.Rule;
import org.junit.Test;

/** In November 2026 the 1st is a Sunday. */
public class ExecutionWindowsTest {
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final ZoneId SAMOA = ZoneId.of("Pacific/Apia");
    private static final int SUNDAY = 1;
    private static final int MONDAY = 2;
    private static final int FRIDAY = 6;

    @Rule
    public final SpeakingEnglish english = new SpeakingEnglish();

    @Test
    public void timesWithinAWindowAreNow() throws Exception {
        ExecutionWindows windows = windows(UTC, List.of(), "15:00-16:00");
        assertEquals(utc("2026-11-04T15:00:00"), windows.next(utc("2026-11-04T15:00:00")));
        assertEquals(utc("2026-11-04T15:30:12"), windows.next(utc("2026-11-04T15:30:12")));
    }

    @Test
    public void theLastMinuteBelongsToTheWindow() throws Exception {
        ExecutionWindows windows = windows(UTC, List.of(), "15:00-16:00");
        assertTrue(windows.isOpen(utc("2026-11-04T16:00:59")));
        assertFalse(windows.isOpen(utc("2026-11-04T16:01:00")));
        assertFalse(windows.isOpen(utc("2026-11-04T14:59:59")));
    }

    @Test
    public void beforeAWindowItsBeginningIsNext() throws Exception {
        ExecutionWindows windows = windows(UTC, List.of(), "15:00-16:00");
        assertEquals(utc("2026-11-04T15:00:00"), windows.next(utc("2026-11-04T09:12:34.567")));
    }

    @Test
    public void betweenWindowsTheEarlierBeginningIsNextWhateverTheirOrder() throws Exception {
        ExecutionWindows windows = windows(UTC, List.of(), "18:00-19:00", "09:00-10:00", "13:30-14:00");
        assertEquals(utc("2026-11-04T13:30:00"), windows.next(utc("2026-11-04T10:01:00")));
        assertEquals(utc("2026-11-04T18:00:00"), windows.next(utc("2026-11-04T14:01:00")));
        assertEquals(utc("2026-11-05T09:00:00"), windows.next(utc("2026-11-04T19:01:00")));
    }

    @Test
    public void theDayFilterLandsOnADayThatIsAllowed() throws Exception {
        ExecutionWindows windows = windows(UTC, List.of(MONDAY, FRIDAY), "15:00-16:00");
        assertEquals("Friday", utc("2026-11-06T15:00:00"), windows.next(utc("2026-11-04T12:00:00")));
        assertEquals("Monday", utc("2026-11-09T15:00:00"), windows.next(utc("2026-11-06T16:01:00")));
        assertFalse("a Thursday", windows.isOpen(utc("2026-11-05T15:30:00")));
    }

    @Test
    public void afterTheOnlyDayItIsThatDayOfTheNextWeek() throws Exception {
        ExecutionWindows windows = windows(UTC, List.of(SUNDAY), "15:00-16:00");
        assertEquals(utc("2026-11-08T15:00:00"), windows.next(utc("2026-11-01T16:01:00")));
    }

    @Test
    public void daysWithoutWindowsAreOpenAllDay() throws Exception {
        ExecutionWindows windows = windows(UTC, List.of(SUNDAY));
        assertTrue(windows.isOpen(utc("2026-11-01T23:59:59.999")));
        assertTrue(windows.isOpen(utc("2026-11-01T00:00:00")));
        assertEquals(utc("2026-11-08T00:00:00"), windows.next(utc("2026-11-02T00:00:00")));
    }

    @Test
    public void aWindowOverMidnightBelongsToTheDayOnWhichItBegins() throws Exception {
        ExecutionWindows windows = windows(UTC, List.of(FRIDAY), "22:00-05:00");
        assertFalse("Friday's early morning", windows.isOpen(utc("2026-11-06T03:00:00")));
        assertEquals(utc("2026-11-06T22:00:00"), windows.next(utc("2026-11-06T03:00:00")));
        assertTrue("Friday night", windows.isOpen(utc("2026-11-06T23:59:59")));
        assertTrue("Saturday's early morning", windows.isOpen(utc("2026-11-07T05:00:59")));
        assertFalse(windows.isOpen(utc("2026-11-07T05:01:00")));
        assertFalse("Saturday night", windows.isOpen(utc("2026-11-07T23:00:00")));
        assertEquals(utc("2026-11-13T22:00:00"), windows.next(utc("2026-11-07T05:01:00")));
    }

    @Test
    public void aWindowOverMidnightIsOpenEachNightWithoutADayFilter() throws Exception {
        ExecutionWindows windows = windows(UTC, List.of(), "22:00-05:00");
        assertTrue(windows.isOpen(utc("2026-11-04T04:00:00")));
        assertTrue(windows.isOpen(utc("2026-11-04T22:00:00")));
        assertEquals(utc("2026-11-04T22:00:00"), windows.next(utc("2026-11-04T05:01:00")));
    }

    @Test
    public void aWindowThatEndsOneHoursEarlierMinuteGoesOverMidnight() throws Exception {
        ExecutionWindows windows = windows(UTC, List.of(), "15:50-15:10");
        assertTrue(windows.isOpen(utc("2026-11-04T15:50:00")));
        assertTrue(windows.isOpen(utc("2026-11-04T15:10:00")));
        assertEquals(utc("2026-11-04T15:50:00"), windows.next(utc("2026-11-04T15:11:00")));
    }

    @Test
    public void theZonesClockAndCalendarCount() throws Exception {
        ExecutionWindows windows = windows(ZoneId.of("Asia/Shanghai"), List.of(FRIDAY), "01:00-02:00");
        // Friday 01:00 in Shanghai is Thursday evening in London.
        assertEquals(utc("2026-11-05T17:00:00"), windows.next(utc("2026-11-04T00:00:00")));
        assertTrue(windows.isOpen(utc("2026-11-05T17:30:00")));
        assertFalse(windows.isOpen(utc("2026-11-06T01:30:00")));
    }

    @Test
    public void aBeginningThatTheClocksLeaveOutIsTheFirstMinuteThereIs() throws Exception {
        // In Berlin 02:00 is 03:00 on Sunday, 29 March 2026.
        ExecutionWindows windows = windows(BERLIN, List.of(), "02:30-03:15");
        assertEquals(at("2026-03-29T03:00:00", BERLIN), windows.next(at("2026-03-29T01:00:00", BERLIN)));
        assertTrue(windows.isOpen(at("2026-03-29T03:15:00", BERLIN)));
        assertEquals(at("2026-03-30T02:30:00", BERLIN), windows.next(at("2026-03-29T03:16:00", BERLIN)));
    }

    @Test
    public void aWindowThatTheClocksLeaveOutIsSkipped() throws Exception {
        ExecutionWindows windows = windows(BERLIN, List.of(SUNDAY), "02:10-02:40");
        assertEquals(at("2026-04-05T02:10:00", BERLIN), windows.next(at("2026-03-29T00:00:00", BERLIN)));
    }

    @Test
    public void aWindowThatTheClocksShowTwiceIsOpenTwice() throws Exception {
        // In New York 02:00 is 01:00 on Sunday, 1 November 2026: 01:30 is at 05:30 and at 06:30 UTC.
        ExecutionWindows windows = windows(NEW_YORK, List.of(), "01:30-01:40");
        assertEquals(utc("2026-11-01T05:30:00"), windows.next(utc("2026-11-01T05:00:00")));
        assertEquals(utc("2026-11-01T06:30:00"), windows.next(utc("2026-11-01T05:41:00")));
        assertEquals(utc("2026-11-02T06:30:00"), windows.next(utc("2026-11-01T06:41:00")));
    }

    @Test
    public void clocksThatGoBackIntoAWindowOpenItAgain() throws Exception {
        ExecutionWindows windows = windows(NEW_YORK, List.of(), "00:30-01:15");
        assertFalse(windows.isOpen(utc("2026-11-01T05:16:00")));
        assertEquals(utc("2026-11-01T06:00:00"), windows.next(utc("2026-11-01T05:16:00")));
    }

    @Test
    public void anHourThatStaysTheSameInUtcMovesWithTheZone() throws Exception {
        ExecutionWindows windows = windows(BERLIN, List.of(), "09:00-10:00");
        assertEquals(utc("2026-03-28T08:00:00"), windows.next(utc("2026-03-28T00:00:00")));
        assertEquals(utc("2026-03-29T07:00:00"), windows.next(utc("2026-03-29T00:00:00")));
    }

    @Test
    public void aDayThatTheCalendarLeavesOutIsThatDayOfTheNextWeek() throws Exception {
        // Samoa went from Thursday, 29 December 2011, to Saturday, the 31st.
        ExecutionWindows windows = windows(SAMOA, List.of(FRIDAY), "09:00-10:00");
        assertEquals(at("2012-01-06T09:00:00", SAMOA), windows.next(at("2011-12-29T12:00:00", SAMOA)));
    }

    @Test
    public void everyOpeningIsTheFirstMinuteThatIsOpen() throws Exception {
        // The definition itself, minute by minute, over both changes of the clocks.
        for (ZoneId zone : List.of(BERLIN, NEW_YORK)) {
            ExecutionWindows windows = windows(zone, List.of(SUNDAY), "00:45-01:15", "02:20-03:05", "23:30-00:10");
            for (String from : List.of(
                    "2026-03-07T12:00:00", "2026-03-28T12:00:00", "2026-10-24T12:00:00", "2026-10-31T12:00:00")) {
                Instant time = utc(from);
                Instant expected = time;
                for (int minutes = 0; minutes < 3 * 24 * 60; minutes += 7) {
                    Instant now = time.plusSeconds(60L * minutes);
                    expected = expected.isBefore(now) ? now : expected;
                    while (!windows.isOpen(expected)) {
                        expected = expected.plusSeconds(60);
                    }
                    assertEquals(zone + " from " + now, expected, windows.next(now));
                }
            }
        }
    }

    @Test
    public void aStageThatIsNotRestrictedHasNoWindows() throws Exception {
        ObjectNode stage = stage("{'restrictedExecutionWindow': {'days': [99]}}");
        assertEquals(Optional.empty(), ExecutionWindows.of(stage, UTC, "Deploy"));
        stage.put("restrictExecutionDuringTimeWindow", false);
        assertEquals(Optional.empty(), ExecutionWindows.of(stage, UTC, "Deploy"));
    }

    @Test
    public void textsOfDigitsAreNumbersAndMissingOnesAreZero() throws Exception {
        ExecutionWindows windows = ExecutionWindows.of(
                        stage("{'restrictExecutionDuringTimeWindow': 'true', 'restrictedExecutionWindow': {"
                                + "'days': ['7'], 'whitelist': [{'startHour': '9', 'endHour': 17, 'endMin': '30'}]}}"),
                        UTC,
                        "Deploy")
                .orElseThrow();
        assertEquals("[09:00–17:30]", windows.windows().toString());
        assertEquals("[SATURDAY]", windows.days().toString());
    }

    @Test
    public void allThatIsWrongIsToldTogether() throws Exception {
        ObjectNode stage = stage("{'restrictExecutionDuringTimeWindow': true, 'restrictedExecutionWindow': {"
                + "'days': [0, null, 8], 'whitelist': [{'startHour': 24, 'endHour': 'noon', 'endMin': 60}]}}");
        List<Problem> problems = assertThrows(ProblemException.class, () -> ExecutionWindows.of(stage, UTC, "Deploy"))
                .problems();
        assertEquals(
                List.of(
                        "Deploy: whitelist[0].startHour of the execution windows has to be a whole number from 0 to 23.",
                        "Deploy: whitelist[0].endHour of the execution windows has to be a whole number from 0 to 23.",
                        "Deploy: whitelist[0].endMin of the execution windows has to be a whole number from 0 to 59.",
                        "Deploy: days of the execution windows has to be a whole number from 1 to 7.",
                        "Deploy: days of the execution windows has to be a whole number from 1 to 7.",
                        "Deploy: days of the execution windows has to be a whole number from 1 to 7."),
                problems.stream().map(Problem::describe).toList());
    }

    @Test
    public void whatIsNoListIsNotTakenForAnEmptyOne() throws Exception {
        ObjectNode stage = stage("{'restrictExecutionDuringTimeWindow': true,"
                + "'restrictedExecutionWindow': {'days': 'Sunday', 'whitelist': {}}}");
        ProblemException refused =
                assertThrows(ProblemException.class, () -> ExecutionWindows.of(stage, UTC, "Deploy"));
        assertEquals(
                List.of("pipeline.window-not-a-list", "pipeline.window-not-a-list"),
                refused.problems().stream().map(Problem::code).toList());
    }

    @Test
    public void aRestrictionThatIsNeverOpenIsRefused() throws Exception {
        for (String window : List.of("{}", "{'restrictedExecutionWindow': {'days': [], 'whitelist': []}}")) {
            ObjectNode stage = stage(window).put("restrictExecutionDuringTimeWindow", true);
            ProblemException refused =
                    assertThrows(ProblemException.class, () -> ExecutionWindows.of(stage, UTC, "Deploy"));
            assertEquals("pipeline.window-none", refused.problems().get(0).code());
        }
    }

    @Test
    public void theZoneIsThatOfThePipelineOrTheGivenOne() throws Exception {
        assertEquals(BERLIN, ExecutionWindows.zone(stage("{}"), BERLIN));
        assertEquals(UTC, ExecutionWindows.zone(stage("{'spinDelivery': {'timeZone': ' UTC '}}"), BERLIN));
        ObjectNode unknown = stage("{'spinDelivery': {'timeZone': 'Europe/Atlantis'}}");
        ProblemException refused = assertThrows(ProblemException.class, () -> ExecutionWindows.zone(unknown, BERLIN));
        assertEquals(
                "There is no time zone Europe/Atlantis. Give one such as Europe/Berlin, Asia/Shanghai or UTC.",
                refused.getMessage());
    }

    private static ExecutionWindows windows(ZoneId zone, List<Integer> days, String... windows) throws Exception {
        ObjectNode stage = stage("{'restrictExecutionDuringTimeWindow': true, 'restrictedExecutionWindow': {}}");
        ObjectNode restricted = (ObjectNode) stage.get("restrictedExecutionWindow");
        days.forEach(restricted.putArray("days")::add);
        var whitelist = restricted.putArray("whitelist");
        for (String window : windows) {
            String[] times = window.split("[:-]");
            whitelist
                    .addObject()
                    .put("startHour", Integer.parseInt(times[0]))
                    .put("startMin", Integer.parseInt(times[1]))
                    .put("endHour", Integer.parseInt(times[2]))
                    .put("endMin", Integer.parseInt(times[3]));
        }
        return ExecutionWindows.of(stage, zone, "Deploy").orElseThrow();
    }

    private static ObjectNode stage(String json) throws Exception {
        return (ObjectNode) new ObjectMapper().readTree(json.replace('\'', '"'));
    }

    private static Instant utc(String time) {
        return at(time, UTC);
    }

    private static Instant at(String time, ZoneId zone) {
        return LocalDateTime.parse(time).atZone(zone).toInstant();
    }
}
