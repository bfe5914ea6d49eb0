package io.jenkins.plugins.spindelivery.engine.pipeline.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ReadLimits;
import io.jenkins.plugins.spindelivery.engine.pipeline.Checks;
import io.jenkins.plugins.spindelivery.engine.pipeline.Definition;
import io.jenkins.plugins.spindelivery.engine.pipeline.DefinitionMapping;
import io.jenkins.plugins.spindelivery.engine.pipeline.StageNode;
import io.jenkins.plugins.spindelivery.engine.pipeline.stage.Finding;
import io.jenkins.plugins.spindelivery.engine.pipeline.stage.Finding.Weight;
import io.jenkins.plugins.spindelivery.engine.pipeline.stage.StageType;
import io.jenkins.plugins.spindelivery.engine.pipeline.stage.StepCall;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Finds the pipelines in files of Spinnaker's, and says what comes of them here. */
public final class PipelineImport {
    /** A dump of all pipelines of an installation is one text. */
    public static final ReadLimits LIMITS = new ReadLimits(64 << 20, 100, 100_000, 10_000);

    private static final List<String> WRAPPINGS = List.of("pipeline", "pipelines", "items");

    private final Function<String, Optional<StageType>> types;

    /**
     * An import.
     *
     * @param types what a stage's type, or its alias, means; empty for one that is unknown
     */
    public PipelineImport(Function<String, Optional<StageType>> types) {
        this.types = types;
    }

    /**
     * A pipeline as it was found.
     *
     * @param source file, and the number of the pipeline in it where there are several
     * @param json its tree
     */
    public record Found(String source, ObjectNode json) {}

    /**
     * The pipelines in a text: one, a list of them as {@code spin pipeline list} and dumps of Front50 have it, or either
     * of them in a map under {@code pipeline}, {@code pipelines} or {@code items}.
     *
     * @param name the file as the user knows it
     * @param text JSON or YAML of any number of documents
     * @return in their order; empty when there is no pipeline in it
     * @throws ProblemException of category INPUT when it is no JSON or YAML
     */
    public static List<Found> find(String name, byte[] text) {
        List<ObjectNode> pipelines = new ArrayList<>();
        Definition.documents(name, text, LIMITS).forEach(document -> gather(document, pipelines));
        List<Found> found = new ArrayList<>();
        for (ObjectNode pipeline : pipelines) {
            String place = pipelines.size() == 1 ? name : name + "[" + found.size() + "]";
            found.add(new Found(place, pipeline));
        }
        return found;
    }

    private static void gather(JsonNode tree, List<ObjectNode> pipelines) {
        if (tree instanceof ObjectNode map && isPipeline(map)) {
            pipelines.add(map);
        } else if (tree.isArray()) {
            tree.forEach(item -> gather(item, pipelines));
        } else {
            WRAPPINGS.forEach(field -> gatherIn(tree.path(field), pipelines));
        }
    }

    private static void gatherIn(JsonNode wrapped, List<ObjectNode> pipelines) {
        // The pipelines of a map are its values: dumps have them by id.
        if (wrapped instanceof ObjectNode map && !isPipeline(map)) {
            map.forEach(item -> gather(item, pipelines));
        } else if (wrapped.isContainerNode()) {
            gather(wrapped, pipelines);
        }
    }

    private static boolean isPipeline(ObjectNode map) {
        return map.path("stages").isArray()
                || map.path("template").isObject() && (map.has("schema") || map.has("application"))
                || map.path("type").asText().equals("templatedPipeline");
    }

    /**
     * Says what comes of some pipelines. Stages that start one of the others find it.
     *
     * @param found pipelines that belong together
     * @return a report for each, in their order
     */
    public List<ImportReport> reports(List<Found> found) {
        Map<String, String> jobs = new HashMap<>();
        for (Found pipeline : found) {
            String job = JobNames.of(pipeline.json(), JobNames.ofFile(pipeline.source()));
            String application = pipeline.json().path("application").asText();
            List.of("id", "name").forEach(field -> {
                String known = pipeline.json().path(field).asText("");
                if (!known.isEmpty()) {
                    jobs.putIfAbsent(application + "/" + known, job);
                    jobs.putIfAbsent("/" + known, job);
                }
            });
        }
        return found.stream().map(pipeline -> report(pipeline, jobs)).toList();
    }

    private ImportReport report(Found found, Map<String, String> jobs) {
        String name = found.json().path("name").asText("");
        String application = found.json().path("application").asText("");
        try {
            Definition definition = Definition.of(found.source(), found.json());
            return report(found.source(), definition, jobs);
        } catch (ProblemException e) {
            List<Finding> own = e.problems().stream()
                    .map(problem -> new Finding(Weight.CANNOT, problem))
                    .toList();
            return new ImportReport(
                    found.source(), name, application, Optional.empty(), own, List.of(), List.of(), List.of());
        }
    }

    private ImportReport report(String source, Definition definition, Map<String, String> jobs) {
        Checks checks = new Checks(types, (application, id) -> job(jobs, application, id), ZoneOffset.UTC);
        List<Checks.Found> all = checks.of(definition);
        List<Finding> own = all.stream()
                .filter(found -> found.refId().isEmpty())
                .map(Checks.Found::finding)
                .toList();
        List<ImportReport.Stage> stages = definition.stages().stream()
                .map(stage -> stage(definition, stage, all, jobs))
                .toList();
        return new ImportReport(
                source,
                definition.name(),
                definition.application(),
                Optional.of(definition),
                own,
                stages,
                Surroundings.triggers(definition),
                Surroundings.notifications(definition));
    }

    private static Optional<String> job(Map<String, String> jobs, String application, String id) {
        return Optional.ofNullable(jobs.get(application + "/" + id)).or(() -> Optional.ofNullable(jobs.get("/" + id)));
    }

    private ImportReport.Stage stage(
            Definition definition, StageNode stage, List<Checks.Found> all, Map<String, String> jobs) {
        List<Finding> findings = new ArrayList<>(all.stream()
                .filter(found -> found.refId().equals(stage.refId()))
                .map(Checks.Found::finding)
                .toList());
        Optional<StageType> type =
                types.apply(stage.type(name -> types.apply(name).isPresent()));
        StageNode first = definition.graph().stage(stage.refId()).orElse(stage);
        List<StepCall> calls = first == stage ? calls(definition, stage, type, jobs) : List.of();
        return new ImportReport.Stage(
                stage.refId(),
                stage.name(),
                stage.type(),
                ImportReport.Verdict.of(findings) == ImportReport.Verdict.CANNOT ? List.of() : calls,
                type.flatMap(means -> means.agent(stage.json())),
                findings);
    }

    private static List<StepCall> calls(
            Definition definition, StageNode stage, Optional<StageType> type, Map<String, String> jobs) {
        try {
            DefinitionMapping mapping =
                    new DefinitionMapping(definition, stage, (application, id) -> job(jobs, application, id));
            return type.map(means -> means.calls(stage.json(), mapping)).orElse(List.of());
        } catch (ProblemException e) {
            // Told by the checks.
            return List.of();
        }
    }

    /**
     * What is told of a text in which there is no pipeline.
     *
     * @param name the file as the user knows it
     * @return the problem
     */
    public static Problem none(String name) {
        return Problem.of("pipeline.import-none", name);
    }
}
