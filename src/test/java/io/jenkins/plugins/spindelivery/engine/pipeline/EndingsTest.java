package io.jenkins.plugins.spindelivery.engine.pipeline;

import static io.jenkins.plugins.spindelivery.engine.pipeline.PipelineStatus.CANCELED;
import static io.jenkins.plugins.spindelivery.engine.pipeline.PipelineStatus.FAILED_CONTINUE;
import static io.jenkins.plugins.spindelivery.engine.pipeline.PipelineStatus.NOT_STARTED;
import static io.jenkins.plugins.spindelivery.engine.pipeline.PipelineStatus.RUNNING;
import static io.jenkins.plugins.spindelivery.engine.pipeline.PipelineStatus.SKIPPED;
import static io.jenkins.plugins.spindelivery.engine.pipeline.PipelineStatus.STOPPED;
import static io.jenkins.plugins.spindelivery.engine.pipeline.PipelineStatus.SUCCEEDED;
import static io.jenkins.plugins.spindelivery.engine.pipeline.PipelineStatus.TERMINAL;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.Test;

public class EndingsTest {
    private static final Set<PipelineStatus> GOOD = EnumSet.of(SUCCEEDED, FAILED_CONTINUE, SKIPPED);

    /** Two branches without a join. */
    private static final StageGraph PAIR = Graphs.of("a", "b");

    /** What two stages beside each other come to, where a stopped one does not fail the pipeline. */
    @Test
    public void twoBranchesOfAnyStatus() {
        for (PipelineStatus a : PipelineStatus.values()) {
            for (PipelineStatus b : PipelineStatus.values()) {
                Set<PipelineStatus> both = EnumSet.of(a, b);
                PipelineStatus wanted;
                if (both.contains(TERMINAL)) {
                    wanted = TERMINAL;
                } else if (both.contains(CANCELED)) {
                    wanted = CANCELED;
                } else if (!a.ended() || !b.ended()) {
                    wanted = RUNNING;
                } else {
                    wanted = SUCCEEDED;
                }
                assertEquals(a + " " + b, wanted, Endings.pipeline(PAIR, Map.of("a", a, "b", b), refId -> false));
            }
        }
    }

    @Test
    public void oneStageOfAnyStatus() {
        Map<PipelineStatus, PipelineStatus> table = new EnumMap<>(PipelineStatus.class);
        for (PipelineStatus status : PipelineStatus.values()) {
            table.put(status, status.ended() ? SUCCEEDED : RUNNING);
        }
        table.put(TERMINAL, TERMINAL);
        table.put(CANCELED, CANCELED);
        table.forEach((status, wanted) -> assertEquals(
                status.name(), wanted, Endings.pipeline(Graphs.of("a"), Map.of("a", status), refId -> false)));
    }

    @Test
    public void aStoppedStageFailsThePipelineOnceTheOthersHaveEnded() {
        Map<String, PipelineStatus> running = Map.of("a", STOPPED, "b", RUNNING);
        Map<String, PipelineStatus> ended = Map.of("a", STOPPED, "b", SUCCEEDED);

        assertEquals(RUNNING, Endings.pipeline(PAIR, running, "a"::equals));
        assertEquals(TERMINAL, Endings.pipeline(PAIR, ended, "a"::equals));
        assertEquals(
                "the other one's choice counts for nothing", SUCCEEDED, Endings.pipeline(PAIR, ended, "b"::equals));
    }

    @Test
    public void whatIsBehindAStoppedStageNeverStarts() {
        StageGraph graph = Graphs.of("a", "b", "join < a b", "after < join");
        Map<String, PipelineStatus> statuses = Map.of("a", STOPPED, "b", SUCCEEDED);

        assertFalse(Endings.mayStart(graph, statuses, "join"));
        assertFalse(Endings.mayStart(graph, statuses, "after"));
        assertEquals(SUCCEEDED, Endings.pipeline(graph, statuses, refId -> false));
    }

    @Test
    public void anotherBranchGoesOnBehindAStoppedStage() {
        StageGraph graph = Graphs.of("a", "afterA < a", "b", "afterB < b");
        Map<String, PipelineStatus> statuses = Map.of("a", STOPPED, "b", SKIPPED);

        assertTrue(Endings.mayStart(graph, statuses, "afterB"));
        assertEquals(RUNNING, Endings.pipeline(graph, statuses, refId -> true));
    }

    @Test
    public void aStageStartsBehindWhatLetsItOn() {
        StageGraph graph = Graphs.of("a", "b < a");
        for (PipelineStatus status : PipelineStatus.values()) {
            assertEquals(status.name(), GOOD.contains(status), status.letsOn());
            assertEquals(status.name(), GOOD.contains(status), Endings.mayStart(graph, Map.of("a", status), "b"));
            assertEquals(status.name(), status == NOT_STARTED, Endings.mayStart(graph, Map.of("a", status), "a"));
        }
        assertFalse("no such stage", Endings.mayStart(graph, Map.of(), "c"));
        assertFalse("a requisite that there is not", Endings.mayStart(Graphs.of("a < gone"), Map.of(), "a"));
    }

    @Test
    public void withoutAStageThatCouldStartItHasFailed() {
        assertEquals(TERMINAL, Endings.pipeline(StageGraph.of(List.of()), Map.of(), refId -> false));
        assertEquals(TERMINAL, Endings.pipeline(Graphs.of("a < b", "b < a"), Map.of(), refId -> false));
    }

    /** However stages end, a run that starts whatever may start comes to an end, and says so only then. */
    @Test
    public void everyRunEnds() {
        Random random = new Random(8);
        PipelineStatus[] ends = {SUCCEEDED, SUCCEEDED, FAILED_CONTINUE, SKIPPED, STOPPED};
        for (int run = 0; run < 300; run++) {
            StageGraph graph = Graphs.random(random, 15, 0.25);
            Map<String, PipelineStatus> statuses = new HashMap<>();
            List<String> ready = ready(graph, statuses);
            while (!ready.isEmpty()) {
                assertEquals(RUNNING, Endings.pipeline(graph, statuses, refId -> true));
                statuses.put(ready.get(random.nextInt(ready.size())), ends[random.nextInt(ends.length)]);
                ready = ready(graph, statuses);
            }
            boolean stopped = statuses.containsValue(STOPPED);
            assertEquals(stopped ? TERMINAL : SUCCEEDED, Endings.pipeline(graph, statuses, refId -> true));
            assertEquals(SUCCEEDED, Endings.pipeline(graph, statuses, refId -> false));
            assertTrue(stopped || statuses.size() == graph.order().size());
        }
    }

    private static List<String> ready(StageGraph graph, Map<String, PipelineStatus> statuses) {
        return graph.order().stream()
                .map(StageNode::refId)
                .filter(refId -> Endings.mayStart(graph, statuses, refId))
                .toList();
    }
}
