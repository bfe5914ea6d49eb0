package io.jenkins.plugins.spindelivery.judge;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.step.AtCluster;
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.graph.StepNode;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.support.actions.PauseAction;
import org.jenkinsci.plugins.workflow.support.steps.input.InputAction;
import org.jenkinsci.plugins.workflow.support.steps.input.InputStepExecution;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** How pages of other plugins see a judgment that waits. */
public class JudgePagesTest {
    @ClassRule
    public static final JenkinsRule JENKINS = AtCluster.patient(new JenkinsRule());

    private WorkflowRun run;
    private FlowNode node;

    @Before
    public void judgment() throws Exception {
        JENKINS.jenkins.setSecurityRealm(JENKINS.createDummySecurityRealm());
        run = Judging.waiting(
                JENKINS,
                "p" + JENKINS.jenkins.getItems().size(),
                "stage('Canary') { spinJudge message: 'Does <b>it</b> look well?', choices: ['yes', 'no'],"
                        + " instructions: 'See <i>Grafana</i>.' }",
                1);
        node = run.getExecution().getCurrentHeads().get(0);
        // The input tells its action first.
        Judging.until("pause", () -> node.getAction(PauseAction.class) != null);
    }

    private void finish() throws Exception {
        Judging.answer("alice", run, Judging.record(run).key(), true, "yes");
        JENKINS.assertBuildStatusSuccess(JENKINS.waitForCompletion(run));
    }

    /** What Blue Ocean and others go by: InputAction on the run, an unfinished pause for input on the very node. */
    @Test
    public void contractOfBlueOcean() throws Exception {
        PauseAction pause = node.getAction(PauseAction.class);
        assertEquals("Input", pause.getCause());
        assertTrue(pause.isPaused());
        assertTrue(PauseAction.isPaused(node));
        InputAction inputs = run.getAction(InputAction.class);
        assertTrue(inputs.isWaitingForInput());
        InputStepExecution execution = inputs.getExecutions().get(0);
        assertSame(node, execution.getContext().get(FlowNode.class));
        assertEquals("Judge-" + node.getId(), execution.getId());
        assertEquals("Does <b>it</b> look well?", execution.getInput().getMessage());
        assertEquals(1, execution.getInput().getParameters().size());
        assertEquals("choice", execution.getInput().getParameters().get(0).getName());
        assertEquals(
                SpinJudgeStep.DescriptorImpl.class,
                ((StepNode) node).getDescriptor().getClass());
        assertEquals(Judging.record(run).nodeId(), node.getId());
        finish();
        assertFalse(PauseAction.isPaused(node));
        assertFalse(inputs.isWaitingForInput());
    }

    @Test
    public void graphViewShowsItPausedWithItsQuestion() throws Exception {
        JSONObject stage = stage();
        assertEquals("Canary", stage.getString("name"));
        JSONObject step = step(stage);
        assertEquals("paused", step.getString("state"));
        assertEquals("Does <b>it</b> look well?", step.getString("name"));
        finish();
        assertEquals("success", stage().getString("state"));
        assertEquals("success", step(stage()).getString("state"));
    }

    @Test
    public void inputPageShowsQuestionAndInstructionsWithoutTheirMarkup() throws Exception {
        String page = JENKINS.createWebClient()
                .withJavaScriptEnabled(false)
                .goTo(run.getUrl() + "input/")
                .getWebResponse()
                .getContentAsString();
        assertThat(page, containsString("Does &lt;b>it&lt;/b> look well?"));
        assertThat(page, containsString("See &lt;i&gt;Grafana&lt;/i&gt;."));
        finish();
    }

    private JSONObject stage() throws Exception {
        JSONObject tree =
                JENKINS.getJSON(run.getUrl() + "pipeline-console/tree").getJSONObject();
        return tree.getJSONObject("data").getJSONArray("stages").getJSONObject(0);
    }

    private JSONObject step(JSONObject stage) throws Exception {
        JSONObject steps = JENKINS.getJSON(run.getUrl() + "pipeline-console/steps?nodeId=" + stage.getString("id"))
                .getJSONObject();
        JSONArray all = steps.getJSONObject("data").getJSONArray("steps");
        assertEquals(all.toString(), 1, all.size());
        return all.getJSONObject(0);
    }
}
