package io.jenkins.plugins.spindelivery.engine.pipeline.window;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The times at which a stage may begin, as Orca's restricted execution windows have them: what counts is the clock on
 * the wall in one time zone, by hour and minute.
 *
 * <p>Two things differ from Orca on purpose. A window over midnight belongs to the day on which it begins: 22:00–05:00
 * on Fridays reaches into Saturday, and not into Friday's early morning. And the next opening is on a day that the
 * filter allows, where Orca lands one day later.
 *
 * @param days on which windows begin; never empty
 * @param windows at least one
 * @param zone whose clocks and calendar count
 */
public record ExecutionWindows(Set<DayOfWeek> days, List<Window> windows, ZoneId zone) {
    /** A rule may fall on hours or a day that the clocks leave out, but not for so many weeks. */
    private static final int HORIZON_DAYS = 30;

    private static final int LAST_HOUR = 23;
    private static final int LAST_MINUTE = 59;
    private static final int DAYS = 7;

    public ExecutionWindows {
        days = Collections.unmodifiableSet(EnumSet.copyOf(days));
        windows = List.copyOf(windows);
    }

    /**
     * Times of a day, both minutes included: 15:00–16:00 is open until 16:00:59.
     *
     * @param start its first minute
     * @param end its last minute; one before the start is on the next day
     */
    public record Window(LocalTime start, LocalTime end) {
        private static final Window WHOLE_DAY = new Window(LocalTime.MIN, LocalTime.of(LAST_HOUR, LAST_MINUTE));

        private boolean isOverMidnight() {
            return end.isBefore(start);
        }

        /** For people: {@code 22:00–05:00}. */
        @Override
        public String toString() {
            return start + "–" + end;
        }
    }

    /**
     * The windows of a stage.
     *
     * @param stage with Spinnaker's {@code restrictExecutionDuringTimeWindow} and {@code restrictedExecutionWindow
     *     {days: [1 = Sunday … 7 = Saturday], whitelist: [{startHour, startMin, endHour, endMin}]}};
     *     numbers may be texts
     * @param zone whose clocks count
     * @param where what problems call the stage
     * @return the windows; empty when the stage is not restricted
     * @throws ProblemException with all that is wrong; also when it is restricted and never open
     */
    public static Optional<ExecutionWindows> of(ObjectNode stage, ZoneId zone, String where) {
        if (!WindowFields.isOn(stage.path("restrictExecutionDuringTimeWindow"))) {
            return Optional.empty();
        }
        WindowFields fields = new WindowFields(where);
        JsonNode restricted = stage.path(WindowFields.WINDOW);
        List<Window> windows = windows(restricted.path("whitelist"), fields);
        Set<DayOfWeek> days = days(restricted.path("days"), fields);
        fields.throwIfAny();
        if (windows.isEmpty() && days.isEmpty()) {
            throw new ProblemException(Category.INPUT, Problem.of("pipeline.window-none", where));
        }
        return Optional.of(new ExecutionWindows(
                days.isEmpty() ? EnumSet.allOf(DayOfWeek.class) : days,
                windows.isEmpty() ? List.of(Window.WHOLE_DAY) : windows,
                zone));
    }

    /**
     * The time zone of a pipeline's windows.
     *
     * @param pipeline may name one as {@code spinDelivery.timeZone}, such as {@code Asia/Shanghai}; Spinnaker has one
     *     for the whole installation and ignores this field
     * @param otherwise the zone of a pipeline that names none
     * @return the zone
     * @throws ProblemException when no such zone is known
     */
    public static ZoneId zone(ObjectNode pipeline, ZoneId otherwise) {
        String name = pipeline.path("spinDelivery").path("timeZone").asText("").strip();
        try {
            return name.isEmpty() ? otherwise : ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new ProblemException(Category.INPUT, Problem.of("pipeline.window-zone", "", name));
        }
    }

    private static List<Window> windows(JsonNode list, WindowFields fields) {
        List<Window> windows = new ArrayList<>();
        for (JsonNode item : fields.items(list, "whitelist")) {
            String path = "whitelist[" + windows.size() + "].";
            windows.add(new Window(time(item, path, "start", fields), time(item, path, "end", fields)));
        }
        return windows;
    }

    private static LocalTime time(JsonNode window, String path, String side, WindowFields fields) {
        String hour = side + "Hour";
        String minute = side + "Min";
        return LocalTime.of(
                fields.number(window.path(hour), path + hour, 0, LAST_HOUR),
                fields.number(window.path(minute), path + minute, 0, LAST_MINUTE));
    }

    private static Set<DayOfWeek> days(JsonNode list, WindowFields fields) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (JsonNode item : fields.items(list, "days")) {
            int fromSunday = fields.number(item, "days", 1, DAYS);
            // Spinnaker's week begins with Sunday, that of java.time with Monday.
            days.add(fromSunday == 1 ? DayOfWeek.SUNDAY : DayOfWeek.of(fromSunday - 1));
        }
        return days;
    }

    /**
     * Whether a stage may begin.
     *
     * @param time when
     * @return whether the clock on the wall is within a window then
     */
    public boolean isOpen(Instant time) {
        LocalDateTime local = time.atZone(zone).toLocalDateTime().truncatedTo(ChronoUnit.MINUTES);
        return windows.stream().anyMatch(window -> isOpen(window, local));
    }

    private boolean isOpen(Window window, LocalDateTime local) {
        LocalTime clock = local.toLocalTime();
        boolean begun = !clock.isBefore(window.start());
        boolean notOver = !clock.isAfter(window.end());
        boolean today = days.contains(local.getDayOfWeek());
        if (!window.isOverMidnight()) {
            return today && begun && notOver;
        }
        boolean yesterday = days.contains(local.getDayOfWeek().minus(1));
        return today && begun || yesterday && notOver;
    }

    /**
     * When a stage may begin.
     *
     * @param time from when on
     * @return that very time when it is within a window, else the beginning of the next one. Where clocks are put
     *     forward over the beginning of a window, it opens with the first minute that there is; where they are put back
     *     into a window, it is open again
     */
    public Instant next(Instant time) {
        if (isOpen(time)) {
            return time;
        }
        Instant horizon = time.plus(HORIZON_DAYS, ChronoUnit.DAYS);
        List<Instant> openings = new ArrayList<>(jumps(time, horizon));
        LocalDate first = time.atZone(zone).toLocalDate();
        for (int day = 0; day < HORIZON_DAYS; day++) {
            for (Window window : windows) {
                openings.addAll(moments(first.plusDays(day).atTime(window.start())));
            }
        }
        return openings.stream()
                .filter(opening -> opening.isAfter(time) && isOpen(opening))
                .min(Comparator.naturalOrder())
                .orElseThrow(() -> new IllegalStateException("never open: " + this));
    }

    /** No moment where clocks are put forward over it, two where they show it twice. */
    private List<Instant> moments(LocalDateTime local) {
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
        return offsets.stream().map(local::toInstant).toList();
    }

    /** The moments at which clocks are put forward or back, possibly into a window. */
    private List<Instant> jumps(Instant from, Instant until) {
        List<Instant> jumps = new ArrayList<>();
        ZoneRules rules = zone.getRules();
        ZoneOffsetTransition jump = rules.nextTransition(from);
        while (jump != null && jump.getInstant().isBefore(until)) {
            jumps.add(jump.getInstant());
            jump = rules.nextTransition(jump.getInstant());
        }
        return jumps;
    }
}
