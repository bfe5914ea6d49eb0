package io.jenkins.plugins.spindelivery.delivery;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import io.jenkins.plugins.spindelivery.builder.StageBuilder;
import io.jenkins.plugins.spindelivery.builder.StageBuilderDescriptor;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import io.jenkins.plugins.spindelivery.step.AtCluster;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;

/** Freestyle builds that are stopped while a stage has something to take back. */
public class StoppedBuildTest {
    @ClassRule
    public static final JenkinsRule JENKINS = AtCluster.patient(new JenkinsRule());

    private final Script script = Script.named("stopped").takesLong();
    private FreeStyleBuild build;

    @TestExtension
    public static ScriptedOperation.Types operation() {
        return new ScriptedOperation.Types();
    }

    @TestExtension
    public static ScriptedBuilder.DescriptorImpl builder() {
        return new ScriptedBuilder.DescriptorImpl();
    }

    /** A build step that plays the script. */
    public static final class ScriptedBuilder extends StageBuilder {
        @Override
        protected Stage stage() {
            return new ScriptedStep("stopped");
        }

        /** Describes the build step. */
        public static final class DescriptorImpl extends StageBuilderDescriptor {
            DescriptorImpl() {
                super("step.deploy-display-name");
            }
        }
    }

    @Before
    public void stopped() throws Exception {
        FreeStyleProject job = JENKINS.createFreeStyleProject();
        job.getBuildersList().add(new ScriptedBuilder());
        build = job.scheduleBuild2(0).waitForStart();
        Deliveries.awaitStatus(build, StageStatus.RUNNING);
        Deliveries.await("it works", () -> script.told().contains("make"));
        build.doStop();
        Deliveries.awaitStatus(build, StageStatus.CANCELLING);
    }

    @Test
    public void theBuildWaitsForTheTakingBack() throws Exception {
        assertTrue(build.isBuilding());
        script.takesBack();
        JENKINS.assertBuildStatus(Result.ABORTED, JENKINS.waitForCompletion(build));
        assertEquals(StageStatus.CANCELLED, Deliveries.stage(build).status());
        assertFalse(Deliveries.stage(build).detached());
        Deliveries.awaitNothingOpen();
        Script.reset();
    }

    @Test
    public void stoppedOnceMoreItEndsAndTheTakingBackGoesOn() throws Exception {
        build.doStop();
        JENKINS.assertBuildStatus(Result.ABORTED, JENKINS.waitForCompletion(build));
        assertEquals(StageStatus.CANCELLING, Deliveries.stage(build).status());
        Deliveries.await("nobody waits", () -> Deliveries.stage(build).detached());
        script.takesBack();
        Deliveries.awaitStatus(build, StageStatus.CANCELLED);
        Deliveries.awaitNothingOpen();
        Script.reset();
    }
}
