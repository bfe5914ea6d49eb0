package io.jenkins.plugins.spindelivery.engine.canary.metrics;

import io.jenkins.plugins.spindelivery.engine.artifact.BoundedBody;
import io.jenkins.plugins.spindelivery.engine.artifact.SafeUrl;
import io.jenkins.plugins.spindelivery.engine.event.PlainText;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** Turns answers without a series, and exchanges without an answer, into plain words. */
final class SourceFailures {
    private static final int LONGEST_COMPLAINT = 600;

    /** Statuses that say who has to act; all others are named by their number. */
    private static final Map<Integer, String> STATUSES = Map.of(
            401, "canary.source-unauthorized",
            403, "canary.source-forbidden",
            404, "canary.source-not-found",
            407, "canary.source-proxy",
            408, "canary.source-server",
            429, "canary.source-too-many");

    private static final Set<Integer> CREDENTIAL = Set.of(401, 403, 407);

    /** What the JDK says when a connection ends in the middle of a handshake. */
    private static final Pattern CUT_SHORT = Pattern.compile("(?i)\\b(closed|reset|eof|terminated)\\b|broken pipe");

    private final MetricSourceSpec spec;
    private final int mostBytes;

    SourceFailures(MetricSourceSpec spec, int mostBytes) {
        this.spec = spec;
        this.mostBytes = mostBytes;
    }

    /**
     * The failure for an answer that is no success.
     *
     * @param metric the metric's name
     * @param answer any status but 2xx
     * @param complaint what the source says is wrong; may be empty
     */
    MetricException refusal(String metric, SourceAnswer answer, String complaint) {
        int status = answer.status();
        if (status >= 300 && status < 400) {
            return lasting("canary.source-redirect", "", SafeUrl.display(answer.header("Location")));
        } else if (!complaint.isEmpty() && (status == 400 || status == 422)) {
            return MetricException.wrong("canary.query-refused", metric, spec.name(), shortened(complaint));
        }
        boolean passing = status == 408 || status == 429 || (status >= 500 && status != 501);
        String code = STATUSES.getOrDefault(status, passing ? "canary.source-server" : "canary.source-status");
        // Who refuses a credential may quote it.
        boolean quotable = !complaint.isEmpty() && !CREDENTIAL.contains(status);
        String said = status + (quotable ? " (" + shortened(complaint) + ")" : "");
        // Who may not ask may ask nothing; any other refusal may be about this one question.
        String where = STATUSES.containsKey(status) ? "" : metric;
        return new MetricException(Category.ACCESS, problem(code, where, said), passing, answer.retryAfter(), null);
    }

    /** The failure for an answer with 2xx that is no JSON, or not of this type of source. */
    MetricException notJson(String metric, SourceAnswer answer) {
        String type = shortened(answer.header("Content-Type"));
        return lasting("canary.source-not-json", metric, type.isEmpty() ? "-" : type);
    }

    /** The failure for an exchange without a whole answer. */
    MetricException noAnswer(String metric, Throwable failure) {
        List<Throwable> causes = chain(failure);
        if (has(causes, BoundedBody.TooLargeException.class)) {
            return lasting("canary.source-too-large", metric, Integer.toString(mostBytes >> 20));
        } else if (has(causes, SSLException.class) && !brokenOff(causes)) {
            String said = shortened(String.valueOf(causes.get(causes.size() - 1).getMessage()));
            return new MetricException(Category.ACCESS, problem("canary.source-tls", "", said), false, null, failure);
        }
        String code = code(causes);
        String where = code.equals("canary.source-slow") || code.equals("canary.source-cut") ? metric : "";
        String seconds = Long.toString(Math.max(1, spec.timeout().toSeconds()));
        return new MetricException(Category.ACCESS, problem(code, where, seconds), true, null, failure);
    }

    /** A server that goes away during the handshake; a certificate that is refused stays refused. */
    private static boolean brokenOff(List<Throwable> causes) {
        return !has(causes, CertificateException.class)
                && causes.stream()
                        .map(cause -> String.valueOf(cause.getMessage()))
                        .anyMatch(CUT_SHORT.asPredicate());
    }

    private static String code(List<Throwable> causes) {
        if (has(causes, UnknownHostException.class) || has(causes, UnresolvedAddressException.class)) {
            return "canary.source-unknown-host";
        } else if (has(causes, HttpConnectTimeoutException.class) || has(causes, NoRouteToHostException.class)) {
            return "canary.source-no-route";
        } else if (has(causes, ConnectException.class)) {
            return "canary.source-down";
        } else if (has(causes, HttpTimeoutException.class) || has(causes, TimeoutException.class)) {
            return "canary.source-slow";
        }
        return "canary.source-cut";
    }

    /** The failure for a question that could not be asked, because too many others ask. */
    MetricException busy(Duration wait) {
        return new MetricException(Category.ACCESS, problem("canary.source-busy", "", ""), true, wait, null);
    }

    /** The failure for a question whose answer is not waited for any longer. */
    MetricException gaveUp(String code, Duration waited) {
        Problem problem = problem(code, "", Long.toString(waited.toSeconds()));
        return new MetricException(Category.ACCESS, problem, true, null, null);
    }

    private MetricException lasting(String code, String where, String detail) {
        return new MetricException(Category.ACCESS, problem(code, where, detail), false, null, null);
    }

    /** All texts about a source have the same placeholders: name, address, and one more. */
    private Problem problem(String code, String where, String detail) {
        return Problem.of(code, where, spec.name(), SafeUrl.display(spec.address()), detail);
    }

    private static String shortened(String text) {
        String line = PlainText.oneLine(text);
        return line.length() <= LONGEST_COMPLAINT ? line : line.substring(0, LONGEST_COMPLAINT) + "…";
    }

    private static List<Throwable> chain(Throwable failure) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable at = failure; at != null && !causes.contains(at); at = at.getCause()) {
            causes.add(at);
        }
        return causes;
    }

    private static boolean has(List<Throwable> causes, Class<? extends Throwable> type) {
        return causes.stream().anyMatch(type::isInstance);
    }
}
