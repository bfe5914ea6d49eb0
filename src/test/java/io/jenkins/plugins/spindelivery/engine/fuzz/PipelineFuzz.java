package io.jenkins.plugins.spindelivery.engine.fuzz;

import io.jenkins.plugins.spindelivery.engine.pipeline.Checks;
import io.jenkins.plugins.spindelivery.engine.pipeline.Definition;
import io.jenkins.plugins.spindelivery.engine.pipeline.StageGraph;
import io.jenkins.plugins.spindelivery.engine.pipeline.shape.GraphLayout;
import io.jenkins.plugins.spindelivery.engine.pipeline.shape.PipelineScript;
import io.jenkins.plugins.spindelivery.engine.pipeline.shape.Shapes;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Any bytes as a pipeline's definition. */
public final class PipelineFuzz {
    private static final Checks CHECKS =
            new Checks(type -> Optional.empty(), (application, pipeline) -> Optional.empty(), ZoneOffset.UTC);

    private PipelineFuzz() {}

    /** Reads, checks, draws, and makes the script where the graph is sound. */
    public static void fuzzerTestOneInput(byte[] data) {
        Guard.run(() -> Definition.read("fuzz.json", data, Definition.LIMITS)).ifPresent(definition -> {
            Guard.check(
                    Definition.of("fuzz.json", definition.json()).json().equals(definition.json()),
                    "the definition changed");
            List<Checks.Found> found = Guard.run(() -> CHECKS.of(definition)).orElseThrow();
            Checks.problems(found).forEach(Guard::checkMessage);
            check(definition.graph());
        });
    }

    private static void check(StageGraph graph) {
        int stages = graph.order().size();
        GraphLayout drawn = Guard.run(() -> GraphLayout.of(graph)).orElseThrow();
        Guard.check(
                drawn.boxes().size() == stages,
                stages + " stages, but " + drawn.boxes().size() + " boxes");
        if (graph.problems().isEmpty()) {
            String script = Guard.run(() -> PipelineScript.of(graph, Shapes.of(graph), stage -> Optional.empty()))
                    .orElseThrow();
            int calls = script.split("spinPipelineStage\\('", -1).length - 1;
            // The comment at its head names the call once.
            Guard.check(calls >= stages, stages + " stages, but " + calls + " calls");
        }
    }
}
