package io.jenkins.plugins.spindelivery.engine.pipeline.shape;

import io.jenkins.plugins.spindelivery.engine.pipeline.StageGraph;
import io.jenkins.plugins.spindelivery.engine.pipeline.StageNode;
import io.jenkins.plugins.spindelivery.engine.pipeline.shape.Shape.Flat;
import io.jenkins.plugins.spindelivery.engine.pipeline.shape.Shape.One;
import io.jenkins.plugins.spindelivery.engine.pipeline.shape.Shape.Parallel;
import io.jenkins.plugins.spindelivery.engine.pipeline.shape.Shape.Sequence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The script by which Jenkins' Pipeline engine runs a pipeline. It holds the order of the stages, their labels and
 * their refIds, and nothing else that a user wrote; what a stage does its step finds out by the refId.
 *
 * <p>Java limits a method to 64 KiB of byte code, and the engine makes one method of all closures that lie in one. So a
 * script with many stages is cut into methods.
 */
public final class PipelineScript {
    /** How many stages a method holds: some 500 bytes each, with much to spare. */
    private static final int PER_METHOD = 25;

    private static final String HEADER =
            """
            // Made from the definition of this job; the Delivery page shows it.
            // What a stage does is told by spinPipelineStage('refId').
            """;

    private final StageGraph graph;
    private final Function<StageNode, Optional<String>> agent;
    private final Map<String, String> labels;
    private final Set<String> used;
    private final Map<Integer, String> methods = new TreeMap<>();
    private int methodsBegun;

    private PipelineScript(StageGraph graph, Function<StageNode, Optional<String>> agent) {
        this.graph = graph;
        this.agent = agent;
        this.labels = StageLabels.of(graph);
        this.used = new HashSet<>(labels.values());
    }

    /**
     * Writes the script.
     *
     * @param graph the pipeline's, without problems
     * @param shape of that graph
     * @param agent the label expression of the agent that a stage needs; a blank one means any agent, empty means none
     * @return a scripted Pipeline
     */
    public static String of(StageGraph graph, Shape shape, Function<StageNode, Optional<String>> agent) {
        PipelineScript script = new PipelineScript(graph, agent);
        StringBuilder body = new StringBuilder();
        script.statements(List.of(shape), 1, body);
        return HEADER + String.join("", script.methods.values()) + "spinPipeline {\n" + body + "}\n";
    }

    private void statements(List<Shape> shapes, int depth, StringBuilder out) {
        List<Shape> parts = shapes.stream()
                .flatMap(shape -> shape instanceof Sequence sequence ? sequence.parts().stream() : Stream.of(shape))
                .toList();
        if (size(parts) <= PER_METHOD) {
            parts.forEach(part -> statement(part, depth, out));
            return;
        }
        for (List<Shape> chunk : chunks(parts)) {
            String name = method("", body -> chunk.forEach(part -> statement(part, 1, body)));
            line(depth, name + "()", out);
        }
    }

    private void statement(Shape shape, int depth, StringBuilder out) {
        if (shape instanceof One one) {
            line(depth, "stage(" + quoted(one.refId()) + ") { " + run(one.refId()) + " }", out);
        } else if (shape instanceof Sequence sequence) {
            statements(sequence.parts(), depth, out);
        } else if (shape instanceof Parallel parallel) {
            parallel(parallel.branches(), depth, out);
        } else if (shape instanceof Flat flat) {
            parallel(flat.refIds().stream().<Shape>map(One::new).toList(), depth, out);
        }
    }

    private void parallel(List<Shape> branches, int depth, StringBuilder out) {
        if (size(branches) > PER_METHOD) {
            line(depth, "def branches = [failFast: true]", out);
            for (List<Shape> chunk : chunks(branches)) {
                String name = method(
                        "Map branches",
                        body -> chunk.forEach(branch -> {
                            body.append("    branches[").append(name(branch)).append("] = ");
                            branch(branch, 1, body);
                            body.append('\n');
                        }));
                line(depth, name + "(branches)", out);
            }
            line(depth, "parallel branches", out);
            return;
        }
        indent(depth, out).append("parallel failFast: true");
        for (Shape branch : branches) {
            indent(depth + 1, out.append(",\n")).append(name(branch)).append(": ");
            branch(branch, depth + 1, out);
        }
        out.append('\n');
    }

    /** In a branch of its own a stage needs no further name. */
    private void branch(Shape branch, int depth, StringBuilder out) {
        if (branch instanceof One one) {
            out.append("{ ").append(run(one.refId())).append(" }");
            return;
        }
        out.append("{\n");
        statements(List.of(branch), depth + 1, out);
        indent(depth, out).append('}');
    }

    private String run(String refId) {
        String quoted = GroovyText.quote(refId);
        String step = "spinPipelineStage(" + quoted + ")";
        String work = graph.stage(refId)
                .flatMap(agent)
                .map(String::strip)
                .map(label -> label.isEmpty() ? "node { " : "node(" + GroovyText.quote(label) + ") { ")
                .map(node -> node + step + " }")
                .orElse(step);
        return "if (spinPipelineAwait(" + quoted + ")) { " + work + " }";
    }

    private String name(Shape branch) {
        return branch instanceof One one ? quoted(one.refId()) : GroovyText.quote(unused(first(branch) + " …"));
    }

    private String unused(String wanted) {
        String name = wanted;
        for (int number = 2; !used.add(name); number++) {
            name = wanted + " " + number;
        }
        return name;
    }

    private String first(Shape shape) {
        if (shape instanceof One one) {
            return labels.get(one.refId());
        } else if (shape instanceof Sequence sequence) {
            return first(sequence.parts().get(0));
        } else if (shape instanceof Parallel parallel) {
            return first(parallel.branches().get(0));
        }
        return labels.get(((Flat) shape).refIds().get(0));
    }

    private String quoted(String refId) {
        return GroovyText.quote(labels.get(refId));
    }

    /** Writes a method, and gives its name. */
    private String method(String parameters, Consumer<StringBuilder> content) {
        methodsBegun++;
        int number = methodsBegun;
        StringBuilder body = new StringBuilder();
        content.accept(body);
        methods.put(number, "void part" + number + "(" + parameters + ") {\n" + body + "}\n\n");
        return "part" + number;
    }

    /** Neighbours together as far as one method holds them; what is too large for one is alone. */
    private static List<List<Shape>> chunks(List<Shape> shapes) {
        List<List<Shape>> chunks = new ArrayList<>();
        int room = 0;
        for (Shape shape : shapes) {
            if (shape.size() > room) {
                chunks.add(new ArrayList<>());
                room = PER_METHOD;
            }
            chunks.get(chunks.size() - 1).add(shape);
            room -= shape.size();
        }
        return chunks;
    }

    private static int size(List<Shape> shapes) {
        return shapes.stream().mapToInt(Shape::size).sum();
    }

    private static void line(int depth, String text, StringBuilder out) {
        indent(depth, out).append(text).append('\n');
    }

    private static StringBuilder indent(int depth, StringBuilder out) {
        return out.append("    ".repeat(depth));
    }
}
