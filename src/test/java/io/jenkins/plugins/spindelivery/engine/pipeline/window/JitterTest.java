package io.jenkins.plugins.spindelivery.engine.pipeline.window;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.SpeakingEnglish;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.Rule;
import org.junit.Test;

public class JitterTest {
    private static final String ON = "'enabled': true, 'minDelay': 2, 'maxDelay': 5, 'skipManual': ";

    @Rule
    public final SpeakingEnglish english = new SpeakingEnglish();

    @Test
    public void bothBoundsMayBeChosenAndNothingBeyond() throws Exception {
        Jitter jitter = Jitter.of(stage(ON + false), "Deploy").orElseThrow();
        Random random = new Random(1);
        Set<Long> seconds = new TreeSet<>();
        for (int i = 0; i < 1_000; i++) {
            seconds.add(jitter.delay(false, random).toSeconds());
        }
        assertEquals(Set.of(2L, 3L, 4L, 5L), seconds);
    }

    @Test
    public void equalBoundsLeaveNoChoice() throws Exception {
        Jitter jitter = Jitter.of(stage("'enabled': true, 'minDelay': '7', 'maxDelay': 7"), "Deploy")
                .orElseThrow();
        assertEquals(Duration.ofSeconds(7), jitter.delay(true, new Random(1)));
    }

    @Test
    public void onlyRunsOfPeopleMayBeSpared() throws Exception {
        Jitter sparing = Jitter.of(stage(ON + true), "Deploy").orElseThrow();
        assertEquals(Duration.ZERO, sparing.delay(true, new Random(1)));
        assertEquals(1, sparing.delay(false, new Random(1)).compareTo(Duration.ofSeconds(1)));
        Jitter strict = Jitter.of(stage(ON + false), "Deploy").orElseThrow();
        assertEquals(1, strict.delay(true, new Random(1)).compareTo(Duration.ofSeconds(1)));
    }

    @Test
    public void withoutARestrictionOrADelayThereIsNone() throws Exception {
        ObjectNode free = stage(ON + false).put("restrictExecutionDuringTimeWindow", false);
        assertEquals(Optional.empty(), Jitter.of(free, "Deploy"));
        assertEquals(Optional.empty(), Jitter.of(stage("'enabled': false, 'maxDelay': 5"), "Deploy"));
        assertEquals(Optional.empty(), Jitter.of(stage("'enabled': true, 'minDelay': 5"), "Deploy"));
    }

    @Test
    public void boundsThatLeaveNothingAreRefused() throws Exception {
        ProblemException reversed = assertThrows(
                ProblemException.class,
                () -> Jitter.of(stage("'enabled': true, 'minDelay': 60, 'maxDelay': 30"), "Deploy"));
        assertEquals(
                "Deploy: The longest delay of the execution windows' jitter (30 s) is shorter than the shortest (60 s).",
                reversed.getMessage());
        ProblemException negative = assertThrows(
                ProblemException.class,
                () -> Jitter.of(stage("'enabled': true, 'minDelay': -1, 'maxDelay': 604801"), "Deploy"));
        assertEquals(2, negative.problems().size());
        assertEquals("pipeline.window-number", negative.problems().get(0).code());
    }

    private static ObjectNode stage(String jitter) throws Exception {
        String json = "{'restrictExecutionDuringTimeWindow': true, 'restrictedExecutionWindow': {'jitter': {" + jitter
                + "}}}";
        return (ObjectNode) new ObjectMapper().readTree(json.replace('\'', '"'));
    }
}
