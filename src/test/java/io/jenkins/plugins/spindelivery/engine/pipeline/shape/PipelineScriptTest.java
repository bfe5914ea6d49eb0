package io.jenkins.plugins.spindelivery.engine.pipeline.shape;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.pipeline.Graphs;
import io.jenkins.plugins.spindelivery.engine.pipeline.StageGraph;
import io.jenkins.plugins.spindelivery.engine.pipeline.StageNode;
import io.jenkins.plugins.spindelivery.engine.pipeline.shape.Shape.Flat;
import io.jenkins.plugins.spindelivery.engine.pipeline.shape.Shape.One;
import io.jenkins.plugins.spindelivery.engine.pipeline.shape.Shape.Parallel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.Test;

public class PipelineScriptTest {
    private static final int PER_METHOD = 25;

    @Test
    public void aNestedPipeline() {
        StageGraph graph = StageGraph.of(List.of(
                Graphs.stage("1", "Configuration", List.of()),
                Graphs.stage("2", "Bake", List.of("1")),
                Graphs.stage("3", "Ask", List.of("1")),
                Graphs.stage("4", "Wait", List.of("3")),
                Graphs.stage("5", "Deploy", List.of("2", "4"))));

        assertEquals(
                """
                // Made from the definition of this job; the Delivery page shows it.
                // What a stage does is told by spinPipelineStage('refId').
                spinPipeline {
                    stage('Configuration') { if (spinPipelineAwait('1')) { spinPipelineStage('1') } }
                    parallel failFast: true,
                        'Bake': { if (spinPipelineAwait('2')) { node('linux && helm') { spinPipelineStage('2') } } },
                        'Ask …': {
                            stage('Ask') { if (spinPipelineAwait('3')) { spinPipelineStage('3') } }
                            stage('Wait') { if (spinPipelineAwait('4')) { node { spinPipelineStage('4') } } }
                        }
                    stage('Deploy') { if (spinPipelineAwait('5')) { spinPipelineStage('5') } }
                }
                """,
                PipelineScript.of(
                        graph,
                        Shapes.of(graph),
                        stage -> Optional.ofNullable(
                                Map.of("2", "linux && helm", "4", " ").get(stage.refId()))));
    }

    @Test
    public void aGraphThatNoNestingExpresses() {
        StageGraph graph = Graphs.of("a", "b", "c < a", "d < a b");

        assertEquals(
                """
                // Made from the definition of this job; the Delivery page shows it.
                // What a stage does is told by spinPipelineStage('refId').
                spinPipeline {
                    parallel failFast: true,
                        'Stage a': { if (spinPipelineAwait('a')) { spinPipelineStage('a') } },
                        'Stage b': { if (spinPipelineAwait('b')) { spinPipelineStage('b') } },
                        'Stage c': { if (spinPipelineAwait('c')) { spinPipelineStage('c') } },
                        'Stage d': { if (spinPipelineAwait('d')) { spinPipelineStage('d') } }
                }
                """,
                script(graph));
    }

    /** The script runs the shape that it was made of, whatever that is, and no method grows too large. */
    @Test
    public void theScriptIsTheShape() {
        Random random = new Random(9);
        for (int i = 0; i < 300; i++) {
            StageGraph graph =
                    Constraints.graph(Constraints.random(random, 1 + random.nextInt(StageGraph.MOST_STAGES)));
            Shape shape = Shapes.of(graph);
            ScriptReader read = new ScriptReader(PipelineScript.of(graph, shape, stage -> Optional.empty()));

            assertEquals(Constraints.of(shape), Constraints.of(read.shape()));
            assertTrue(read.mostInAMethod() <= PER_METHOD);
            assertEquals("no name twice", read.labels().size(), new HashSet<>(read.labels()).size());
        }
    }

    @Test
    public void theLargestFlatGraphIsCutIntoMethods() {
        List<StageNode> stages = new ArrayList<>();
        for (int i = 0; i < StageGraph.MOST_STAGES; i++) {
            List<String> requisites = i < 2 ? List.of() : List.of("" + (i - 2), "" + (i % 2 == 0 ? i - 2 : i - 3));
            stages.add(Graphs.stage("" + i, "Same name", requisites));
        }
        StageGraph graph = StageGraph.of(stages);
        assertTrue(Shapes.of(graph) instanceof Flat);
        ScriptReader read = new ScriptReader(PipelineScript.of(graph, Shapes.of(graph), stage -> Optional.of("x")));

        assertEquals(
                new Parallel(graph.order().stream()
                        .<Shape>map(stage -> new One(stage.refId()))
                        .toList()),
                read.shape());
        assertEquals(PER_METHOD, read.mostInAMethod());
        assertEquals(StageGraph.MOST_STAGES, new HashSet<>(read.labels()).size());
        assertEquals(StageGraph.MOST_STAGES, read.agents().size());
    }

    @Test
    public void nothingThatAUserWritesGetsOutOfItsQuotes() {
        assertEquals("'a'", GroovyText.quote("a"));
        assertEquals("'it\\'s \\\\ a \"$x ${y}\"'", GroovyText.quote("it's \\ a \"$x ${y}\""));
        assertEquals("'a\\nb\\r\\tc\\000\\0331\\237'", GroovyText.quote("a\nb\r\tc\u0000\u001b1\u009f"));
        assertEquals("'\\\\u0027 部署 🚀'", GroovyText.quote("\\u0027 部署 🚀"));
        List<String> names =
                List.of("'", "\\", "\\'", "') { sh('x') } //", "*/", "${x}", "\n", "'''", "\\u0027", "failFast");
        List<StageNode> stages = new ArrayList<>();
        for (String name : names) {
            stages.add(Graphs.stage("ref " + name.replace("\n", " "), name, List.of()));
        }
        StageGraph graph = StageGraph.of(stages);

        ScriptReader read = new ScriptReader(PipelineScript.of(graph, Shapes.of(graph), stage -> Optional.of("'\n")));

        assertEquals(List.copyOf(StageLabels.of(graph).values()), read.labels());
        assertEquals(Constraints.of(graph), Constraints.of(read.shape()));
        assertEquals(names.size(), read.agents().size());
        assertTrue(read.agents().values().stream().allMatch("'"::equals));
    }

    @Test
    public void stagesHaveNamesOfTheirOwn() {
        StageGraph graph = StageGraph.of(List.of(
                Graphs.stage("1", "Deploy", List.of()),
                Graphs.stage("2", "Deploy", List.of()),
                Graphs.stage("3", "Deploy (1)", List.of()),
                Graphs.stage("4", " two\nlines\u0000  here ", List.of()),
                Graphs.stage("5", "failFast", List.of()),
                Graphs.stage("6", "🚀".repeat(300), List.of()),
                Graphs.stage("7", "half \uD83D", List.of()),
                Graphs.stage("8", "\u0001", List.of())));

        Map<String, String> labels = StageLabels.of(graph);

        assertEquals("Deploy (1) (1)", labels.get("1"));
        assertEquals("Deploy (2)", labels.get("2"));
        assertEquals("Deploy (1)", labels.get("3"));
        assertEquals("two lines here", labels.get("4"));
        assertEquals("failFast (5)", labels.get("5"));
        assertEquals("🚀".repeat(199) + "…", labels.get("6"));
        assertEquals("half \uFFFD", labels.get("7"));
        assertEquals("8", labels.get("8"));
    }

    private static String script(StageGraph graph) {
        String script = PipelineScript.of(graph, Shapes.of(graph), stage -> Optional.empty());
        assertFalse(script.contains("part1"));
        return script;
    }
}
