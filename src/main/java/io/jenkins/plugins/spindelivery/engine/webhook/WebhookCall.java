package io.jenkins.plugins.spindelivery.engine.webhook;

import io.jenkins.plugins.spindelivery.engine.artifact.HttpExchange.Unanswered;
import io.jenkins.plugins.spindelivery.engine.artifact.SafeUrl;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.PlainText;
import io.jenkins.plugins.spindelivery.engine.operation.Backoff;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.Operation;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.trigger.JsonPaths;
import io.jenkins.plugins.spindelivery.engine.webhook.StatusRules.Reading;
import io.jenkins.plugins.spindelivery.engine.webhook.WebhookRequest.Call;
import io.jenkins.plugins.spindelivery.engine.webhook.WebhookState.Look;
import io.jenkins.plugins.spindelivery.engine.webhook.WebhookState.Stage;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * Calls a webhook and, if that is wanted, looks at a status until it has come to an end.
 *
 * <p>A call whose answer was lost may have been acted on. It is made again when that makes no difference, by its method or
 * because the request says so; otherwise the operation ends and says that nobody knows. That a call is going to be made is
 * saved before it is, so that a crash counts as a lost answer. All tries have the same {@code X-Request-Id}.
 *
 * <p>Cancelling calls the URL for that, if something may have been begun; that may happen twice after a crash.
 */
public final class WebhookCall implements Operation<WebhookState, WebhookResult> {
    private static final int CANCEL_TRIES = 5;
    private static final int LONGEST_BODY_TOLD = 300;

    private final WebhookSender sender;
    private final Pace pace;
    private String announced;

    /**
     * How fast things go.
     *
     * @param retry between two tries of a call
     * @param patience for all tries of a call
     * @param soon between two looks in the beginning
     * @param beginning how long that is
     * @param later between two looks after that
     */
    record Pace(Duration retry, Duration patience, Duration soon, Duration beginning, Duration later) {
        /** Spinnaker's. */
        static final Pace USUAL = new Pace(
                Duration.ofSeconds(10),
                Duration.ofMinutes(5),
                Duration.ofSeconds(1),
                Duration.ofMinutes(1),
                Duration.ofSeconds(15));
    }

    /**
     * The operation.
     *
     * @param sender sends requests
     */
    public WebhookCall(WebhookSender sender) {
        this(sender, Pace.USUAL);
    }

    WebhookCall(WebhookSender sender, Pace pace) {
        this.sender = sender;
        this.pace = pace;
    }

    /**
     * The first state of a call. Nothing is sent yet.
     *
     * @param request what to call; without {@linkplain WebhookRequest#problems() problems}
     * @param context tells the time
     * @return the state to save and to move on from
     */
    public static WebhookState start(WebhookRequest request, OperationContext context) {
        return WebhookState.begin(
                UUID.randomUUID().toString(), request, context.clock().millis());
    }

    @Override
    public String type() {
        return "webhook";
    }

    @Override
    public Class<WebhookState> stateType() {
        return WebhookState.class;
    }

    @Override
    public int stateVersion() {
        return WebhookState.VERSION;
    }

    @Override
    public Move<WebhookState, WebhookResult> move(WebhookState saved, OperationContext context) {
        long now = context.clock().millis();
        // A clock that was put back must not make the time longer than it was to be.
        WebhookState state = now < saved.since() ? saved.since(now) : saved;
        try {
            return switch (state.stage()) {
                case SEND -> announce(state);
                case SENDING -> send(state, context);
                case MONITOR -> look(state, context);
                case CANCEL -> stop(state, context);
                case END -> Move.finished(WebhookResult.of(state, now));
            };
        } catch (ProblemException e) {
            boolean sent = state.answer() != null || state.maybeArrived();
            return end(state, sent ? Status.FAILED : Status.REFUSED, e.problems(), context);
        }
    }

    @Override
    public WebhookState cancel(WebhookState state) {
        if (state.stage() == Stage.END || state.stage() == Stage.CANCEL) {
            return state;
        }
        boolean maybeBegun = state.stage() != Stage.SEND || state.maybeArrived();
        return maybeBegun && !state.request().cancel().url().isEmpty()
                ? state.cancelling()
                : state.ending(Status.CANCELLED, List.of());
    }

    @Override
    public WebhookState resume(WebhookState state, Clock clock) {
        return state.since(clock.millis());
    }

    private Move<WebhookState, WebhookResult> announce(WebhookState state) {
        announced = attempt(state);
        return Move.next(state.within(Stage.SENDING));
    }

    private static String attempt(WebhookState state) {
        return state.id() + "/" + state.tries();
    }

    private Move<WebhookState, WebhookResult> send(WebhookState state, OperationContext context) {
        Call call = state.request().call();
        boolean first = attempt(state).equals(announced);
        announced = null;
        if (!first && !isRepeatable(state)) {
            // An earlier process was about to call, and whether it did is not written down.
            return end(state, Status.FAILED, List.of(unknown(call)), context);
        }
        WebhookSender.Answer answer;
        try {
            answer = sender.send(state.request().message(call, state.id()));
        } catch (Unanswered e) {
            boolean again = !e.maybeArrived() || isRepeatable(state);
            WebhookState later = state.within(Stage.SEND).triedInVain(e.maybeArrived());
            if (again && isInTime(state, pace.patience(), context)) {
                return retry(later, e.problems().get(0), pace.retry(), context);
            }
            List<Problem> why = again ? e.problems() : List.of(e.problems().get(0), unknown(call));
            return end(later, Status.FAILED, why, context);
        }
        WebhookState counted = state.counted(answer.status());
        WebhookState answered = counted.answered(kept(answer), state.statusUrl());
        return switch (state.request().answers().ofRequest(answer.status(), state.earlier(answer.status()))) {
            case GOOD -> called(answered, answer, context);
            case AGAIN -> isInTime(state, pace.patience(), context)
                    ? retry(counted.within(Stage.SEND).triedInVain(false), refusal(call, answer), pace.retry(), context)
                    : end(answered, Status.FAILED, List.of(refusal(call, answer)), context);
            case END -> end(answered, Status.FAILED, List.of(refusal(call, answer)), context);
        };
    }

    private static boolean isRepeatable(WebhookState state) {
        return state.request().repeatUnanswered() || state.request().call().isRepeatable();
    }

    private static Problem unknown(Call call) {
        return Problem.of("webhook.outcome-unknown", "", call.method(), SafeUrl.display(call.url()));
    }

    private Move<WebhookState, WebhookResult> called(
            WebhookState state, WebhookSender.Answer answer, OperationContext context) {
        Call call = state.request().call();
        tell(context, "webhook.called", call.method(), SafeUrl.display(call.url()), answer.status());
        if (!state.request().awaits()) {
            return Move.next(state.ending(Status.SUCCEEDED, List.of()));
        }
        String status = statusUrl(state, answer);
        tell(context, "webhook.waits", SafeUrl.display(status));
        WebhookState waiting = state.answered(state.answer(), status)
                .to(Stage.MONITOR, context.clock().millis());
        return Move.after(Duration.ofSeconds(state.request().delaySeconds()), waiting);
    }

    private static String statusUrl(WebhookState state, WebhookSender.Answer answer) {
        WebhookRequest request = state.request();
        if (!request.statusUrl().isEmpty()) {
            return request.statusUrl();
        }
        return switch (request.resolution()) {
            case GET_METHOD -> request.call().url();
            case LOCATION_HEADER -> found(answer.location(), Problem.of("webhook.location-none", ""));
            case WEBHOOK_RESPONSE -> {
                Problem none = Problem.of("webhook.status-url-none", "statusUrlJsonPath", request.statusUrlPath());
                List<?> values = WebhookBody.document(answer.body())
                        .<List<?>>map(document -> JsonPaths.of("statusUrlJsonPath", request.statusUrlPath())
                                .values(document))
                        .orElse(List.of());
                yield found(
                        values.size() == 1 && values.get(0) instanceof String url ? resolved(request, url) : "", none);
            }
        };
    }

    private static String resolved(WebhookRequest request, String url) {
        try {
            return URI.create(request.call().url().strip()).resolve(url.strip()).toString();
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static String found(String url, Problem otherwise) {
        if (url.isEmpty()) {
            throw new ProblemException(ProblemException.Category.FAILED, otherwise);
        }
        return url;
    }

    private Move<WebhookState, WebhookResult> look(WebhookState state, OperationContext context) {
        long early = state.since()
                + state.request().delaySeconds() * 1000
                - context.clock().millis();
        if (early > 0 && state.look() == null && state.tries() == 0) {
            return Move.looked(Duration.ofMillis(early), state);
        }
        Call get = new Call("GET", state.statusUrl(), "");
        WebhookSender.Answer answer;
        try {
            answer = sender.send(state.request().message(get, ""));
        } catch (Unanswered e) {
            return again(state.triedInVain(false), e.problems().get(0), context);
        }
        WebhookState counted = state.counted(answer.status());
        return switch (state.request().answers().ofLook(answer.status(), state.earlier(answer.status()))) {
            case GOOD -> judged(counted, answer, context);
            case AGAIN -> again(counted.triedInVain(false), refusal(get, answer), context);
            case END -> end(
                    counted.looked(new Look(kept(answer), "", "")),
                    Status.FAILED,
                    List.of(refusal(get, answer)),
                    context);
        };
    }

    private Move<WebhookState, WebhookResult> again(WebhookState state, Problem why, OperationContext context) {
        return isInTime(state, timeout(state), context)
                ? retry(state, why, delay(state, context), context)
                : end(state, Status.TIMED_OUT, List.of(why, late(state)), context);
    }

    private Move<WebhookState, WebhookResult> judged(
            WebhookState state, WebhookSender.Answer answer, OperationContext context) {
        Reading reading = state.request().rules().read(answer.body());
        Look look = new Look(kept(answer), reading.value(), reading.progress());
        boolean news = !look.tellsTheSameAs(state.look());
        if (news && !(look.value() + look.progress()).isEmpty()) {
            tell(context, "webhook.status", shortened(look.value()), shortened(look.progress()));
        }
        WebhookState looked = state.looked(look);
        return switch (reading.verdict()) {
            case SUCCEEDED -> Move.next(looked.ending(Status.SUCCEEDED, List.of()));
            case CANCELED -> end(
                    looked, Status.CANCELLED, List.of(problem("webhook.canceled", shortened(look.value()))), context);
            case TERMINAL -> {
                Problem bad = problem("webhook.terminal", shortened(look.value()));
                yield end(looked, Status.FAILED, List.of(reading.why() == null ? bad : reading.why()), context);
            }
            case RUNNING -> {
                if (!isInTime(state, timeout(state), context)) {
                    yield end(looked, Status.TIMED_OUT, List.of(late(state)), context);
                }
                Duration delay = delay(state, context);
                yield news ? Move.after(delay, looked) : Move.looked(delay, looked);
            }
        };
    }

    private Move<WebhookState, WebhookResult> stop(WebhookState state, OperationContext context) {
        Call cancel = state.request().cancel();
        Problem why;
        boolean passing = true;
        try {
            WebhookSender.Answer answer = sender.send(state.request().message(cancel, ""));
            switch (state.request().answers().ofRequest(answer.status(), state.earlier(answer.status()))) {
                case GOOD -> {
                    tell(context, "webhook.called", cancel.method(), SafeUrl.display(cancel.url()), answer.status());
                    return Move.next(state.ending(Status.CANCELLED, List.of()));
                }
                case END -> passing = false;
                default -> {}
            }
            why = refusal(cancel, answer);
        } catch (ProblemException e) {
            passing = e instanceof Unanswered;
            why = e.problems().get(0);
        }
        if (passing && state.tries() + 1 < CANCEL_TRIES) {
            return retry(state.triedInVain(false), why, Backoff.retry(state.tries(), state.id()), context);
        }
        Problem left = Problem.of("webhook.cancel-failed", "cancelUrl", SafeUrl.display(cancel.url()));
        return end(state, Status.CANCELLED, List.of(why, left), context);
    }

    private static Duration timeout(WebhookState state) {
        return Duration.ofSeconds(
                state.request().delaySeconds() + state.request().timeoutSeconds());
    }

    private static Problem late(WebhookState state) {
        return problem("webhook.late", state.request().timeoutSeconds(), SafeUrl.display(state.statusUrl()));
    }

    private Duration delay(WebhookState state, OperationContext context) {
        long past = context.clock().millis() - state.since();
        Duration delay = past < pace.beginning().toMillis() ? pace.soon() : pace.later();
        long left = timeout(state).toMillis() - past;
        return left > 0 && left < delay.toMillis() ? Duration.ofMillis(left) : delay;
    }

    private static boolean isInTime(WebhookState state, Duration patience, OperationContext context) {
        return context.clock().millis() - state.since() < patience.toMillis();
    }

    private static Move<WebhookState, WebhookResult> retry(
            WebhookState state, Problem why, Duration delay, OperationContext context) {
        context.emit(new Event.Retrying(why, delay.toMillis()));
        return Move.after(delay, state);
    }

    private static Move<WebhookState, WebhookResult> end(
            WebhookState state, Status status, List<Problem> why, OperationContext context) {
        why.forEach(problem -> context.emit(new Event.Failed(problem)));
        return Move.next(state.ending(status, why));
    }

    private static WebhookState.Answer kept(WebhookSender.Answer answer) {
        return new WebhookState.Answer(answer.status(), answer.body());
    }

    private static Problem refusal(Call call, WebhookSender.Answer answer) {
        String body = shortened(answer.body());
        String code = body.isEmpty() ? "webhook.answered-badly" : "webhook.answered-badly-with";
        return problem(code, call.method(), SafeUrl.display(call.url()), answer.status(), body);
    }

    private static String shortened(String text) {
        String line = PlainText.oneLine(text.strip());
        return line.length() > LONGEST_BODY_TOLD ? line.substring(0, LONGEST_BODY_TOLD) + "…" : line;
    }

    private static Problem problem(String code, Object... arguments) {
        return Problem.of(code, "", arguments);
    }

    private static void tell(OperationContext context, String code, Object... arguments) {
        context.emit(new Event.Noted(problem(code, arguments)));
    }
}
