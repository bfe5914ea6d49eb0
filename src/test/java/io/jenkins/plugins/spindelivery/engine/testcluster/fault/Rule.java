package io.jenkins.plugins.spindelivery.engine.testcluster.fault;

import io.jenkins.plugins.spindelivery.engine.testcluster.fault.Reply.Fault;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * Which requests fail, and how; reads as a sentence and takes effect with its last word:
 *
 * <pre>{@code
 * proxy.when("PATCH", "configmaps/settings").forReal().times(1).dropAfter();
 * }</pre>
 *
 * <p>Without {@link #times} it is every request, without {@link #after} from the first one on.
 */
public final class Rule {
    private final FaultProxy proxy;
    private Predicate<Seen> matches;
    private Runnable before = () -> {};
    private Fault fault;
    private int skipped;
    private int left = Integer.MAX_VALUE;
    private int played;

    Rule(FaultProxy proxy, Predicate<Seen> matches) {
        this.proxy = proxy;
        this.matches = matches;
    }

    /** Dry runs pass. */
    public Rule forReal() {
        matches = matches.and(seen -> !seen.isDryRun());
        return this;
    }

    /** Only watches. */
    public Rule watching() {
        matches = matches.and(Seen::isWatch);
        return this;
    }

    /**
     * Passes on the first ones.
     *
     * @param count how many
     */
    public Rule after(int count) {
        skipped = count;
        return this;
    }

    /**
     * Ends the rule.
     *
     * @param count after how many requests
     */
    public Rule times(int count) {
        left = count;
        return this;
    }

    /**
     * Does something first, in the thread of the request: for what has to happen just then.
     *
     * @param action such as killing the server
     */
    public Rule doing(Runnable action) {
        before = action;
        return this;
    }

    /** The request passes; for {@link #doing}. */
    public Rule pass() {
        return play(Reply::pass);
    }

    /**
     * The proxy answers, and the server never hears of it.
     *
     * @param status such as 429
     * @param type the content type; empty for none
     * @param body the text
     * @param headers names and values in turn
     */
    public Rule answer(int status, String type, String body, String... headers) {
        return play(reply -> reply.answer(status, type, body, headers));
    }

    /**
     * The proxy answers as the API server does when it refuses.
     *
     * @param status such as 503
     * @param reason such as {@code ServiceUnavailable}
     * @param message in the server's words
     * @param headers names and values in turn
     */
    public Rule refuse(int status, String reason, String message, String... headers) {
        String body =
                "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Failure\",\"message\":\"%s\","
                        + "\"reason\":\"%s\",\"code\":%d}";
        return answer(status, "application/json", body.formatted(message, reason, status), headers);
    }

    /**
     * The request reaches the server late.
     *
     * @param delay how late
     */
    public Rule delay(Duration delay) {
        return play(reply -> reply.delay(delay));
    }

    /** There is never an answer, and the server never hears of the request. */
    public Rule hang() {
        return play(Reply::hang);
    }

    /** The server acts, and there is never an answer. */
    public Rule hangAfter() {
        return play(Reply::hangAfter);
    }

    /** The connection breaks before the server hears of the request. */
    public Rule dropBefore() {
        return play(Reply::drop);
    }

    /** The server acts, and the connection breaks before the first byte of its answer. */
    public Rule dropAfter() {
        return play(Reply::dropAfter);
    }

    /** The server acts, and the connection breaks in the middle of its answer. */
    public Rule cutBody() {
        return play(Reply::cutBody);
    }

    /**
     * The connection breaks after some lines of the answer, and in the middle of the next one; for watches.
     *
     * @param lines how many come through
     */
    public Rule cutAfterLines(int lines) {
        return play(reply -> reply.cutAfterLines(lines));
    }

    /** How many requests have met the fault. */
    public int played() {
        synchronized (proxy) {
            return played;
        }
    }

    private Rule play(Fault what) {
        fault = what;
        proxy.add(this);
        return this;
    }

    /** Whether the request is to meet the fault; counts it. Called with the proxy's lock. */
    boolean takes(Seen seen) {
        if (!matches.test(seen) || left == 0) {
            return false;
        }
        if (skipped > 0) {
            skipped--;
            return false;
        }
        left--;
        played++;
        return true;
    }

    Fault fault() {
        return reply -> {
            before.run();
            fault.play(reply);
        };
    }
}
