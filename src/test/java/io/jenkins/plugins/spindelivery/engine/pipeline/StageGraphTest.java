package io.jenkins.plugins.spindelivery.engine.pipeline;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.SpeakingEnglish;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.Rule;
import org.junit.Test;

public class StageGraphTest {
    @Rule
    public final SpeakingEnglish english = new SpeakingEnglish();

    @Test
    public void stagesComeBehindTheirRequisites() {
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            StageGraph graph = Graphs.random(random, 20, 0.2);
            assertEquals(List.of(), graph.problems());
            List<String> before = new ArrayList<>();
            for (StageNode stage : graph.order()) {
                assertTrue(before.containsAll(stage.requisites()));
                before.add(stage.refId());
            }
        }
    }

    @Test
    public void neighboursAreTold() {
        StageGraph graph = Graphs.of("d < b c", "b < a", "c < a", "a");

        assertEquals(List.of("a", "b", "c", "d"), refIds(graph.order()));
        assertEquals(List.of("b", "c"), refIds(graph.requisites("d")));
        assertEquals(List.of("b", "c"), refIds(graph.dependents("a")));
        assertEquals(List.of(), refIds(graph.dependents("d")));
        assertEquals(List.of(), refIds(graph.requisites("gone")));
        assertEquals(List.of(), refIds(graph.dependents("gone")));
    }

    @Test
    public void theNearestAncestorsComeFirst() {
        StageGraph graph = Graphs.of("a", "b < a", "c < b", "d < a", "e < c d");

        assertEquals(List.of("c", "d", "b", "a"), refIds(graph.ancestors("e")));
        assertEquals(List.of(), refIds(graph.ancestors("a")));
    }

    @Test
    public void nothingIsWrongWithASoundGraph() {
        assertEquals(
                List.of(),
                Graphs.of("a", "b < a", "c < a b", "deploy-web.yml < b").problems());
    }

    @Test
    public void allThatIsWrongIsTold() {
        assertEquals(List.of("pipeline.no-stages"), codes(StageGraph.of(List.of())));
        assertEquals(List.of("pipeline.duplicate-ref-id"), codes(Graphs.of("a", "b", "a")));
        assertEquals(List.of("pipeline.unknown-requisite"), codes(Graphs.of("a", "b < a gone")));
        assertEquals(List.of("pipeline.cycle"), codes(Graphs.of("a < a")));
        assertEquals(
                List.of("pipeline.duplicate-ref-id", "pipeline.unknown-requisite", "pipeline.cycle", "pipeline.cycle"),
                codes(Graphs.of("a < b", "b < a", "c < gone", "c", "d < e", "e < d")));
    }

    @Test
    public void aCycleIsNamedWithoutWhatIsBehindIt() {
        StageGraph graph = Graphs.of("first", "a < first c", "b < a", "c < b", "behind < c");

        List<Problem> problems = graph.problems();

        assertEquals(1, problems.size());
        assertEquals(
                "Stages wait for each other in a circle, so none of them could ever start: "
                        + "Stage a (a) → Stage b (b) → Stage c (c) → Stage a (a). Take one of these requisites away.",
                problems.get(0).message());
    }

    @Test
    public void aWrongGraphCanStillBeShown() {
        StageGraph graph = Graphs.of("a < b", "b < a", "c < gone", "a < c");

        assertEquals(List.of("c", "a", "b"), refIds(graph.order()));
        assertEquals(List.of("b"), refIds(graph.ancestors("a")));
        assertEquals(List.of("a"), graph.stage("b").orElseThrow().requisites());
    }

    @Test
    public void thereIsALimit() {
        assertEquals(List.of(), codes(chain(StageGraph.MOST_STAGES)));
        assertEquals(List.of("pipeline.too-many-stages"), codes(chain(StageGraph.MOST_STAGES + 1)));
    }

    @Test
    public void refIdsHaveToBeUsable() {
        for (String refId : List.of("", " ", "a\nb", "a\u0000", "\uD800", "\uFFFF", "x".repeat(101))) {
            StageGraph graph = StageGraph.of(List.of(Graphs.stage(refId, "Odd", List.of())));
            assertEquals(List.of("pipeline.unusable-ref-id"), codes(graph));
        }
        for (String refId : List.of("1", "deploy web", "it's", "部署", "🚀", "x".repeat(100))) {
            assertEquals(List.of(), codes(StageGraph.of(List.of(Graphs.stage(refId, "Good", List.of())))));
        }
    }

    private static StageGraph chain(int length) {
        List<StageNode> stages = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            stages.add(Graphs.stage("" + i, "Stage", i == 0 ? List.of() : List.of("" + (i - 1))));
        }
        return StageGraph.of(stages);
    }

    private static List<String> refIds(List<StageNode> stages) {
        return stages.stream().map(StageNode::refId).toList();
    }

    private static List<String> codes(StageGraph graph) {
        return graph.problems().stream().map(Problem::code).toList();
    }
}
