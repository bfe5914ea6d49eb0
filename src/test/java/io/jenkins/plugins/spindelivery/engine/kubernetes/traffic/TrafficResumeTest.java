package io.jenkins.plugins.spindelivery.engine.kubernetes.traffic;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.find.Target;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.ResumeProperty;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.TestRule;

/** Moves of traffic that are stopped everywhere. */
public class TrafficResumeTest {
    private static final LiveCluster LIVE = new LiveCluster();

    @ClassRule
    public static final TestRule CLUSTER = LIVE.rule();

    private static final String OLD_SERVES =
            """
            --- web-v000 of 2: template in, 2 of 2 pods labelled, 2 serving""";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private ResumeProperty property;

    @Before
    public void property() {
        property = new ResumeProperty(folder.getRoot().toPath());
    }

    private Path path() {
        return folder.getRoot().toPath();
    }

    private TrafficScenario over(BiFunction<TrafficPlace, OperationContext, TrafficState> begin, String... versions) {
        return new TrafficScenario(
                LIVE,
                path(),
                place -> {
                    for (String version : versions) {
                        place.deploy(TrafficPlace.replicaSet(version, 2));
                    }
                },
                begin);
    }

    private TrafficScenario deploy(TrafficStrategy strategy, boolean back, String image, String... versions) {
        List<Integer> percentages = strategy == TrafficStrategy.ROLLING_RED_BLACK ? List.of(50) : List.of();
        return over(
                (place, context) ->
                        place.start(strategy, percentages, false, back, TrafficPlace.replicaSet(image, 2), context),
                versions);
    }

    @Test
    public void letIn() {
        String outcome = property.survives(new TrafficScenario(
                LIVE,
                path(),
                place -> {
                    place.deploy(TrafficPlace.replicaSet("web:1", 2));
                    place.run(out(place, "web-v000"));
                },
                (place, context) -> Traffic.start(
                        TrafficRequest.enable(
                                "test", Target.named("rs", "web-v000", place.namespace()), List.of(), true, 60),
                        context)));
        assertEquals("succeeded\nReplicaSet NAMESPACE/web-v000 enabled stable\n" + OLD_SERVES, outcome);
    }

    private static TrafficRequest out(TrafficPlace place, String name) {
        Target target = Target.named("rs", name, place.namespace());
        return TrafficRequest.disable("test", target, List.of(), true, 0, true, 60);
    }

    @Test
    public void takenOut() {
        TrafficScenario scenario =
                over((place, context) -> Traffic.start(out(place, "web-v000"), context), "web:1", "web:2");
        assertEquals(
                """
                succeeded
                ReplicaSet NAMESPACE/web-v000 disabled stable
                --- web-v000 of 2: template out, 0 of 2 pods labelled, 0 serving
                web-v001 of 2: template in, 2 of 2 pods labelled, 2 serving""",
                property.survives(scenario));
    }

    @Test
    public void redBlack() {
        String outcome = property.survives(deploy(TrafficStrategy.RED_BLACK, false, "web:2", "web:1"));
        assertEquals(
                """
                succeeded
                ReplicaSet NAMESPACE/web-v001 created stable
                ReplicaSet NAMESPACE/web-v000 disabled stable
                --- web-v000 of 2: template out, 0 of 2 pods labelled, 0 serving
                web-v001 of 2: template in, 2 of 2 pods labelled, 2 serving""",
                outcome);
    }

    @Test
    public void highlander() {
        String outcome = property.survives(deploy(TrafficStrategy.HIGHLANDER, false, "web:3", "web:1", "web:2"));
        assertEquals(
                """
                succeeded
                ReplicaSet NAMESPACE/web-v002 created stable
                ReplicaSet NAMESPACE/web-v000 deleted stable
                ReplicaSet NAMESPACE/web-v001 deleted stable
                --- web-v002 of 2: template in, 2 of 2 pods labelled, 2 serving""",
                outcome);
    }

    @Test
    public void rollingRedBlack() {
        String outcome = property.survives(deploy(TrafficStrategy.ROLLING_RED_BLACK, true, "web:2", "web:1"));
        assertEquals(
                """
                succeeded
                ReplicaSet NAMESPACE/web-v001 created stable
                ReplicaSet NAMESPACE/web-v000 disabled stable
                --- web-v000 of 2: template out, 0 of 2 pods labelled, 0 serving
                web-v001 of 2: template in, 2 of 2 pods labelled, 2 serving""",
                outcome);
    }

    /** The new pods never get ready, so the rolling fails in its first step. */
    @Test
    public void aFailureIsTakenBack() {
        String outcome = property.survives(deploy(TrafficStrategy.ROLLING_RED_BLACK, true, "web:2-crash", "web:1"));
        assertTrue(outcome, outcome.startsWith("failed\nReplicaSet NAMESPACE/web-v001 deleted stable\n"));
        assertTrue(outcome, outcome.endsWith(OLD_SERVES));
    }

    @Test
    public void aStopIsTakenBackFromWherever() {
        Set<String> left = new TreeSet<>();
        property.survivesWhileCancelling(deploy(TrafficStrategy.ROLLING_RED_BLACK, true, "web:2", "web:1")).stream()
                // Before the last move all is done, and there is nothing to stop any more.
                .filter(outcome -> !outcome.startsWith("succeeded"))
                .forEach(outcome -> left.add(outcome.substring(outcome.indexOf("---"))));
        assertEquals(Set.of(OLD_SERVES), left);
    }

    @Test
    public void aPersonMayStopItAndGoOnADayLater() {
        String outcome = property.goesOnAfterItWasStopped(deploy(TrafficStrategy.RED_BLACK, false, "web:2", "web:1"));
        assertTrue(outcome, outcome.endsWith("web-v001 of 2: template in, 2 of 2 pods labelled, 2 serving"));
    }
}
