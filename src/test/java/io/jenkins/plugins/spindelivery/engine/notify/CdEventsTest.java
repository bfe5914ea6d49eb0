package io.jenkins.plugins.spindelivery.engine.notify;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import org.junit.Test;

/** Events by the schemas of CDEvents 0.5.1, which allow no other fields in context, subject and content. */
public class CdEventsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    public void aFailedStageIsAFinishedTaskRun() throws Exception {
        assertEquals(
                JSON.readTree(
                        """
                        {"specversion": "1.0", "id": "e-7", "source": "https://ci.example.org/",
                         "type": "dev.cdevents.taskrun.finished.0.3.0", "subject": "shop/deploy#12/3",
                         "time": "2026-03-01T12:00:00Z", "datacontenttype": "application/json",
                         "data": {
                          "context": {"specversion": "0.5.1", "id": "e-7", "source": "https://ci.example.org/",
                           "type": "dev.cdevents.taskrun.finished.0.3.0", "timestamp": "2026-03-01T12:00:00Z"},
                          "subject": {"id": "shop/deploy#12/3", "source": "https://ci.example.org/", "content": {
                           "taskName": "Deploy to test", "uri": "https://ci.example.org/job/shop/job/deploy/12/",
                           "pipelineRun": {"id": "shop/deploy#12", "source": "https://ci.example.org/"},
                           "outcome": "failure", "errors": "no pod is ready"}}}}
                        """),
                CdEvents.of(Messages.stageFailed("no pod is ready")));
    }

    @Test
    public void aPipelinesRun() {
        ObjectNode started = CdEvents.of(Messages.of(Occasion.PIPELINE_STARTED));
        assertEquals(
                "dev.cdevents.pipelinerun.started.0.3.0", started.path("type").asText());
        assertEquals("shop/deploy#12", started.path("subject").asText());
        assertEquals(
                "{\"pipelineName\":\"deploy\",\"uri\":\"https://ci.example.org/job/shop/job/deploy/12/\"}",
                started.at("/data/subject/content").toString());
        ObjectNode canceled = CdEvents.of(Messages.of(Occasion.PIPELINE_CANCELED));
        assertEquals(
                "dev.cdevents.pipelinerun.finished.0.3.0", canceled.path("type").asText());
        assertEquals("cancel", canceled.at("/data/subject/content/outcome").asText());
        assertFalse(canceled.at("/data/subject/content").has("errors"));
        ObjectNode done = CdEvents.of(Messages.of(Occasion.PIPELINE_SUCCEEDED));
        assertEquals("success", done.at("/data/subject/content/outcome").asText());
    }

    @Test
    public void judgmentsAreCustomEvents() {
        Message given = new Message(
                Occasion.JUDGMENT_STOPPED, "e", Messages.NOON, Messages.RUN, Messages.STAGE, "ada", "roll back", "");
        ObjectNode event = CdEvents.of(given);
        String type = event.path("type").asText();
        assertEquals("dev.cdeventsx.spindelivery-judgment.given.0.1.0", type);
        assertTrue(type.matches("dev\\.cdeventsx\\.[a-zA-Z0-9]+-[a-zA-Z]+\\.[a-zA-Z]+\\.[0-9]\\.[0-9]\\.[0-9]"));
        assertEquals("stop", event.at("/data/subject/content/judgment").asText());
        assertEquals("ada", event.at("/data/subject/content/by").asText());
        assertEquals("roll back", event.at("/data/subject/content/answer").asText());
    }

    @Test
    public void withoutAUrlThereIsNoEvent() {
        Message.Run run = new Message.Run("https://ci.example.org/", "deploy#1", "deploy", "", "1", "", "");
        Message message =
                new Message(Occasion.PIPELINE_STARTED, "e", Messages.NOON, run, Message.Stage.NONE, "", "", "");
        ProblemException thrown = assertThrows(ProblemException.class, () -> CdEvents.of(message));
        assertEquals("notify.cdevents-needs-url", thrown.problems().get(0).code());
    }
}
