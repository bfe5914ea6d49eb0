package io.jenkins.plugins.spindelivery.job;

import static io.jenkins.plugins.spindelivery.delivery.Deliveries.await;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.build;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.delivery.Deliveries;
import io.jenkins.plugins.spindelivery.delivery.KilledJenkins;
import io.jenkins.plugins.spindelivery.engine.pipeline.PipelineState.Progress;
import io.jenkins.plugins.spindelivery.engine.pipeline.PipelineStatus;
import io.jenkins.plugins.spindelivery.engine.pipeline.StageNode;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import io.jenkins.plugins.spindelivery.record.StageRecords;
import java.util.List;
import java.util.regex.Pattern;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** A pipeline of twelve stages goes on after {@code kill -9}, at whichever moments that comes. */
public class PipelineKillTest {
    @Rule
    public final KilledJenkins killed = new KilledJenkins();

    @Test
    public void nothingIsDoneTwiceAndNothingIsMissing() throws Throwable {
        killed.start();
        killed.run((JenkinsRule jenkins) -> {
            WorkflowJob job = jenkins.createProject(WorkflowJob.class, "p");
            job.setDefinition(new DeliveryDefinition(new DefinitionText(pipeline())));
            job.scheduleBuild2(0).waitForStart();
        });
        // The first is as soon as any: before the program was saved there is no build to go on with.
        for (String begun : List.of("1", "7 9")) {
            killed.run(PipelineKillTest::begun, begun);
            killed.killAndStart();
        }
        // The answer is on disk, and Jenkins' program perhaps not.
        killed.run((JenkinsRule jenkins) -> Deliveries.answer(build("p"), true));
        killed.killAndStart();
        killed.run(PipelineKillTest::ended);
    }

    private static void begun(JenkinsRule jenkins, String refIds) throws Exception {
        for (String refId : refIds.split(" ")) {
            await("the beginning of " + refId, () -> PipelineRuns.get()
                    .of(build("p"))
                    .map(pipeline -> pipeline.progress(refId).startMillis() > 0)
                    .orElse(false));
        }
    }

    private static void ended(JenkinsRule jenkins) throws Exception {
        WorkflowRun run = jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build("p")));
        PipelineRun pipeline = PipelineRuns.get().of(run).orElseThrow();
        for (StageNode stage : pipeline.definition().stages()) {
            Progress progress = pipeline.progress(stage.refId());
            assertEquals(stage.describe(), PipelineStatus.SUCCEEDED, progress.status());
            for (String requisite : stage.requisites()) {
                assertTrue(
                        stage.describe() + " began before the end of " + requisite,
                        progress.startMillis() >= pipeline.progress(requisite).endMillis());
            }
        }
        // What began twice would have told so twice, or have a second record.
        List<StageRecord> records = StageRecords.get().of(run);
        assertEquals(pipeline.definition().stages().size(), records.size());
        String log = JenkinsRule.getLog(run);
        for (StageNode stage : pipeline.definition().stages()) {
            if (stage.type().equals("wait")) {
                String begins = "wait " + stage.json().path("waitTime").asText() + " s: begins";
                assertEquals(begins + "\n" + log, 1, count(log, begins));
            }
        }
    }

    private static int count(String log, String text) {
        return log.split(Pattern.quote(text), -1).length - 1;
    }

    /** Joins that cross, so that no nesting expresses them; each wait has a length of its own. */
    private static String pipeline() {
        return ScriptedStages.pipeline(
                wait("1", "", 1),
                wait("2", "", 2),
                wait("3", "", 3),
                wait("4", "1 2", 4),
                wait("5", "2 3", 5),
                wait("6", "1 3", 6),
                wait("7", "4 5", 7),
                wait("8", "5 6", 8),
                wait("9", "4", 9),
                wait("10", "7 8", 0),
                "{\"type\": \"manualJudgment\", \"name\": \"Go on?\", \"refId\": \"11\","
                        + " \"requisiteStageRefIds\": [\"8\", \"9\"]}",
                wait("12", "10 11", 10));
    }

    private static String wait(String refId, String requisites, int seconds) {
        String all = requisites.isEmpty() ? "" : "\"" + requisites.replace(" ", "\", \"") + "\"";
        return "{\"type\": \"wait\", \"name\": \"Wait " + refId + "\", \"refId\": \"" + refId + "\", \"waitTime\": "
                + seconds + ", \"requisiteStageRefIds\": [" + all + "]}";
    }
}
