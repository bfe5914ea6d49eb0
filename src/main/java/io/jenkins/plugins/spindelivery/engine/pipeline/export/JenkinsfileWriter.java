package io.jenkins.plugins.spindelivery.engine.pipeline.export;

import io.jenkins.plugins.spindelivery.engine.pipeline.Definition;
import io.jenkins.plugins.spindelivery.engine.pipeline.StageGraph;
import io.jenkins.plugins.spindelivery.engine.pipeline.export.ImportReport.Other;
import io.jenkins.plugins.spindelivery.engine.pipeline.shape.GraphLayout;
import io.jenkins.plugins.spindelivery.engine.pipeline.shape.GroovyText;
import io.jenkins.plugins.spindelivery.engine.pipeline.shape.Shape;
import io.jenkins.plugins.spindelivery.engine.pipeline.shape.Shape.Flat;
import io.jenkins.plugins.spindelivery.engine.pipeline.shape.Shape.One;
import io.jenkins.plugins.spindelivery.engine.pipeline.shape.Shape.Parallel;
import io.jenkins.plugins.spindelivery.engine.pipeline.shape.Shape.Sequence;
import io.jenkins.plugins.spindelivery.engine.pipeline.shape.Shapes;
import io.jenkins.plugins.spindelivery.engine.pipeline.shape.StageLabels;
import io.jenkins.plugins.spindelivery.engine.pipeline.stage.Finding;
import io.jenkins.plugins.spindelivery.engine.pipeline.stage.Finding.Weight;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A pipeline as a Jenkinsfile, as a person would write it: declarative where its stages come one after the other with at
 * most one level of branches, else scripted. What a Jenkinsfile can't say is told in comments.
 */
public final class JenkinsfileWriter {
    private static final String ANY_AGENT = "any";
    private static final int LONGEST_TITLE = 60;

    private final Definition definition;
    private final ImportReport report;
    private final StageGraph graph;
    private final Map<String, String> labels;
    private final Lines lines = new Lines();
    private final StageBody bodies;

    private JenkinsfileWriter(Definition definition, ImportReport report) {
        this.definition = definition;
        this.report = report;
        this.graph = definition.graph();
        this.labels = StageLabels.of(graph);
        this.bodies = new StageBody(graph, lines);
    }

    /**
     * Writes a pipeline.
     *
     * @param report what came of it
     * @return the Jenkinsfile, its comments in the language of this process; empty for what is no pipeline, or whose graph
     *     can't be run
     */
    public static Optional<String> write(ImportReport report) {
        return report.definition()
                .filter(definition -> definition.graph().problems().isEmpty())
                .map(definition -> new JenkinsfileWriter(definition, report).write());
    }

    private String write() {
        Shape shape = Shapes.of(graph);
        lines.comment(text("pipeline.jenkinsfile-head", report.title()));
        if (shape instanceof Flat) {
            shape = layers();
            lines.comment(text("pipeline.jenkinsfile-layers"));
        }
        findings();
        List<Shape> parts = shape instanceof Sequence sequence ? sequence.parts() : List.of(shape);
        if (parts.stream().allMatch(JenkinsfileWriter::isDeclarative)) {
            declarative(parts);
        } else {
            scripted(parts);
        }
        return lines.toString();
    }

    /** What is about no stage. */
    private void findings() {
        Stream.of(
                        report.own().stream(),
                        report.triggers().stream().map(Other::findings).flatMap(Collection::stream),
                        report.notifications().stream().map(Other::findings).flatMap(Collection::stream))
                .flatMap(findings -> findings)
                .filter(finding -> finding.weight() != Weight.NOTE)
                .map(Finding::problem)
                .forEach(problem -> lines.comment("- " + problem.describe()));
    }

    private static String text(String code, Object... arguments) {
        return Problem.of(code, "", arguments).message();
    }

    /** Stages by the longest way to them: what no nesting can express starts a little later than it could. */
    private Shape layers() {
        Map<Integer, List<Shape>> columns = new TreeMap<>();
        GraphLayout.of(graph).boxes().forEach(box -> columns.computeIfAbsent(box.column(), any -> new ArrayList<>())
                .add(new One(box.refId())));
        return new Sequence(columns.values().stream()
                .map(column -> column.size() == 1 ? column.get(0) : new Parallel(column))
                .toList());
    }

    private static boolean isDeclarative(Shape part) {
        return part instanceof One
                || part instanceof Parallel parallel
                        && parallel.branches().stream().allMatch(JenkinsfileWriter::isChain);
    }

    private static boolean isChain(Shape branch) {
        return branch instanceof One
                || branch instanceof Sequence sequence
                        && sequence.parts().stream().allMatch(One.class::isInstance);
    }

    private void declarative(List<Shape> parts) {
        lines.open("pipeline").add("agent none");
        if (definition.limitConcurrent()) {
            lines.open("options").add("disableConcurrentBuilds()").close();
        }
        List<String> parameters = ParameterTexts.of(definition, " ", "");
        if (!parameters.isEmpty()) {
            lines.open("parameters");
            parameters.forEach(lines::add);
            lines.close();
        }
        lines.open("stages");
        parts.forEach(this::declarative);
        lines.close().close();
    }

    private void declarative(Shape part) {
        if (part instanceof One one) {
            declarative(one);
        } else if (part instanceof Sequence sequence) {
            // A branch of several stages; its first gives it the name.
            lines.open("stage(" + GroovyText.quote(title(sequence)) + ")").open("stages");
            sequence.parts().forEach(this::declarative);
            lines.close().close();
        } else if (part instanceof Parallel parallel) {
            lines.open("stage(" + GroovyText.quote(title(parallel)) + ")")
                    .add("failFast true")
                    .open("parallel");
            parallel.branches().forEach(this::declarative);
            lines.close().close();
        }
    }

    private void declarative(One one) {
        ImportReport.Stage stage = stage(one);
        lines.open("stage(" + GroovyText.quote(labels.get(one.refId())) + ")");
        stage.agent().ifPresent(this::agent);
        bodies.timeout(stage)
                .ifPresent(timeout -> lines.open("options").add(timeout).close());
        lines.open("steps");
        bodies.write(stage);
        lines.close().close();
    }

    private void agent(String label) {
        if (label.isEmpty()) {
            lines.add("agent " + ANY_AGENT);
        } else {
            lines.open("agent").add("label " + GroovyText.quote(label)).close();
        }
    }

    private void scripted(List<Shape> parts) {
        properties();
        parts.forEach(this::scripted);
    }

    private void properties() {
        List<String> parameters = ParameterTexts.of(definition, "(", ")");
        if (parameters.isEmpty()) {
            if (definition.limitConcurrent()) {
                lines.add("properties([disableConcurrentBuilds()])");
            }
            return;
        }
        lines.add("properties([").deeper();
        if (definition.limitConcurrent()) {
            lines.add("disableConcurrentBuilds(),");
        }
        lines.add("parameters([").deeper();
        parameters.forEach(parameter -> lines.add(parameter + ","));
        lines.shallower().add("])").shallower().add("])");
    }

    private void scripted(Shape part) {
        if (part instanceof One one) {
            lines.open("stage(" + GroovyText.quote(labels.get(one.refId())) + ")");
            scriptedBody(one);
            lines.close();
        } else if (part instanceof Sequence sequence) {
            sequence.parts().forEach(this::scripted);
        } else if (part instanceof Parallel parallel) {
            lines.add("parallel(").deeper().add("failFast: true,");
            List<Shape> branches = parallel.branches();
            for (int i = 0; i < branches.size(); i++) {
                Shape branch = branches.get(i);
                lines.open(GroovyText.quote(title(branch)) + ":");
                if (branch instanceof One one) {
                    scriptedBody(one);
                } else {
                    scripted(branch);
                }
                lines.close(i == branches.size() - 1 ? ")" : ",");
            }
            lines.shallower();
        }
    }

    private void scriptedBody(One one) {
        ImportReport.Stage stage = stage(one);
        Optional<String> timeout = bodies.timeout(stage);
        timeout.ifPresent(lines::open);
        stage.agent()
                .ifPresent(label -> lines.open(label.isEmpty() ? "node" : "node(" + GroovyText.quote(label) + ")"));
        bodies.write(stage);
        stage.agent().ifPresent(label -> lines.close());
        timeout.ifPresent(any -> lines.close());
    }

    private ImportReport.Stage stage(One one) {
        return report.stages().stream()
                .filter(stage -> stage.refId().equals(one.refId()))
                .findFirst()
                .orElseThrow();
    }

    /** What branches are called: after their stages, as far as there is room. */
    private String title(Shape shape) {
        if (shape instanceof One one) {
            return labels.get(one.refId());
        }
        List<String> names = names(shape).toList();
        String all = String.join(shape instanceof Sequence ? " → " : ", ", names);
        return all.length() <= LONGEST_TITLE
                ? all
                : text("pipeline.jenkinsfile-and-more", names.get(0), names.size() - 1);
    }

    private Stream<String> names(Shape shape) {
        if (shape instanceof Sequence sequence) {
            return sequence.parts().stream().flatMap(this::names);
        } else if (shape instanceof Parallel parallel) {
            return parallel.branches().stream().flatMap(this::names);
        }
        return Stream.of(labels.get(((One) shape).refId()));
    }
}
