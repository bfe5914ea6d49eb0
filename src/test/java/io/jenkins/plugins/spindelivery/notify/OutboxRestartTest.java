package io.jenkins.plugins.spindelivery.notify;

import static io.jenkins.plugins.spindelivery.delivery.Deliveries.await;
import static org.junit.Assert.assertEquals;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.model.Result;
import io.jenkins.plugins.spindelivery.delivery.Deliveries;
import io.jenkins.plugins.spindelivery.job.DefinitionText;
import io.jenkins.plugins.spindelivery.job.DeliveryDefinition;
import io.jenkins.plugins.spindelivery.job.ScriptedStages;
import io.jenkins.plugins.spindelivery.notify.NotificationLog.Entry;
import io.jenkins.plugins.spindelivery.notify.NotificationLog.Status;
import io.jenkins.plugins.spindelivery.step.FetchConfiguration;
import java.util.List;
import java.util.stream.Collectors;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsSessionRule;
import org.jvnet.hudson.test.TestExtension;

/** A Delivery pipeline's own notifications, and that what could not be sent is sent by the next Jenkins, once. */
public class OutboxRestartTest {
    @Rule
    public final JenkinsSessionRule sessions = new JenkinsSessionRule();

    @Rule
    public final Receiver receiver = new Receiver();

    @TestExtension
    public static ScriptedStages stages() {
        return new ScriptedStages();
    }

    private static final String PIPELINE =
            """
            {"name": "p", "application": "shop",
             "notifications": [
               {"type": "slack", "address": "#releases", "level": "pipeline", "when": ["pipeline.complete"],
                "message": {"pipeline.complete": {"text": "of ${message.application}"}}},
               {"type": "bearychat", "address": "x", "level": "pipeline", "when": ["pipeline.complete"]}],
             "stages": [
               {"type": "asked", "refId": "1", "name": "Ask", "message": "Go on?", "requisiteStageRefIds": [],
                "notifications": [{"type": "slack", "address": "ops", "level": "stage",
                                   "when": ["manualJudgment", "manualJudgmentContinue"]}]}]}
            """;

    private static String told(WorkflowRun run) {
        return NotificationLog.of(run).stream()
                .map(entry -> entry.to() + " " + entry.status())
                .sorted()
                .collect(Collectors.joining(", "));
    }

    @Test
    public void whatCouldNotBeSentIsSentByTheNextJenkins() throws Throwable {
        receiver.answers("/releases", 503, "", 1_000_000);
        sessions.then(jenkins -> {
            FetchConfiguration.get().setAllowedHosts(receiver.host());
            NotificationsConfiguration.get()
                    .setNotifiers(List.of(slack("slack", "/ops"), slack("slack-releases", "/releases")));
            WorkflowJob job = jenkins.createProject(Folder.class, "team").createProject(WorkflowJob.class, "p");
            job.setDefinition(new DeliveryDefinition(new DefinitionText(PIPELINE)));
            WorkflowRun run = job.scheduleBuild2(0).waitForStart();
            Deliveries.answer(run, true);
            jenkins.assertBuildStatus(Result.SUCCESS, jenkins.waitForCompletion(run));
            String wanted = "Slack (slack) DELIVERED, Slack (slack) DELIVERED, Slack (slack-releases) WAITING, "
                    + "bearychat x FAILED";
            await(
                    "all notifications",
                    () -> told(run).equals(wanted) && !receiver.got("/releases").isEmpty());
            Entry nobody = NotificationLog.of(run).stream()
                    .filter(entry -> entry.status() == Status.FAILED)
                    .findFirst()
                    .orElseThrow();
            assertEquals("notify.nobody-named", nobody.problem().code());
        });
        receiver.answers("/releases", 200, "", 0);
        int before = receiver.got("/releases").size();
        sessions.then(jenkins -> {
            WorkflowRun run = jenkins.jenkins
                    .getItemByFullName("team/p", WorkflowJob.class)
                    .getBuildByNumber(1);
            await("the delivery", () -> !told(run).contains("WAITING"));
            assertEquals(before + 1, receiver.got("/releases").size());
            assertEquals(0, Outbox.get().size());
            String text = receiver.got("/releases").get(before).body().toString();
            assertEquals(text, true, text.contains("of shop"));
            assertEquals(2, receiver.got("/ops").size());
        });
    }

    private WebhookNotifier slack(String name, String path) {
        WebhookNotifier notifier = new WebhookNotifier("slack");
        notifier.setName(name);
        notifier.setUrl(receiver.url(path));
        return notifier;
    }
}
