package io.jenkins.plugins.spindelivery.engine.webhook;

import static io.jenkins.plugins.spindelivery.engine.webhook.WebhookBench.HOST;
import static io.jenkins.plugins.spindelivery.engine.webhook.WebhookServer.lost;
import static io.jenkins.plugins.spindelivery.engine.webhook.WebhookServer.status;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.webhook.WebhookRequest.Call;
import io.jenkins.plugins.spindelivery.engine.webhook.WebhookSender.Answer;
import io.jenkins.plugins.spindelivery.engine.webhook.WebhookSender.Message;
import io.jenkins.plugins.spindelivery.engine.webhook.WebhookState.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.Test;

/** Calls, looks and cancels, on a clock of the test's. */
public class WebhookCallTest {
    private final WebhookBench bench = new WebhookBench();
    private final WebhookServer server = bench.server;

    private static List<String> codes(WebhookResult result) {
        return result.errors().stream().map(Problem::code).toList();
    }

    @Test
    public void aCallIsMadeOnceWithItsPayloadAndAnId() {
        server.on("POST /start", status(202, "{\"id\": 7}"));
        WebhookResult result = bench.run(WebhookBench.call(""));
        assertEquals(Status.SUCCEEDED, result.status());
        assertEquals(Map.of("statusCode", 202, "body", Map.of("id", 7)), result.outputs());
        assertEquals(List.of("POST " + HOST + "/start"), server.requests());
        Message sent = server.messages().get(0);
        assertEquals("{\"tag\": 1}", sent.body());
        assertEquals("application/json", sent.headers().get("Content-Type"));
        assertEquals(36, sent.headers().get("X-Request-Id").length());
    }

    @Test
    public void whatPassesIsTriedAgainWithTheSameId() {
        server.on("POST /start", status(503), status(429), lost(WebhookBench.neverArrived()), status(200, "ok"));
        WebhookResult result = bench.run(WebhookBench.call("post"));
        assertEquals(Status.SUCCEEDED, result.status());
        assertEquals("ok", result.outputs().get("body"));
        assertEquals(4, server.requests().size());
        assertEquals(1, server.acted());
        assertEquals(
                3, bench.delays.stream().filter(Duration.ofSeconds(10)::equals).count());
        assertEquals(
                3,
                bench.events.stream().filter(Event.Retrying.class::isInstance).count());
    }

    @Test
    public void afterFiveMinutesPatienceEnds() {
        server.on("POST /start", status(500, "broken"));
        WebhookResult result = bench.run(WebhookBench.call("POST"));
        assertEquals(Status.FAILED, result.status());
        assertEquals(31, server.requests().size());
        assertEquals(500, result.outputs().get("statusCode"));
        assertEquals("broken", result.errors().get(0).arguments().get(3));
    }

    @Test
    public void badAnswersEndAtOnce() {
        server.on("POST /start", status(400, "no such job"));
        WebhookResult result = bench.run(WebhookBench.call("POST"));
        assertEquals(List.of("webhook.answered-badly-with"), codes(result));
        assertEquals(Status.FAILED, result.status());
        assertEquals("no such job", result.outputs().get("body"));
        assertEquals(1, server.requests().size());
    }

    @Test
    public void aPostWhoseAnswerWasLostIsNotRepeated() {
        server.on("POST /start", lost(WebhookBench.maybeArrived()), status(200));
        WebhookResult result = bench.run(WebhookBench.call("POST"));
        assertEquals(List.of("artifact.timeout", "webhook.outcome-unknown"), codes(result));
        assertEquals(Status.FAILED, result.status());
        assertEquals(1, server.requests().size());
    }

    @Test
    public void whatMayBeRepeatedIs() {
        server.on("PUT /start", lost(WebhookBench.maybeArrived()), status(200));
        assertEquals(Status.SUCCEEDED, bench.run(WebhookBench.call("PUT")).status());
        server.on("POST /start", lost(WebhookBench.maybeArrived()), status(200, "{\"status\": \"ok\"}"));
        server.on("GET /start", status(200, "{\"status\": \"ok\"}"));
        assertEquals(
                Status.SUCCEEDED,
                bench.run(WebhookBench.waiting(StatusUrl.GET_METHOD, "", true)).status());
    }

    /** The move before the call was saved by a process that is gone. */
    @Test
    public void afterACrashAPostIsNotRepeatedEither() {
        server.on("POST /start", status(200));
        WebhookState state =
                WebhookCall.start(WebhookBench.call("POST"), bench.context).within(Stage.SENDING);
        WebhookResult result =
                bench.run(WebhookBench.call("POST"), saved -> saved.stage() == Stage.SEND ? state : saved);
        assertEquals(List.of("webhook.outcome-unknown"), codes(result));
        assertEquals(List.of(), server.requests());
    }

    @Test
    public void theStatusIsLookedAtUntilItsEnd() {
        server.on("POST /start", status(202));
        server.on(
                "GET /start",
                status(200, "{\"status\": 10, \"note\": \"half\"}"),
                status(503),
                status(200, "{\"status\": \"OK\"}"));
        WebhookResult result = bench.run(WebhookBench.waiting(StatusUrl.GET_METHOD, "", false));
        assertEquals(Status.SUCCEEDED, result.status());
        Map<?, ?> monitor = (Map<?, ?>) result.outputs().get("monitor");
        assertEquals("OK", monitor.get("status"));
        assertEquals(200, monitor.get("statusCode"));
        Message look = server.messages().get(1);
        assertEquals("web", look.headers().get("X-Team"));
        assertEquals("token", look.credential().id());
        assertNull(look.body());
        assertFalse(look.headers().containsKey("X-Request-Id"));
        assertTrue(
                bench.events.toString(),
                bench.events.stream()
                        .anyMatch(event -> event instanceof Event.Noted noted
                                && noted.problem().arguments().equals(List.of("10", "half"))));
    }

    @Test
    public void itLooksOftenAtFirstAndThenRarely() {
        server.on("POST /start", status(202));
        server.on("GET /start", status(200, "{\"status\": \"on\"}"));
        WebhookResult result = bench.run(WebhookBench.waiting(StatusUrl.GET_METHOD, "", false));
        assertEquals(Status.TIMED_OUT, result.status());
        assertEquals(List.of("webhook.late"), codes(result));
        assertEquals(
                60, bench.delays.stream().filter(Duration.ofSeconds(1)::equals).count());
        assertEquals(
                36, bench.delays.stream().filter(Duration.ofSeconds(15)::equals).count());
    }

    @Test
    public void theStatusMayBeWhereTheAnswerSays() {
        server.on("POST /start", () -> new Answer(201, HOST + "/jobs/1", "{\"links\": {\"status\": \"jobs/2?x=1\"}}"));
        server.on("GET /jobs/1", status(200, "{\"status\": \"stopped\"}"));
        server.on("GET /jobs/2?x=1", status(200, "{\"status\": \"bad\"}"));
        WebhookResult stopped = bench.run(WebhookBench.waiting(StatusUrl.LOCATION_HEADER, "", false));
        assertEquals(Status.CANCELLED, stopped.status());
        assertEquals(List.of("webhook.canceled"), codes(stopped));
        WebhookResult bad = bench.run(WebhookBench.waiting(StatusUrl.WEBHOOK_RESPONSE, "", false));
        assertEquals(Status.FAILED, bad.status());
        assertEquals(List.of("webhook.terminal"), codes(bad));
        assertEquals(HOST + "/jobs/2?…", bad.outputs().get("statusUrl"));
    }

    @Test
    public void anAnswerThatSaysNotWhereIsTheEnd() {
        server.on("POST /start", status(202, "{}"));
        assertEquals(
                List.of("webhook.location-none"),
                codes(bench.run(WebhookBench.waiting(StatusUrl.LOCATION_HEADER, "", false))));
        assertEquals(
                List.of("webhook.status-url-none"),
                codes(bench.run(WebhookBench.waiting(StatusUrl.WEBHOOK_RESPONSE, "", false))));
    }

    @Test
    public void headersAndCredentialGoToNamedServersOnly() {
        server.on("POST /start", status(202, "{\"links\": {\"status\": \"https://evil.example.org/s\"}}"));
        server.on("GET /s", status(200, "{\"status\": \"ok\"}"));
        bench.run(WebhookBench.waiting(StatusUrl.WEBHOOK_RESPONSE, "", false));
        Message look = server.messages().get(1);
        assertEquals("https://evil.example.org/s", look.url());
        assertEquals(List.of("Accept"), List.copyOf(look.headers().keySet()));
        assertEquals(WebhookSender.Credential.NONE, look.credential());
        bench.run(WebhookBench.waiting(StatusUrl.GET_METHOD, "https://evil.example.org/s", false));
        assertEquals("token", server.messages().get(3).credential().id());
    }

    @Test
    public void cancellingStopsWhatWasBegun() {
        server.on("POST /start", status(202));
        server.on("GET /start", status(200, "{\"status\": \"on\"}"));
        server.on("DELETE /start/1", status(500), status(204));
        WebhookCall operation = new WebhookCall(server);
        WebhookResult result = bench.run(
                WebhookBench.waiting(StatusUrl.GET_METHOD, "", false),
                state -> state.look() == null ? state : operation.cancel(state));
        assertEquals(Status.CANCELLED, result.status());
        assertEquals(List.of(), result.errors());
        assertEquals(List.of("POST", "GET", "DELETE", "DELETE"), methods());
    }

    @Test
    public void aCancelThatFailsIsTold() {
        server.on("POST /start", status(202));
        server.on("DELETE /start/1", status(403));
        WebhookCall operation = new WebhookCall(server);
        WebhookResult result = bench.run(
                WebhookBench.waiting(StatusUrl.GET_METHOD, "", false),
                state -> state.stage() == Stage.MONITOR ? operation.cancel(state) : state);
        assertEquals(Status.CANCELLED, result.status());
        assertEquals(List.of("webhook.answered-badly", "webhook.cancel-failed"), codes(result));
    }

    @Test
    public void cancelledBeforeTheCallNothingIsSent() {
        WebhookCall operation = new WebhookCall(server);
        WebhookResult result = bench.run(WebhookBench.waiting(StatusUrl.GET_METHOD, "", false), operation::cancel);
        assertEquals(Status.CANCELLED, result.status());
        assertEquals(List.of(), server.requests());
    }

    private List<String> methods() {
        return server.messages().stream().map(Message::method).toList();
    }

    @Test
    public void itMayOnlyLook() {
        server.on("GET /status", status(404), status(404), status(200, "{\"status\": \"ok\"}"));
        WebhookRequest waiting = WebhookBench.waiting(StatusUrl.GET_METHOD, HOST + "/status", false);
        WebhookRequest request = new WebhookRequest(
                Call.NONE,
                waiting.headers(),
                "",
                "Authorization",
                "",
                true,
                waiting.statusUrl(),
                true,
                StatusUrl.GET_METHOD,
                "",
                new AnswerRules(List.of(), Map.of(404, 3)),
                waiting.rules(),
                Call.NONE,
                30,
                false,
                600);
        assertEquals(List.of(), request.problems());
        WebhookResult result = bench.run(request);
        assertEquals(Status.SUCCEEDED, result.status());
        assertEquals(List.of("GET", "GET", "GET"), methods());
        assertEquals("it waits before the first look", Duration.ofSeconds(30), bench.delays.get(0));
    }

    @Test
    public void whatIsWrongIsFoundBeforeAnythingIsSent() {
        WebhookRequest wrong = new WebhookRequest(
                new Call("brew", "ftp://a", "x".repeat(WebhookRequest.MAX_PAYLOAD + 1)),
                Map.of("Host", "a", "a b", "c", "X-Ok", "bad\nvalue"),
                "",
                "Author ization",
                "",
                true,
                "nothing",
                false,
                StatusUrl.WEBHOOK_RESPONSE,
                "$.[",
                AnswerRules.NONE,
                new StatusRules("$.a[?(", "", List.of(), List.of(), List.of()),
                new Call("POST", "gopher://x", ""),
                0,
                false,
                1);
        List<String> codes = wrong.problems().stream().map(Problem::code).toList();
        assertEquals(4, codes.stream().filter("webhook.header-bad"::equals).count());
        assertEquals(3, codes.stream().filter("webhook.url-bad"::equals).count());
        assertTrue(codes.toString(), codes.contains("webhook.method-unknown"));
        assertTrue(codes.toString(), codes.contains("webhook.payload-large"));
        assertEquals(List.of(), WebhookBench.call("PATCH").problems());
    }
}
