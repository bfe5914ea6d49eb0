package io.jenkins.plugins.spindelivery.step;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import hudson.FilePath;
import hudson.util.FormValidation;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.artifact.Fetched;
import io.jenkins.plugins.spindelivery.engine.canary.config.CanaryConfigs;
import io.jenkins.plugins.spindelivery.engine.canary.config.ScoreThresholds;
import io.jenkins.plugins.spindelivery.engine.canary.run.Analysis;
import io.jenkins.plugins.spindelivery.engine.canary.run.Analysis.Scope;
import io.jenkins.plugins.spindelivery.engine.canary.run.Canary.ConfigFile;
import io.jenkins.plugins.spindelivery.engine.canary.run.CanaryRequest;
import io.jenkins.plugins.spindelivery.engine.canary.run.CanaryRequest.Baseline;
import io.jenkins.plugins.spindelivery.engine.canary.run.CanaryRequest.Route;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployRequest;
import io.jenkins.plugins.spindelivery.engine.manifest.prepare.PreparationOptions;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ReadLimits;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Reads the fields of {@link SpinCanaryStep}. */
final class CanaryInput {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    private static final String COMMAS_OR_LINES = ",|\\R";
    private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(DeployOptions.DEFAULT_TIMEOUT_SECONDS);

    private final SpinCanaryStep step;
    private final StepInput input;

    CanaryInput(SpinCanaryStep step, StepInput input) {
        this.step = step;
        this.input = input;
    }

    /** The request; meaningless when {@link StepInput#check} throws. */
    CanaryRequest request() {
        return new CanaryRequest(
                deploy(false),
                (int) (long) Optional.ofNullable(whole("replicas", step.getReplicas()))
                        .orElse(1L),
                input.texts("service", Values.texts(step.getService(), COMMAS_OR_LINES)),
                input.text("label", step.getLabel()),
                baseline(),
                route(),
                analysis(),
                seconds("lifetime", step.getLifetime()),
                input.context().hasBlock());
    }

    /** The same request, when differences would show what must not be written down. */
    CanaryRequest hidingDiffs(CanaryRequest request) {
        return new CanaryRequest(
                deploy(true),
                request.replicas(),
                request.services(),
                request.label(),
                request.baseline(),
                request.route(),
                request.analysis(),
                request.lifetimeSeconds(),
                request.gate());
    }

    private DeployRequest deploy(boolean hideDiffs) {
        PreparationOptions preparation = PreparationOptions.builder()
                .namespace(input.text("namespace", step.getNamespace()))
                .optionalArtifacts(EarlierArtifacts.with(
                        ArtifactValues.read("artifacts", step.getArtifacts(), input),
                        input.context().run()))
                .requiredArtifacts(ArtifactValues.read("requiredArtifacts", step.getRequiredArtifacts(), input))
                .account(step.account())
                .build();
        long timeout = input.duration("timeout", (String) step.getTimeout(), USUAL_TIMEOUT)
                .toSeconds();
        DeployOptions options = new DeployOptions(
                DeployOptions.Check.FULL, false, false, false, false, true, false, false, timeout, hideDiffs);
        return new DeployRequest(step.account(), preparation, options);
    }

    private Baseline baseline() {
        String text = input.text("baseline", (String) step.getBaseline());
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "" -> step.getAnalysis() == null ? null : new Baseline("");
            case "true" -> new Baseline("");
            case "false" -> null;
            default -> new Baseline(text);
        };
    }

    private Route route() {
        String name = input.text("route", step.getRoute());
        Long weight = whole("weight", step.getWeight());
        if (name.isEmpty() != (weight == null)) {
            input.refuse(Problem.of("step.canary-route", "route"));
        }
        return name.isEmpty() || weight == null ? null : new Route(name, weight.intValue());
    }

    /** What would be of no effect is rather told than ignored. */
    private Analysis analysis() {
        if (step.getAnalysis() == null) {
            Map<String, Object> given = new LinkedHashMap<>();
            given.put("metricSource", step.getMetricSource());
            given.put("interval", step.getInterval());
            given.put("lookback", step.getLookback());
            given.put("warmup", step.getWarmup());
            given.put("baselineOffset", step.getBaselineOffset());
            given.put("step", step.getStep());
            given.put("passScore", step.getPassScore());
            given.put("marginalScore", step.getMarginalScore());
            given.put("scopes", step.getScopes());
            given.values().removeIf(Objects::isNull);
            if (!given.isEmpty()) {
                input.refuse(Problem.of("step.canary-no-analysis", "analysis", String.join(", ", given.keySet())));
            }
            return null;
        }
        return new Analysis(
                input.text("metricSource", step.getMetricSource()),
                scopes(),
                thresholds(),
                seconds("interval", step.getInterval()),
                seconds("lookback", step.getLookback()),
                seconds("warmup", step.getWarmup()),
                seconds("baselineOffset", step.getBaselineOffset()),
                seconds("step", step.getStep()),
                null,
                null);
    }

    private ScoreThresholds thresholds() {
        Double pass = score("passScore", step.getPassScore());
        Double marginal = score("marginalScore", step.getMarginalScore());
        if (pass == null && marginal == null) {
            return null;
        }
        return new ScoreThresholds(
                pass == null ? ScoreThresholds.DEFAULT.pass() : pass,
                marginal == null ? ScoreThresholds.DEFAULT.marginal() : marginal);
    }

    private Double score(String field, Object value) {
        String text = input.text(field, (String) value);
        if (text.isEmpty()) {
            return null;
        }
        try {
            double score = Double.parseDouble(text);
            if (score >= 0 && score <= 100) {
                return score;
            }
        } catch (NumberFormatException e) {
            // Told below, with all else that is no score.
        }
        input.refuse(Problem.of("step.canary-score", field, text));
        return null;
    }

    private Map<String, Scope> scopes() {
        Map<String, Scope> scopes = new LinkedHashMap<>();
        if (step.getScopes() == null) {
            return scopes;
        }
        try {
            JsonNode tree = input.tree("scopes", ArtifactValues.tree("scopes", step.getScopes()));
            if (!tree.isObject()) {
                throw wrong("step.canary-scopes", "scopes");
            }
            for (var scope : tree.properties()) {
                scopes.put(scope.getKey(), JSON.treeToValue(scope.getValue(), Scope.class));
            }
        } catch (ProblemException e) {
            e.problems().forEach(input::refuse);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            input.refuse(Problem.of("step.canary-scopes", "scopes"));
        }
        return scopes;
    }

    private Long whole(String field, Object value) {
        return input.number(field, (String) value, "step.whole-number-bad");
    }

    private long seconds(String field, Object value) {
        return input.duration(field, (String) value, Duration.ZERO).toSeconds();
    }

    /**
     * The canary configuration. Its text holds placeholders of its own and is no expression of ours.
     *
     * @return the text and where it comes from
     * @throws ProblemException when the file can't be found
     * @throws IOException when the agent can't be asked
     * @throws InterruptedException when the build is being stopped
     */
    ConfigFile config() throws IOException, InterruptedException {
        if (step.getAnalysis() == null) {
            return ConfigFile.NONE;
        }
        if (isInline(step.getAnalysis())) {
            return inline(step.getAnalysis());
        }
        String path = input.text("analysis", step.getAnalysis().toString());
        input.check();
        FilePath workspace = input.context().workspace().find().orElse(null);
        if (workspace == null) {
            throw wrong("step.file-no-node", "", path);
        }
        Fetched file = read(workspace, path);
        return new ConfigFile(file.name(), file.content());
    }

    private static Fetched read(FilePath workspace, String path) throws IOException, InterruptedException {
        List<Fetched> files = WorkspaceFiles.read(workspace, List.of(path), ReadLimits.DEFAULT.maxBytes());
        if (files.size() != 1) {
            throw wrong("step.canary-one-file", "analysis", path, files.size());
        }
        return files.get(0);
    }

    private static ConfigFile inline(Object analysis) {
        String text =
                analysis instanceof String given ? given : Values.tree(analysis).toString();
        return new ConfigFile(Problem.of("step.analysis-name", "").message(), text.getBytes(StandardCharsets.UTF_8));
    }

    /** A configuration has lines or braces; a path has neither. */
    private static boolean isInline(Object analysis) {
        return !(analysis instanceof String text)
                || text.strip().contains("\n")
                || text.strip().startsWith("{");
    }

    /** The configuration itself in place of its path, for when the workspace will be gone. */
    static Object taken(Object analysis, FilePath workspace) throws IOException, InterruptedException {
        if (analysis == null || isInline(analysis)) {
            return analysis;
        }
        String path = analysis.toString().strip();
        if (path.contains("${")) {
            throw wrong("step.file-expression", "", path);
        }
        if (workspace == null) {
            throw wrong("step.file-no-node", "", path);
        }
        String text = new String(read(workspace, path).content(), StandardCharsets.UTF_8);
        // A configuration of one line must not be taken for a path.
        return isInline(text) ? text : text.strip() + "\n#";
    }

    static FormValidation checkAnalysis(String value) {
        if (value == null || value.isBlank()) {
            return FormValidation.ok();
        }
        if (!isInline(value)) {
            return FieldChecks.files(value);
        }
        try {
            CanaryConfigs.read(Words.of("step.analysis-name"), value.getBytes(StandardCharsets.UTF_8));
            return FormValidation.ok();
        } catch (ProblemException e) {
            return FieldChecks.errors(e);
        }
    }

    private static ProblemException wrong(String code, String where, Object... arguments) {
        return new ProblemException(Category.INPUT, Problem.of(code, where, arguments));
    }
}
