package io.jenkins.plugins.spindelivery.engine.webhook;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.operation.BlobStore;
import io.jenkins.plugins.spindelivery.engine.operation.Life;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.OperationFile;
import io.jenkins.plugins.spindelivery.engine.operation.ResumeProperty;
import io.jenkins.plugins.spindelivery.engine.operation.Scenario;
import io.jenkins.plugins.spindelivery.engine.operation.Sealer;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.webhook.WebhookCall.Pace;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A call that may be repeated comes to the same whenever its process dies; and the state's layout stays. */
public class WebhookResumeTest {
    private static final Pace QUICK = new Pace(
            Duration.ofMillis(1), Duration.ofMinutes(5), Duration.ofMillis(1), Duration.ofMinutes(1), Duration.ZERO);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private static final class Run implements Scenario.Trial<WebhookState, WebhookResult> {
        private final WebhookBench bench = new WebhookBench();
        private WebhookSender sender;

        Run() {
            bench.server
                    .on("POST /start", WebhookServer.status(503), WebhookServer.status(202))
                    .on(
                            "GET /start",
                            WebhookServer.status(200, "{\"status\": 5}"),
                            WebhookServer.status(200, "{\"status\": \"ok\"}"))
                    .on("DELETE /start/1", WebhookServer.status(204));
        }

        @Override
        public OperationContext context(Clock clock, BlobStore blobs, Life life) {
            sender = message -> {
                try {
                    return life.call(!message.method().equals("GET"), () -> bench.server.send(message));
                } catch (ProblemException e) {
                    throw e;
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            };
            return bench.context(clock, blobs);
        }

        @Override
        public WebhookCall operation() {
            return new WebhookCall(sender, QUICK);
        }

        @Override
        public WebhookState begin(OperationContext context) {
            return WebhookCall.start(WebhookBench.waiting(StatusUrl.GET_METHOD, "", true), context);
        }

        @Override
        public String outcome(WebhookResult result) {
            return result.status() + " " + result.errors() + " calls: " + bench.server.acted() + " stopped: "
                    + bench.server.requests().contains("DELETE " + WebhookBench.HOST + "/start/1");
        }
    }

    private static final Scenario<WebhookState, WebhookResult> REPEATED = Run::new;

    @Test
    public void nothingIsDoneTwice() {
        assertEquals(
                "SUCCEEDED [] calls: 1 stopped: false",
                new ResumeProperty(folder.getRoot().toPath()).survives(REPEATED));
    }

    @Test
    public void cancellingIsNotLost() {
        List<String> outcomes = new ResumeProperty(folder.getRoot().toPath()).survivesWhileCancelling(REPEATED);
        assertTrue(outcomes.toString(), outcomes.contains("CANCELLED [] calls: 0 stopped: false"));
        assertTrue(outcomes.toString(), outcomes.contains("CANCELLED [] calls: 1 stopped: true"));
    }

    @Test
    public void aStateOfTheFirstVersionIsRead() throws URISyntaxException {
        OperationFile file = new OperationFile(
                Path.of(WebhookResumeTest.class.getResource("state-v1.json").toURI()), Sealer.NONE);
        WebhookCall operation = new WebhookCall(message -> {
            throw new IllegalStateException("nothing is sent");
        });
        WebhookState state = file.state(operation, file.load());
        assertEquals(1, state.version());
        assertEquals(WebhookState.Stage.MONITOR, state.stage());
        assertEquals(202, state.answer().status());
        assertEquals("5", state.look().value());
        assertEquals(WebhookBench.waiting(StatusUrl.LOCATION_HEADER, "", true), state.request());
        assertEquals(
                List.of("SEND", "SENDING", "MONITOR", "CANCEL", "END"),
                Arrays.stream(WebhookState.Stage.values()).map(Enum::name).toList());
        OperationFile copy = new OperationFile(folder.getRoot().toPath().resolve("copy.json"), Sealer.NONE);
        copy.save(operation, state);
        assertEquals(file.load().state(), copy.load().state());
    }
}
