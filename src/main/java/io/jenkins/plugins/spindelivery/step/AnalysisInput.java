package io.jenkins.plugins.spindelivery.step;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import hudson.FilePath;
import hudson.util.FormValidation;
import io.jenkins.plugins.spindelivery.delivery.StageContext;
import io.jenkins.plugins.spindelivery.delivery.StageResult;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.artifact.Fetched;
import io.jenkins.plugins.spindelivery.engine.canary.config.CanaryConfigs;
import io.jenkins.plugins.spindelivery.engine.canary.config.ScoreThresholds;
import io.jenkins.plugins.spindelivery.engine.canary.run.Analysis;
import io.jenkins.plugins.spindelivery.engine.canary.run.Analysis.Scope;
import io.jenkins.plugins.spindelivery.engine.canary.run.Canary.ConfigFile;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ReadLimits;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import io.jenkins.plugins.spindelivery.metric.MetricConnections;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads how something is judged by its metrics. */
final class AnalysisInput {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final AnalysisFields fields;
    private final StepInput input;

    AnalysisInput(AnalysisFields fields, StepInput input) {
        this.fields = fields;
        this.input = input;
    }

    /** The fields that have no effect without a configuration, by their names; {@code null} where one is not given. */
    Map<String, Object> given() {
        Map<String, Object> given = new LinkedHashMap<>();
        given.put("metricSource", fields.getMetricSource());
        given.put("interval", fields.getInterval());
        given.put("lookback", fields.getLookback());
        given.put("baselineOffset", fields.getBaselineOffset());
        given.put("step", fields.getStep());
        given.put("passScore", fields.getPassScore());
        given.put("marginalScore", fields.getMarginalScore());
        given.put("scopes", fields.getScopes());
        return given;
    }

    /** How a canary is judged that is going to be deployed; meaningless when {@link StepInput#check} throws. */
    Analysis toCome(long warmupSeconds) {
        return analysis(scopes(), warmupSeconds, null, null);
    }

    /**
     * How something is judged that has run without us; meaningless when {@link StepInput#check} throws.
     *
     * @param usual the scope of metrics that name none, unless {@code scopes} has one; {@code null} for none
     * @param start from when, in milliseconds since 1970
     * @param end until when
     */
    Analysis past(Scope usual, Long start, Long end) {
        Map<String, Scope> scopes = scopes();
        if (usual != null && scopes.putIfAbsent(Analysis.DEFAULT_SCOPE, usual) != null) {
            input.refuse(Problem.of("step.canary-scope-twice", "scopes", Analysis.DEFAULT_SCOPE));
        }
        return analysis(scopes, 0, start, end);
    }

    private Analysis analysis(Map<String, Scope> scopes, long warmupSeconds, Long start, Long end) {
        return new Analysis(
                input.text("metricSource", fields.getMetricSource()),
                scopes,
                thresholds(),
                seconds("interval", fields.getInterval()),
                seconds("lookback", fields.getLookback()),
                warmupSeconds,
                seconds("baselineOffset", fields.getBaselineOffset()),
                seconds("step", fields.getStep()),
                start,
                end);
    }

    long seconds(String field, Object value) {
        return input.duration(field, (String) value, Duration.ZERO).toSeconds();
    }

    private ScoreThresholds thresholds() {
        Double pass = score("passScore", fields.getPassScore());
        Double marginal = score("marginalScore", fields.getMarginalScore());
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
        if (fields.getScopes() == null) {
            return scopes;
        }
        try {
            JsonNode tree = input.tree("scopes", ArtifactValues.tree("scopes", fields.getScopes()));
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

    /**
     * Makes sure that the build may ask the metric source, and has the source's credential show which build used it.
     *
     * @throws ProblemException when the source asks with an account that the build may not use
     */
    void useSource() {
        StageContext context = input.context();
        try {
            MetricConnections.use(
                    context.run(), context.authentication(), input.text("metricSource", fields.getMetricSource()));
        } catch (ProblemException e) {
            if (e.category() == Category.ACCESS) {
                throw e;
            }
            // The operation asks for the source, too, and tells of this together with all else that is wrong.
        }
    }

    /**
     * The canary configuration, which has to be given. Its text holds placeholders of its own and is no expression of
     * ours.
     *
     * @return the text and where it comes from
     * @throws ProblemException when the file can't be found
     * @throws IOException when the agent can't be asked
     * @throws InterruptedException when the build is being stopped
     */
    ConfigFile config() throws IOException, InterruptedException {
        if (isInline(fields.getAnalysis())) {
            return inline(fields.getAnalysis());
        }
        String path = input.text("analysis", fields.getAnalysis().toString());
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

    /** Whether a verdict was come to, which is what a stage was there to find out. */
    static boolean decided(StageResult result) {
        return result.status() == StageStatus.FAILED
                && result.value() instanceof Map<?, ?> value
                && value.get("verdict") != null;
    }

    private static ProblemException wrong(String code, String where, Object... arguments) {
        return new ProblemException(Category.INPUT, Problem.of(code, where, arguments));
    }
}
