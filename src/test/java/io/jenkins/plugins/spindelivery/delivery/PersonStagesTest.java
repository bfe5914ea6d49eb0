package io.jenkins.plugins.spindelivery.delivery;

import static io.jenkins.plugins.spindelivery.delivery.Deliveries.await;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.awaitNothingOpen;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.awaitStatus;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.build;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.pipeline;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.stage;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import hudson.model.Run;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.spindelivery.engine.SpeakingEnglish;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import java.util.List;
import org.junit.After;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsSessionRule;
import org.jvnet.hudson.test.TestExtension;

/** Stages that people begin on pages, with builds that have ended long since. */
public class PersonStagesTest {
    @ClassRule
    public static final SpeakingEnglish ENGLISH = new SpeakingEnglish();

    @Rule
    public final JenkinsSessionRule sessions = new JenkinsSessionRule();

    @TestExtension
    public static ScriptedOperation.Types operation() {
        return new ScriptedOperation.Types();
    }

    @After
    public void forget() {
        Script.reset();
    }

    private static Run<?, ?> begun(JenkinsRule jenkins) throws Exception {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        Run<?, ?> run = jenkins.buildAndAssertSuccess(pipeline("p", "echo 'done'"));
        try (ACLContext mei = ACL.as2(User.getById("mei", true).impersonate2())) {
            PersonStages.begin(run, new ScriptedStep("play"));
        }
        return run;
    }

    @Test
    public void itGoesOnAfterARestart() throws Throwable {
        Script script = Script.named("play");
        sessions.then(jenkins -> {
            Run<?, ?> run = begun(jenkins);
            assertEquals("seen from the first moment on", "play", stage(run).subject());
            await("waiting", () -> script.told().contains("make"));
        });
        script.becomesReady();
        sessions.then(jenkins -> {
            awaitStatus(build("p"), StageStatus.SUCCEEDED);
            awaitNothingOpen();
            assertEquals(List.of("read", "make", "done"), script.told());
            StageRecord stage = stage(build("p"));
            assertTrue(stage.key().startsWith("person-"));
            assertFalse(stage.detached());
            assertEquals(
                    "Begun on a page by mei (mei)",
                    stage.notices().get(0).problem().message());
        });
    }

    @Test
    public void whatHadNotBegunToChangeAnythingEndsWithTheRestart() throws Throwable {
        Script script = Script.named("play").readsForEver();
        sessions.then(jenkins -> {
            begun(jenkins);
            await("reading", () -> script.told().contains("read"));
        });
        sessions.then(jenkins -> {
            awaitStatus(build("p"), StageStatus.CANCELLED);
            awaitNothingOpen();
            assertEquals(List.of("read"), script.told());
        });
    }

    @Test
    public void deletingItsBuildTakesItBack() throws Throwable {
        Script script = Script.named("play");
        sessions.then(jenkins -> {
            Run<?, ?> run = begun(jenkins);
            await("waiting", () -> script.told().contains("make"));
            run.delete();
            awaitNothingOpen();
            assertEquals(List.of("read", "make", "cancel", "take back"), script.told());
        });
    }
}
