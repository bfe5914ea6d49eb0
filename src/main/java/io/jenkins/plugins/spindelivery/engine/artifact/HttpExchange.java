package io.jenkins.plugins.spindelivery.engine.artifact;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.net.ConnectException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;

/**
 * One request with any method and body, and its answer with any status, under the same {@link FetchPolicy} as fetching:
 * see {@link HttpSource} for what that checks, and what remains.
 *
 * <p>Redirects are followed as browsers do: after 301, 302 and 303 with GET, unless the method is HEAD; after 307 and 308
 * with the method and body as they were. Headers go to the server that the request was for, and to no other one.
 */
public final class HttpExchange {
    /** Headers that the client sets by itself, and refuses from anybody else. */
    private static final Set<String> OWN_HEADERS =
            Set.of("connection", "content-length", "expect", "host", "upgrade", "transfer-encoding");

    private static final Set<Integer> REDIRECTS_TO_GET = Set.of(301, 302, 303);
    private static final Set<Integer> REDIRECTS = Set.of(307, 308);

    private final HttpClient client;
    private final FetchPolicy policy;
    private final UrlGuard guard;
    private final Clock clock;

    /**
     * A request.
     *
     * @param method such as {@code POST}
     * @param url where to
     * @param headers whose names are {@linkplain #isHeader allowed}
     * @param body what to send; {@code null} for nothing
     */
    public record Request(String method, String url, Map<String, String> headers, byte[] body) {}

    /**
     * An answer.
     *
     * @param status of HTTP
     * @param location the header of that name, resolved against the URL that answered; empty when there is none
     * @param body at most {@link FetchPolicy#maxBytes()}
     */
    public record Answer(int status, String location, byte[] body) {}

    /** No answer came. What there is to say is the same as when fetching. */
    public static final class Unanswered extends ProblemException {
        private static final long serialVersionUID = 1L;

        private final boolean maybeArrived;

        Unanswered(List<Problem> problems, boolean maybeArrived, Throwable cause) {
            super(Category.ACCESS, problems, cause);
            this.maybeArrived = maybeArrived;
        }

        /**
         * Whether the server may have got the request, and acted on it.
         *
         * @return {@code false} when there was no connection at all
         */
        public boolean maybeArrived() {
            return maybeArrived;
        }
    }

    /**
     * Requests over a client.
     *
     * @param client made by {@link HttpSource#client}
     * @param policy where requests may go, how long they take and how large an answer is
     * @param resolver finds the addresses that are checked
     * @param clock measures the whole exchange
     */
    public HttpExchange(HttpClient client, FetchPolicy policy, HostResolver resolver, Clock clock) {
        if (client.followRedirects() != HttpClient.Redirect.NEVER) {
            throw new IllegalArgumentException("the client must not follow redirects by itself");
        }
        this.client = client;
        this.policy = policy;
        this.clock = clock;
        Optional<ProxySelector> proxies = client.proxy().or(() -> Optional.ofNullable(ProxySelector.getDefault()));
        this.guard = new UrlGuard(policy, resolver, proxies);
    }

    /**
     * Whether a header can be sent.
     *
     * @param name its name
     * @param value its value
     * @return {@code false} for what is no header by RFC 9110, and for those that the connection itself sets
     */
    public static boolean isHeader(String name, String value) {
        return name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}")
                && !OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))
                && value.chars().allMatch(c -> c == '\t' || c >= ' ' && c != 0x7f && c <= 0xff);
    }

    /**
     * Sends a request.
     *
     * @param request what to send
     * @return the answer, whatever its status
     * @throws Unanswered when none came in time
     * @throws ProblemException when a URL is refused, or the answer is too large, or redirects to nowhere
     */
    public Answer send(Request request) {
        URI first = UrlGuard.parse(request.url());
        URI url = first;
        String method = request.method();
        byte[] body = request.body();
        Instant deadline = clock.instant().plus(policy.timeout());
        for (int redirects = 0; ; redirects++) {
            check(url);
            HttpResponse<byte[]> answer = exchange(url, method, headers(request, first, url), body, deadline);
            int status = answer.statusCode();
            boolean toGet = REDIRECTS_TO_GET.contains(status);
            if (!toGet && !REDIRECTS.contains(status)) {
                return new Answer(status, location(url, answer), answer.body());
            } else if (redirects == policy.maxRedirects()) {
                throw Failures.of("artifact.redirects", SafeUrl.display(first), policy.maxRedirects());
            }
            URI target = HttpSource.target(url, answer);
            if (toGet && !method.equals("HEAD")) {
                method = "GET";
                body = null;
            } else if (body != null && !HttpSource.isSameServer(first, target)) {
                throw Failures.of("artifact.redirect-body", SafeUrl.display(url), SafeUrl.display(target));
            }
            url = target;
        }
    }

    /** A host that can't be looked up is found later, perhaps. */
    private void check(URI url) {
        try {
            guard.check(url);
        } catch (ProblemException e) {
            if (e.problems().get(0).code().equals("artifact.unknown-host")) {
                throw new Unanswered(e.problems(), false, e);
            }
            throw e;
        }
    }

    private static Map<String, String> headers(Request request, URI first, URI url) {
        return HttpSource.isSameServer(first, url) ? request.headers() : Map.of();
    }

    private static String location(URI url, HttpResponse<byte[]> answer) {
        try {
            return answer.headers()
                    .firstValue("Location")
                    .map(target -> url.resolve(target).toString())
                    .orElse("");
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private HttpResponse<byte[]> exchange(
            URI url, String method, Map<String, String> headers, byte[] body, Instant deadline) {
        String shown = SafeUrl.display(url);
        Duration left = Duration.between(clock.instant(), deadline);
        if (left.isNegative() || left.isZero()) {
            throw unanswered(Failures.timeout(shown, policy), true, null);
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(left)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        headers.forEach(request::setHeader);
        if (headers.keySet().stream().noneMatch("User-Agent"::equalsIgnoreCase)) {
            request.setHeader("User-Agent", "spin-delivery");
        }
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request.build(), info -> BoundedBody.ofAny(info, policy.maxBytes()));
        try {
            return answer.get(left.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw unanswered(Failures.timeout(shown, policy), true, e);
        } catch (ExecutionException e) {
            throw broken(shown, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unanswered(Failures.of("artifact.interrupted", e, shown), true, e);
        } finally {
            answer.cancel(true);
        }
    }

    private ProblemException broken(String shown, Throwable cause) {
        ProblemException why = Failures.ofExchange(shown, policy, cause);
        if (why.problems().get(0).code().equals("artifact.too-large")) {
            return why;
        }
        return unanswered(why, !isBeforeConnection(cause), cause);
    }

    private static boolean isBeforeConnection(Throwable cause) {
        for (Throwable each = cause; each != null; each = each.getCause()) {
            // A timeout of the connection is one of these, too.
            if (each instanceof ConnectException
                    || each instanceof UnknownHostException
                    || each instanceof UnresolvedAddressException
                    || each instanceof HttpConnectTimeoutException
                    || each instanceof SSLHandshakeException) {
                return true;
            }
        }
        return false;
    }

    private static Unanswered unanswered(ProblemException why, boolean maybeArrived, Throwable cause) {
        return new Unanswered(why.problems(), maybeArrived, cause);
    }
}
