package io.jenkins.plugins.spindelivery.engine.webhook;

import io.jenkins.plugins.spindelivery.engine.artifact.FetchPolicy;
import io.jenkins.plugins.spindelivery.engine.artifact.HostResolver;
import io.jenkins.plugins.spindelivery.engine.artifact.HttpExchange;
import io.jenkins.plugins.spindelivery.engine.artifact.HttpExchange.Unanswered;
import io.jenkins.plugins.spindelivery.engine.artifact.HttpSource;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.operation.BlobStore;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.webhook.WebhookCall.Pace;
import io.jenkins.plugins.spindelivery.engine.webhook.WebhookRequest.Call;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Runs webhooks against a {@link WebhookServer} on a clock that a test's delays move. */
final class WebhookBench {
    static final String HOST = "https://ci.example.org";

    final WebhookServer server = new WebhookServer();
    final List<Event> events = new ArrayList<>();
    final List<Duration> delays = new ArrayList<>();
    private long now = 1_000_000;

    final OperationContext context = context(
            new Clock() {
                @Override
                public ZoneId getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(ZoneId zone) {
                    return this;
                }

                @Override
                public Instant instant() {
                    return Instant.ofEpochMilli(now);
                }
            },
            null);

    OperationContext context(Clock clock, BlobStore blobs) {
        return new OperationContext(
                clock,
                Runnable::run,
                events::add,
                account -> {
                    throw new IllegalStateException("no cluster");
                },
                blobs);
    }

    /** A call that waits for nothing. */
    static WebhookRequest call(String method) {
        return new WebhookRequest(
                new Call(method, HOST + "/start", "{\"tag\": 1}"),
                Map.of(),
                "",
                "Authorization",
                "job#1",
                false,
                "",
                false,
                StatusUrl.GET_METHOD,
                "",
                AnswerRules.NONE,
                new StatusRules("", "", List.of(), List.of(), List.of()),
                Call.NONE,
                0,
                false,
                WebhookRequest.DEFAULT_TIMEOUT_SECONDS);
    }

    /** A call that waits for the status {@code $.status}, with a URL for stopping. */
    static WebhookRequest waiting(StatusUrl resolution, String statusUrl, boolean repeat) {
        WebhookRequest plain = call("POST");
        return new WebhookRequest(
                plain.call(),
                Map.of("X-Team", "web"),
                "token",
                "Authorization",
                plain.owner(),
                true,
                statusUrl,
                false,
                resolution,
                "$.links.status",
                AnswerRules.NONE,
                new StatusRules("$.status", "$.note", List.of("ok"), List.of("stopped"), List.of("bad")),
                new Call("DELETE", HOST + "/start/1", ""),
                0,
                repeat,
                600);
    }

    WebhookResult run(WebhookRequest request) {
        return run(request, state -> state);
    }

    /** Runs to the end by one process; before each move the state may be turned into another. */
    WebhookResult run(WebhookRequest request, UnaryOperator<WebhookState> between) {
        WebhookCall operation = new WebhookCall(server, Pace.USUAL);
        WebhookState state = WebhookCall.start(request, context);
        while (true) {
            state = between.apply(state);
            Move<WebhookState, WebhookResult> move = operation.move(state, context);
            if (move instanceof Move.Finished<WebhookState, WebhookResult> finished) {
                return finished.result();
            }
            Move.Next<WebhookState, WebhookResult> next = (Move.Next<WebhookState, WebhookResult>) move;
            delays.add(next.delay());
            now += next.delay().toMillis();
            state = next.state();
        }
    }

    /** A real exchange with a host that nobody knows: the request can't have arrived. */
    static Unanswered neverArrived() {
        HttpExchange exchange = new HttpExchange(
                HttpSource.client(HttpClient.newBuilder(), FetchPolicy.DEFAULT),
                FetchPolicy.DEFAULT,
                host -> {
                    throw new UnknownHostException(host);
                },
                Clock.systemUTC());
        return unanswered(exchange, "https://nobody.example.org/");
    }

    /** An exchange whose time is over before it began: nobody knows. */
    static Unanswered maybeArrived() {
        Instant begin = Instant.now();
        List<Instant> times = new ArrayList<>(List.of(begin, begin.plusSeconds(3600)));
        Clock jumping = new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return times.size() > 1 ? times.remove(0) : times.get(0);
            }
        };
        FetchPolicy policy = FetchPolicy.DEFAULT.allowingHost("localhost");
        HttpExchange exchange = new HttpExchange(
                HttpSource.client(HttpClient.newBuilder(), policy), policy, HostResolver.SYSTEM, jumping);
        return unanswered(exchange, "http://localhost:9/");
    }

    private static Unanswered unanswered(HttpExchange exchange, String url) {
        try {
            exchange.send(new HttpExchange.Request("GET", url, Map.of(), null));
        } catch (Unanswered e) {
            return e;
        }
        throw new AssertionError("answered");
    }
}
