package io.jenkins.plugins.spindelivery.job;

import static io.jenkins.plugins.spindelivery.delivery.Deliveries.await;
import static io.jenkins.plugins.spindelivery.job.ScriptedStages.stage;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;

import hudson.model.ParametersAction;
import hudson.model.Queue;
import hudson.model.StringParameterValue;
import hudson.model.listeners.ItemListener;
import io.jenkins.plugins.spindelivery.delivery.Deliveries;
import io.jenkins.plugins.spindelivery.delivery.Script;
import io.jenkins.plugins.spindelivery.delivery.ScriptedOperation;
import io.jenkins.plugins.spindelivery.delivery.ScriptedStep;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsSessionRule;
import org.jvnet.hudson.test.TestExtension;

/** A run that goes on after a restart counts as before, and what waits for its end waits on. */
public class ConcurrencyRestartTest {
    @Rule
    public final JenkinsSessionRule sessions = new JenkinsSessionRule();

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

    @After
    public void forget() {
        Script.reset();
    }

    private static WorkflowJob job() {
        return Jenkins.get().getItemByFullName("p", WorkflowJob.class);
    }

    private static void start(String script) {
        Script.named(script);
        job().scheduleBuild2(0, new ParametersAction(new StringParameterValue("play", script)));
    }

    private static void works(String script) throws Exception {
        await(script + " at work", () -> Script.named(script).told().contains("make"));
    }

    private static void waits() throws Exception {
        await("a start that waits for the limit", () -> {
            // Jenkins does so every few seconds; why something waits is not found out before.
            Queue.getInstance().maintain();
            return Queue.getInstance().getItem(job()) instanceof Queue.BlockedItem blocked
                    && blocked.getWhy().contains("as many runs");
        });
    }

    @Test
    public void aRunThatGoesOnCounts() throws Throwable {
        sessions.then(jenkins -> {
            WorkflowJob job = jenkins.createProject(WorkflowJob.class, "p");
            job.setQuietPeriod(0);
            job.setDefinition(new DeliveryDefinition(new DefinitionText(
                    "{\"limitConcurrent\": true, \"parameterConfig\": [{\"name\": \"play\"}], \"stages\": ["
                            + stage("1", "", "\"scripts\": [\"${parameters.play}\"]") + "]}")));
            ItemListener.fireOnUpdated(job);
            start("a");
            works("a");
            start("b");
            waits();
        });
        sessions.then(jenkins -> {
            await("the run to go on", () -> job().getBuildByNumber(1).getExecutor() != null);
            waits();
            assertNull(job().getBuildByNumber(2));
            Script.named("a").becomesReady();
            works("b");
            Script.named("b").becomesReady();
            await(
                    "the end of b",
                    () -> job().getBuildByNumber(2) != null
                            && !job().getBuildByNumber(2).isLogUpdated());
            assertEquals(List.of("read", "make", "done"), Script.named("a").told());
            Deliveries.awaitNothingOpen();
        });
    }
}
