package io.jenkins.plugins.spindelivery.job;

import hudson.model.Result;
import io.jenkins.plugins.spindelivery.engine.pipeline.PipelineStatus;
import java.util.Map;
import java.util.TreeMap;
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jvnet.hudson.test.JenkinsRule;

/** What tests of pipelines do again and again in one Jenkins. */
final class PipelineRunsOf {
    private final JenkinsRule jenkins;

    PipelineRunsOf(JenkinsRule jenkins) {
        this.jenkins = jenkins;
    }

    /** Starts a pipeline of such stages. */
    WorkflowRun started(String... stages) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new DeliveryDefinition(new DefinitionText(ScriptedStages.pipeline(stages))));
        return job.scheduleBuild2(0).waitForStart();
    }

    /** Waits for the end. */
    WorkflowRun ended(WorkflowRun run, Result result) throws Exception {
        return jenkins.assertBuildStatus(result, jenkins.waitForCompletion(run));
    }

    /** The pipeline of a build. */
    static PipelineRun pipelineOf(WorkflowRun run) {
        return PipelineRuns.get().of(run).orElseThrow();
    }

    /** How a stage stands. */
    static PipelineStatus status(WorkflowRun run, String refId) {
        return PipelineRuns.get()
                .of(run)
                .map(pipeline -> pipeline.progress(refId).status())
                .orElse(PipelineStatus.NOT_STARTED);
    }

    /** How all stages stand. */
    static String statuses(WorkflowRun run) {
        return PipelineRuns.get()
                .of(run)
                .map(pipeline -> new TreeMap<>(pipeline.state().statuses()).toString())
                .orElse("nothing");
    }

    /** What the page of pipeline-graph-view shows of each stage. */
    String shown(WorkflowRun run) throws Exception {
        JenkinsRule.JSONWebResponse response = jenkins.getJSON(run.getUrl() + "pipeline-graph/tree");
        Map<String, String> shown = new TreeMap<>();
        gather(response.getJSONObject().getJSONObject("data").getJSONArray("stages"), shown);
        return shown.toString();
    }

    private static void gather(JSONArray stages, Map<String, String> shown) {
        for (Object item : stages) {
            JSONObject stage = (JSONObject) item;
            if (stage.getString("name").matches("S\\d+")) {
                shown.put(stage.getString("name"), stage.getString("state"));
            }
            gather(stage.getJSONArray("children"), shown);
        }
    }
}
