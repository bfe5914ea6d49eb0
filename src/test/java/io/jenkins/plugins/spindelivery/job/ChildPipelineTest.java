package io.jenkins.plugins.spindelivery.job;

import static io.jenkins.plugins.spindelivery.job.PipelineRunsOf.statuses;
import static io.jenkins.plugins.spindelivery.job.ScriptedStages.pipeline;
import static io.jenkins.plugins.spindelivery.job.ScriptedStages.stage;
import static org.junit.Assert.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.model.Result;
import io.jenkins.plugins.spindelivery.delivery.Deliveries;
import io.jenkins.plugins.spindelivery.delivery.Script;
import io.jenkins.plugins.spindelivery.delivery.ScriptedOperation;
import io.jenkins.plugins.spindelivery.delivery.ScriptedStep;
import io.jenkins.plugins.spindelivery.engine.pipeline.StageNode;
import io.jenkins.plugins.spindelivery.engine.pipeline.stage.Mapping;
import io.jenkins.plugins.spindelivery.engine.pipeline.stage.StageType;
import io.jenkins.plugins.spindelivery.engine.pipeline.stage.StepCall;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;

/** A pipeline as another one's job, and preconditions within a pipeline. */
public class ChildPipelineTest {
    @ClassRule
    public static final JenkinsRule JENKINS = Deliveries.patient(new JenkinsRule());

    private static final PipelineRunsOf RUNS = new PipelineRunsOf(JENKINS);

    @TestExtension
    public static ScriptedStep.DescriptorImpl step() {
        return new ScriptedStep.DescriptorImpl();
    }

    @TestExtension
    public static ScriptedOperation.Types operation() {
        return new ScriptedOperation.Types();
    }

    @TestExtension
    public static ScriptedStages stages() {
        return new ScriptedStages();
    }

    /** Stages of the type {@code checked} are preconditions. */
    @TestExtension
    public static final class Checked implements StageTypeProvider {
        @Override
        public Optional<StageType> find(StageNode stage) {
            return stage.type().equals("checked") ? Optional.of(new Type()) : Optional.empty();
        }

        private static final class Type implements StageType {
            @Override
            public Set<String> names() {
                return Set.of("checked");
            }

            @Override
            public List<StepCall> calls(ObjectNode stage, Mapping mapping) {
                Map<String, JsonNode> arguments = Map.of("preconditions", stage.get("preconditions"));
                return List.of(new StepCall("spinPreconditions", arguments));
            }

            @Override
            public ObjectNode write(ObjectNode stage, List<StepCall> before, List<StepCall> after) {
                return stage;
            }

            @Override
            public ObjectNode outputs(ObjectNode stage, List<JsonNode> values) {
                return JsonNodeFactory.instance.objectNode();
            }
        }
    }

    @After
    public void nothingStaysBehind() throws Exception {
        Deliveries.awaitNothingOpen();
        Script.reset();
    }

    private static void ready(String... scripts) {
        for (String script : scripts) {
            Script.named(script).becomesReady();
        }
    }

    @Test
    public void outputsOfStagesComeBackUnlessTheyAreSkipped() throws Exception {
        ready("1", "2");
        WorkflowJob child = JENKINS.createProject(WorkflowJob.class);
        child.setDefinition(new DeliveryDefinition(new DefinitionText(pipeline(
                stage("1", "", "\"makes\": {\"image\": \"web:1\", \"list\": [1, {\"a\": true}]}"),
                stage("2", "1", "\"makes\": {\"image\": \"web:2\"}")))));
        WorkflowRun run = Deliveries.started(
                "parent",
                """
                def got = spinJob('%1$s').outputs
                assert got.image == 'web:2' && got.list == [1, [a: true]]
                assert !spinJob(job: '%1$s', skipOutputs: true).containsKey('outputs')
                """
                        .formatted(child.getName()));
        JENKINS.assertBuildStatusSuccess(JENKINS.waitForCompletion(run));
        assertEquals(2, child.getLastBuild().getNumber());
    }

    private static String checked(String preconditions) {
        return "{\"type\": \"checked\", \"refId\": \"2\", \"name\": \"S2\", \"requisiteStageRefIds\": [\"1\"],"
                + " \"preconditions\": [" + preconditions + "]}";
    }

    @Test
    public void preconditionsSeeTheStagesOfTheirPipeline() throws Exception {
        ready("1");
        WorkflowRun run = RUNS.started(
                stage("1", "", "\"makes\": {\"image\": \"web:1\"}"),
                checked(
                        """
                        {"type": "stageStatus", "context": {"stageName": "S1", "stageStatus": "succeeded"}},
                        {"type": "expression", "context": {"expression": "#stage('S1').outputs.image == 'web:1'"}},
                        {"type": "expression", "context": {"expression": "${ image == 'web:1' }"}}
                        """));
        RUNS.ended(run, Result.SUCCESS);
        assertEquals("{1=SUCCEEDED, 2=SUCCEEDED}", statuses(run));
        run = RUNS.started(
                stage("1", "", ""),
                checked(
                        """
                        {"type": "stageStatus", "context": {"stageName": "S1", "stageStatus": "SKIPPED"}},
                        {"type": "stageStatus", "context": {"stageName": "None", "stageStatus": "SKIPPED"}}
                        """));
        RUNS.ended(run, Result.FAILURE);
        JENKINS.assertLogContains("The stage S1 is SUCCEEDED, and the precondition wants SKIPPED", run);
        JENKINS.assertLogContains("The precondition asks for the stage None", run);
    }
}
