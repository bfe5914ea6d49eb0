package io.jenkins.plugins.spindelivery.engine.artifact;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;

/** Makes problems of what goes wrong while fetching. The first argument of each is the reference as it may be shown. */
final class Failures {
    private static final Map<Integer, String> STATUSES = Map.of(
            401, "artifact.status-unauthorized",
            403, "artifact.status-forbidden",
            404, "artifact.status-not-found",
            407, "artifact.status-proxy",
            410, "artifact.status-gone",
            429, "artifact.status-too-many");

    private static final int SERVER_ERRORS = 500;

    private Failures() {}

    static ProblemException of(String code, Object... arguments) {
        return of(code, (Throwable) null, arguments);
    }

    static ProblemException of(String code, Throwable cause, Object... arguments) {
        return new ProblemException(Category.INPUT, List.of(Problem.of(code, "", arguments)), cause);
    }

    /** The problem for an answer that brings no content. */
    static ProblemException ofStatus(String shown, int status) {
        String other = status >= SERVER_ERRORS ? "artifact.status-server" : "artifact.status";
        return of(STATUSES.getOrDefault(status, other), shown, status);
    }

    /** The problem for an exchange that broke down. */
    static ProblemException ofExchange(String shown, FetchPolicy policy, Throwable cause) {
        if (has(cause, BoundedBody.TooLargeException.class)) {
            return of("artifact.too-large", cause, shown, policy.maxBytes());
        } else if (has(cause, HttpConnectTimeoutException.class)) {
            return of(
                    "artifact.connect-timeout",
                    cause,
                    shown,
                    policy.connectTimeout().toMillis());
        } else if (has(cause, HttpTimeoutException.class)) {
            return timeout(shown, policy);
        } else if (has(cause, UnknownHostException.class) || has(cause, UnresolvedAddressException.class)) {
            return of("artifact.unreachable", cause, shown);
        } else if (has(cause, ConnectException.class)) {
            return of("artifact.connect", cause, shown);
        } else if (has(cause, SSLException.class)) {
            return of(
                    "artifact.tls",
                    cause,
                    shown,
                    String.valueOf(find(cause, SSLException.class).getMessage()));
        } else if (has(cause, IOException.class)) {
            return of("artifact.broken-off", cause, shown);
        }
        throw new IllegalStateException("fetching failed", cause);
    }

    static ProblemException timeout(String shown, FetchPolicy policy) {
        return of("artifact.timeout", shown, policy.timeout().toMillis());
    }

    private static boolean has(Throwable error, Class<? extends Throwable> type) {
        return find(error, type) != null;
    }

    private static <T extends Throwable> T find(Throwable error, Class<T> type) {
        Throwable current = error;
        while (current != null && !type.isInstance(current)) {
            current = current.getCause();
        }
        return type.cast(current);
    }
}
