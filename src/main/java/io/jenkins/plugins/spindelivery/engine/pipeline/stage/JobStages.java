package io.jenkins.plugins.spindelivery.engine.pipeline.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Stages that run something elsewhere: a Job in a cluster, a job of Jenkins, another pipeline. */
final class JobStages {
    private static final String JOB = "job";
    private static final String SPIN_JOB = "spinJob";
    private static final String CONSUME = "consumeArtifactSource";
    private static final String PROPERTY_FILE = "propertyFile";

    private JobStages() {}

    static List<StageType> all() {
        return List.of(runJob(), jenkins(), script(), pipeline());
    }

    private static StageType runJob() {
        return ManifestStages.kubernetes("spinRunJob", "runJobManifest", "runJob")
                .with(
                        Field.of("account", "account", "credentials"),
                        new ContentPart("manifest", "manifest", "artifact", true),
                        Field.of("namespace", "namespace", "location"),
                        Field.flag("skipExpressions", "skipExpressionEvaluation"),
                        new RequiredArtifactsPart(),
                        new PropertyContainer())
                .checking((stage, report) -> {
                    if (stage.has("containers") || stage.has("container")) {
                        report.cannot("pipeline.stage-legacy-job");
                    }
                    if (Trees.text(stage.path(CONSUME)).equals("artifact")) {
                        report.changes("pipeline.stage-job-artifact");
                    }
                })
                .leaving(stage -> Trees.isTrue(stage.path("skipExpressionEvaluation")) ? Set.of("manifest") : Set.of())
                .giving((stage, values) -> Outputs.job(values));
    }

    /** The container whose log gives outputs, which Spinnaker calls a property file. */
    private static final class PropertyContainer implements Part {
        private final Field field = Field.of("outputs", PROPERTY_FILE);

        @Override
        public List<String> arguments() {
            return field.arguments();
        }

        @Override
        public void read(ObjectNode stage, Report report, Map<String, JsonNode> call) {
            String from = Trees.text(stage.path(CONSUME));
            if (from.isEmpty() || from.equals(PROPERTY_FILE)) {
                field.read(stage, report, call);
            }
        }

        @Override
        public void write(ObjectNode stage, Map<String, JsonNode> wanted, Set<String> changed) {
            field.write(stage, wanted, changed);
            Trees.put(
                    stage,
                    CONSUME,
                    Trees.blank(wanted.get("outputs")) ? Trees.none() : TextNode.valueOf(PROPERTY_FILE));
        }
    }

    private static StageType jenkins() {
        return FieldStage.of(SPIN_JOB, "jenkins")
                .with(jobOfJenkins(), Field.of("parameters"))
                .with(ending())
                .needs(JOB)
                .checking(JobStages::otherMaster)
                .giving((stage, values) -> Outputs.build(values));
    }

    /** Spinnaker writes the name from the root, with or without Jenkins' {@code job} between folders. */
    private static Field jobOfJenkins() {
        return Field.of(JOB)
                .with(
                        value -> TextNode.valueOf("/"
                                + Trees.text(value).replaceAll("^/*(job/)?", "").replace("/job/", "/")),
                        value -> TextNode.valueOf(Trees.text(value).replaceFirst("^/", "")));
    }

    private static List<Part> ending() {
        return List.of(
                Field.of(PROPERTY_FILE),
                Field.flag("unstableIsSuccess", "markUnstableAsSuccessful"),
                Field.unless("wait", "waitForCompletion"));
    }

    private static void otherMaster(ObjectNode stage, Report report) {
        if (!report.running() && !Trees.blank(stage.path("master"))) {
            report.note("pipeline.stage-master", Trees.text(stage.path("master")));
        }
    }

    private static StageType script() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("scriptPath", "SCRIPT_PATH");
        parameters.put("command", "COMMAND");
        parameters.put("image", "IMAGE_ID");
        parameters.put("region", "REGION_PARAM");
        parameters.put("account", "ENV_PARAM");
        parameters.put("cluster", "CLUSTER_PARAM");
        parameters.put("cmc", "CMC");
        parameters.put("repoUrl", "REPO_URL");
        parameters.put("repoBranch", "REPO_BRANCH");
        return FieldStage.of(SPIN_JOB, "script")
                .with(jobOfJenkins(), new MapPart("parameters", parameters))
                .with(ending())
                .checking(JobStages::otherMaster)
                .checking((stage, report) -> {
                    if (Trees.blank(stage.path(JOB))
                            && Trees.blank(stage.path(FieldStage.OWN).path(JOB))) {
                        report.cannot("pipeline.stage-script-job");
                    }
                })
                .giving((stage, values) -> Outputs.build(values));
    }

    private static StageType pipeline() {
        return FieldStage.of(SPIN_JOB, "pipeline")
                .with(
                        new PipelineJob(),
                        Field.of("parameters", "pipelineParameters"),
                        Field.unless("wait", "waitForCompletion"),
                        Field.flag("skipOutputs", "skipDownstreamOutput"))
                .needs("pipeline")
                .giving((stage, values) -> Outputs.build(values));
    }

    /** The job that another pipeline is here. */
    static final class PipelineJob implements Part {
        @Override
        public List<String> arguments() {
            return List.of(JOB);
        }

        @Override
        public void read(ObjectNode stage, Report report, Map<String, JsonNode> call) {
            String pipeline = Trees.text(stage.path("pipeline"));
            if (pipeline.isEmpty() || !Trees.blank(stage.path(FieldStage.OWN).path(JOB))) {
                return;
            }
            String written = Trees.text(stage.path("application"));
            String application = written.isEmpty() ? report.mapping().application() : written;
            report.mapping()
                    .job(application, pipeline)
                    .ifPresentOrElse(
                            job -> call.put(JOB, TextNode.valueOf("/" + job.replaceFirst("^/", ""))),
                            () -> unknown(application, pipeline, report));
        }

        private static void unknown(String application, String pipeline, Report report) {
            if (report.running()) {
                report.cannot("pipeline.stage-pipeline-job", pipeline, application);
            } else {
                report.note("pipeline.stage-pipeline-later", pipeline, application);
            }
        }

        @Override
        public void write(ObjectNode stage, Map<String, JsonNode> wanted, Set<String> changed) {
            // A job's name is none of Spinnaker's ids: it is kept beside it.
        }
    }
}
