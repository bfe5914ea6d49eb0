package io.jenkins.plugins.spindelivery.job;

import static io.jenkins.plugins.spindelivery.delivery.Deliveries.await;
import static io.jenkins.plugins.spindelivery.job.ScriptedStages.stage;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.Assert.assertEquals;

import hudson.model.ParametersAction;
import hudson.model.Queue;
import hudson.model.StringParameterValue;
import hudson.model.listeners.ItemListener;
import io.jenkins.plugins.spindelivery.delivery.Deliveries;
import io.jenkins.plugins.spindelivery.delivery.Script;
import io.jenkins.plugins.spindelivery.delivery.ScriptedOperation;
import io.jenkins.plugins.spindelivery.delivery.ScriptedStep;
import io.jenkins.plugins.spindelivery.engine.SpeakingEnglish;
import java.util.List;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;

/** How many runs there are at once, and who waits. Each run's only stage plays the script of its parameter. */
public class ConcurrencyTest {
    @ClassRule
    public static final JenkinsRule JENKINS = Deliveries.patient(new JenkinsRule());

    @ClassRule
    public static final SpeakingEnglish ENGLISH = new SpeakingEnglish();

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
    public void nothingStaysBehind() throws Exception {
        await("the end of all", () -> Queue.getInstance().isEmpty());
        JENKINS.waitUntilNoActivity();
        Deliveries.awaitNothingOpen();
        Script.reset();
    }

    private static WorkflowJob job(String fields) throws Exception {
        WorkflowJob job = JENKINS.createProject(WorkflowJob.class);
        job.setQuietPeriod(0);
        job.setDefinition(new DeliveryDefinition(
                new DefinitionText("{" + fields + ", \"parameterConfig\": [{\"name\": \"play\"}], \"stages\": ["
                        + stage("1", "", "\"scripts\": [\"${parameters.play}\"]") + "]}")));
        ItemListener.fireOnUpdated(job);
        return job;
    }

    private static void start(WorkflowJob job, String script) {
        Script.named(script);
        job.scheduleBuild2(0, new ParametersAction(new StringParameterValue("play", script)));
    }

    private static void works(String script) throws Exception {
        await(script + " at work", () -> Script.named(script).told().contains("make"));
    }

    private static List<String> waiting(WorkflowJob job) {
        return Queue.getInstance().getItems(job).stream()
                .filter(Queue.BlockedItem.class::isInstance)
                .map(item -> item.getAction(ParametersAction.class)
                        .getParameter("play")
                        .getValue()
                        .toString())
                .sorted()
                .toList();
    }

    private static void waits(WorkflowJob job, String... scripts) throws Exception {
        await(
                "waiting: " + String.join(", ", scripts),
                () -> waiting(job).equals(List.of(scripts))
                        && Queue.getInstance().getItems(job).size() == scripts.length);
    }

    private static List<String> played(WorkflowJob job) {
        return Stream.iterate(job.getFirstBuild(), build -> build != null, WorkflowRun::getNextBuild)
                .map(build -> build.getAction(ParametersAction.class)
                        .getParameter("play")
                        .getValue()
                        .toString())
                .toList();
    }

    @Test
    public void onlyTheNewestThatWaitsIsKept() throws Exception {
        WorkflowJob job = job("\"limitConcurrent\": true");
        start(job, "a");
        works("a");
        start(job, "b");
        waits(job, "b");
        assertThat(
                Queue.getInstance().getItem(job).getWhy(),
                containsString("as many runs of this pipeline as its definition allows at once (1)"));
        start(job, "c");
        waits(job, "c");
        start(job, "d");
        waits(job, "d");
        Script.named("d").becomesReady();
        Script.named("a").becomesReady();
        JENKINS.waitUntilNoActivity();
        assertEquals(List.of("a", "d"), played(job));
    }

    @Test
    public void allThatWaitAreKeptWhereTheDefinitionSaysSo() throws Exception {
        WorkflowJob job = job("\"limitConcurrent\": true, \"keepWaitingPipelines\": true");
        start(job, "a");
        works("a");
        start(job, "b");
        waits(job, "b");
        start(job, "c");
        waits(job, "b", "c");
        Script.named("a").becomesReady();
        works("b");
        waits(job, "c");
        Script.named("b").becomesReady();
        works("c");
        Script.named("c").becomesReady();
        JENKINS.waitUntilNoActivity();
        assertEquals(List.of("a", "b", "c"), played(job));
    }

    @Test
    public void aNumberOfRunsMayBeAtWork() throws Exception {
        WorkflowJob job = job("\"maxConcurrentExecutions\": 2");
        start(job, "a");
        start(job, "b");
        works("a");
        works("b");
        start(job, "c");
        waits(job, "c");
        Script.named("b").becomesReady();
        works("c");
        Script.named("a").becomesReady();
        Script.named("c").becomesReady();
        JENKINS.waitUntilNoActivity();
        assertEquals(3, played(job).size());
    }

    @Test
    public void withoutALimitNobodyWaits() throws Exception {
        WorkflowJob job = job("\"limitConcurrent\": false");
        for (String script : List.of("a", "b", "c")) {
            start(job, script);
        }
        for (String script : List.of("a", "b", "c")) {
            works(script);
        }
        for (String script : List.of("a", "b", "c")) {
            Script.named(script).becomesReady();
        }
        JENKINS.waitUntilNoActivity();
    }
}
