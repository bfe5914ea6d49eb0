package io.jenkins.plugins.spindelivery.engine.pipeline.shape;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.pipeline.Endings;
import io.jenkins.plugins.spindelivery.engine.pipeline.Graphs;
import io.jenkins.plugins.spindelivery.engine.pipeline.PipelineStatus;
import io.jenkins.plugins.spindelivery.engine.pipeline.StageGraph;
import io.jenkins.plugins.spindelivery.engine.pipeline.StageNode;
import io.jenkins.plugins.spindelivery.engine.pipeline.shape.Shape.Flat;
import io.jenkins.plugins.spindelivery.engine.pipeline.shape.Shape.One;
import io.jenkins.plugins.spindelivery.engine.pipeline.shape.Shape.Parallel;
import io.jenkins.plugins.spindelivery.engine.pipeline.shape.Shape.Sequence;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.Test;

/** Runs pipelines in an imagined time: in their shape stages start when Orca would start them, also behind failures. */
public class StartTimesTest {
    private static final List<PipelineStatus> ENDS = List.of(
            PipelineStatus.SUCCEEDED,
            PipelineStatus.SUCCEEDED,
            PipelineStatus.SUCCEEDED,
            PipelineStatus.SKIPPED,
            PipelineStatus.FAILED_CONTINUE,
            PipelineStatus.STOPPED);

    private final Map<String, Integer> durations = new HashMap<>();
    private final Map<String, PipelineStatus> ends = new HashMap<>();
    private StageGraph graph;
    /** What came of the stages in their shape. */
    private Map<String, Integer> starts;
    /** When it was known what came of each stage, whether it ran or not. */
    private Map<String, Integer> known;

    @Test
    public void stagesStartWhenOrcaWouldStartThem() {
        Random random = new Random(10);
        int nested = 0;
        int never = 0;
        for (int i = 0; i < 1000; i++) {
            graph = i % 2 == 0
                    ? Graphs.random(random, 15, 0.2)
                    : Constraints.graph(Constraints.random(random, 1 + random.nextInt(30)));
            graph.order().forEach(stage -> {
                durations.put(stage.refId(), random.nextInt(20));
                ends.put(stage.refId(), ENDS.get(random.nextInt(ENDS.size())));
            });
            Shape shape = Shapes.of(graph);
            starts = new TreeMap<>();
            known = new HashMap<>();
            run(shape, 0);

            assertEquals(orca(), starts);
            nested += shape instanceof Flat ? 0 : 1;
            never += starts.size() < graph.order().size() ? 1 : 0;
        }
        assertTrue(nested + " nested, in " + never + " some never start", nested > 500 && nested < 1000 && never > 300);
    }

    /** Starts what may start, at each moment at which something ends. */
    private Map<String, Integer> orca() {
        Map<String, Integer> started = new TreeMap<>();
        Map<String, PipelineStatus> statuses = new HashMap<>();
        Map<String, Integer> running = new TreeMap<>();
        int now = 0;
        while (true) {
            for (StageNode stage : graph.order()) {
                if (Endings.mayStart(graph, statuses, stage.refId())) {
                    started.put(stage.refId(), now);
                    running.put(stage.refId(), now + durations.get(stage.refId()));
                    statuses.put(stage.refId(), PipelineStatus.RUNNING);
                }
            }
            if (running.isEmpty()) {
                return started;
            }
            int next =
                    running.values().stream().mapToInt(Integer::intValue).min().orElseThrow();
            running.entrySet().removeIf(entry -> {
                if (entry.getValue() == next) {
                    statuses.put(entry.getKey(), ends.get(entry.getKey()));
                }
                return entry.getValue() == next;
            });
            now = next;
        }
    }

    /** Runs a shape that is reached at some time, and gives the time at which all of it is over. */
    private int run(Shape shape, int now) {
        if (shape instanceof One one) {
            return stage(one.refId(), now);
        } else if (shape instanceof Sequence sequence) {
            int time = now;
            for (Shape part : sequence.parts()) {
                time = run(part, time);
            }
            return time;
        } else if (shape instanceof Parallel parallel) {
            return parallel.branches().stream()
                    .mapToInt(branch -> run(branch, now))
                    .max()
                    .orElseThrow();
        }
        return ((Flat) shape)
                .refIds().stream().mapToInt(refId -> stage(refId, now)).max().orElseThrow();
    }

    /** The step that waits goes on as soon as it is known what came of all requisites. */
    private int stage(String refId, int reached) {
        int time = reached;
        boolean runs = true;
        for (StageNode requisite : graph.requisites(refId)) {
            time = Math.max(time, known.get(requisite.refId()));
            runs &= starts.containsKey(requisite.refId())
                    && ends.get(requisite.refId()).letsOn();
        }
        if (runs) {
            starts.put(refId, time);
            time += durations.get(refId);
        }
        known.put(refId, time);
        return time;
    }
}
