package io.jenkins.plugins.spindelivery.engine.kubernetes.api;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Turns "no answer" into plain words: which step of reaching the server failed, and what to look at. */
final class NetworkErrors {
    private NetworkErrors() {}

    /**
     * The exception for a call without an answer.
     *
     * @param call what was asked
     * @param server the server's address
     * @param timeout how long was waited
     * @param failure what the HTTP client said
     * @return the exception to throw; passing unless it is a matter of certificates
     */
    static ApiException of(Call call, String server, Duration timeout, IOException failure) {
        List<Throwable> causes = chain(failure);
        String code = code(causes);
        boolean passing = !code.startsWith("api-tls-") && !code.equals("api-answer-too-large");
        String seconds = Long.toString(Math.max(1, timeout.toSeconds()));
        Problem problem =
                Problem.of("kubernetes." + code, call.what(), server, seconds, words(causes.get(causes.size() - 1)));
        return new ApiException(Category.ACCESS, problem, 0, "", MissingNode.getInstance(), null, passing, failure);
    }

    private static String code(List<Throwable> causes) {
        if (has(causes, Transport.AnswerTooLargeException.class)) {
            return "api-answer-too-large";
        }
        if (has(causes, CertificateException.class) || has(causes, SSLException.class)) {
            return tls(causes);
        }
        if (has(causes, UnresolvedAddressException.class) || has(causes, UnknownHostException.class)) {
            return "api-unknown-host";
        }
        if (has(causes, HttpConnectTimeoutException.class) || has(causes, NoRouteToHostException.class)) {
            return "api-no-route";
        }
        if (has(causes, ConnectException.class)) {
            return "api-connection-refused";
        }
        if (has(causes, HttpTimeoutException.class)
                || has(causes, TimeoutException.class)
                || has(causes, SocketTimeoutException.class)) {
            return "api-timeout";
        }
        return has(causes, InterruptedIOException.class) ? "api-interrupted" : "api-cut";
    }

    private static String tls(List<Throwable> causes) {
        String said = said(causes);
        if (has(causes, CertificateExpiredException.class) || has(causes, CertificateNotYetValidException.class)) {
            return "api-tls-expired";
        }
        // The JDK's client says the first two, OkHttp, which Jenkins has, throws the exception.
        if (said.contains("subject alternative")
                || said.contains("no name matching")
                || has(causes, SSLPeerUnverifiedException.class)) {
            return "api-tls-wrong-host";
        }
        if (has(causes, CertPathBuilderException.class) || has(causes, CertPathValidatorException.class)) {
            return "api-tls-unknown-authority";
        }
        if (said.contains("unrecognized ssl message") || said.contains("plaintext connection")) {
            return "api-tls-not-spoken";
        }
        // Alerts are the other side's words: it does not like our certificate.
        if (said.contains("alert: ") && (said.contains("certificate") || said.contains("unknown_ca"))) {
            return "api-tls-client-refused";
        }
        return said.contains("closed") || said.contains("reset") || said.contains("eof") || said.contains("terminated")
                ? "api-cut"
                : "api-tls-failed";
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

    private static String said(List<Throwable> causes) {
        StringBuilder said = new StringBuilder();
        causes.forEach(cause -> said.append(cause.getMessage()).append('\n'));
        return said.toString().toLowerCase(Locale.ROOT);
    }

    private static String words(Throwable root) {
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
