package io.jenkins.plugins.spindelivery.engine.artifact;

import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Fetches over HTTP and HTTPS, under a {@link FetchPolicy}.
 *
 * <p>A URL is checked before it is asked for, and so is the target of each redirect: every address of the host has to
 * be allowed. Redirects stay within their scheme. The content is limited while it arrives, and the whole fetch in time.
 * An unchanged content is taken from memory when the server confirms its ETag.
 *
 * <p>What remains: the HTTP client looks the host up by itself when it connects. The JVM answers that from the look-up
 * made here a moment before ({@code networkaddress.cache.ttl}, 30 s unless configured), so a name that changes its
 * address in between (DNS rebinding) has that window only when the kept answer expires within that moment, or when the
 * JVM was told to keep none. Look-ups themselves are limited by the operating system's timeouts, not by the policy's.
 * Behind a proxy it is the proxy that connects, by its own look-up and rules.
 *
 * <p>May be used by several threads at once, which then share the contents in memory: make one source for each set of
 * users that may see the same things.
 */
public final class HttpSource implements ArtifactFetcher {
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;

    private final HttpClient client;
    private final FetchPolicy policy;
    private final UrlGuard guard;
    private final Clock clock;
    private final EtagCache cache;

    /**
     * A source over a client.
     *
     * @param client made by {@link #client}; its executor and proxy are the caller's choice
     * @param policy what may be fetched
     * @param resolver finds the addresses that are checked
     * @param clock measures the whole fetch
     * @throws IllegalArgumentException when the client follows redirects by itself, which would go unchecked
     */
    public HttpSource(HttpClient client, FetchPolicy policy, HostResolver resolver, Clock clock) {
        if (client.followRedirects() != HttpClient.Redirect.NEVER) {
            throw new IllegalArgumentException("the client must not follow redirects by itself");
        }
        this.client = client;
        this.policy = policy;
        this.clock = clock;
        // As the client does it: without a selector of its own it asks the JVM's.
        Optional<ProxySelector> proxies = client.proxy().or(() -> Optional.ofNullable(ProxySelector.getDefault()));
        this.guard = new UrlGuard(policy, resolver, proxies);
        this.cache = new EtagCache(policy.maxBytes());
    }

    /**
     * A client that fits a policy.
     *
     * @param builder may have an executor, a proxy and TLS settings
     * @param policy its timeout for connecting is used
     * @return the client
     */
    public static HttpClient client(HttpClient.Builder builder, FetchPolicy policy) {
        return builder.version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(policy.connectTimeout())
                .build();
    }

    /**
     * Whether a reference is for this source.
     *
     * @param reference a URL or anything else
     * @return whether it begins with {@code http://} or {@code https://}
     */
    public static boolean isUrl(String reference) {
        String start = reference.strip().toLowerCase(Locale.ROOT);
        return start.startsWith("http://") || start.startsWith("https://");
    }

    /**
     * Fetches a URL.
     *
     * @param reference the URL
     * @return the content; its name is the URL as it may be shown
     * @throws ProblemException when the URL is refused, or nothing came, or not all, or too much, or too late
     */
    @Override
    public Fetched fetch(String reference) {
        return fetch(UrlGuard.parse(reference), "", Dialect.PLAIN);
    }

    /**
     * Fetches a URL of a server whose ways are known.
     *
     * @param first the URL
     * @param name what messages call the content; empty for the URL as it may be shown
     * @param dialect the same for all URLs of this source, because contents in memory are kept by URL
     * @return the content
     * @throws ProblemException as {@link #fetch(String)}
     */
    Fetched fetch(URI first, String name, Dialect dialect) {
        URI url = first;
        Instant deadline = clock.instant().plus(policy.timeout());
        for (int redirects = 0; ; redirects++) {
            guard.check(url);
            String shown = name.isEmpty() ? SafeUrl.display(url) : name;
            Map<String, String> headers = isSameServer(first, url) ? dialect.headers() : Map.of();
            HttpResponse<byte[]> answer = exchange(url, headers, shown, deadline);
            if (!REDIRECTS.contains(answer.statusCode())) {
                return content(url, shown, answer, dialect);
            } else if (redirects == policy.maxRedirects()) {
                throw Failures.of("artifact.redirects", SafeUrl.display(first), policy.maxRedirects());
            }
            url = target(url, answer);
        }
    }

    /** What is meant for one server, such as a token, is not for another. */
    static boolean isSameServer(URI one, URI other) {
        return SafeUrl.display(one.resolve("/")).equalsIgnoreCase(SafeUrl.display(other.resolve("/")));
    }

    static URI target(URI url, HttpResponse<byte[]> answer) {
        String shown = SafeUrl.display(url);
        URI target;
        try {
            target = url.resolve(answer.headers().firstValue("Location").orElse(""));
        } catch (IllegalArgumentException e) {
            throw Failures.of("artifact.redirect-malformed", shown);
        }
        if (answer.headers().firstValue("Location").isEmpty()) {
            throw Failures.of("artifact.redirect-malformed", shown);
        } else if (!url.getScheme().equalsIgnoreCase(target.getScheme())) {
            throw Failures.of("artifact.redirect-scheme", shown, SafeUrl.display(target));
        }
        return target;
    }

    private HttpResponse<byte[]> exchange(URI url, Map<String, String> headers, String shown, Instant deadline) {
        Duration left = Duration.between(clock.instant(), deadline);
        if (left.isNegative() || left.isZero()) {
            throw Failures.timeout(shown, policy);
        }
        // The client's own timeout ends with the headers; waiting for the future limits the body too.
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request(url, headers, left), info -> BoundedBody.of(info, policy.maxBytes()));
        try {
            return answer.get(left.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw Failures.timeout(shown, policy);
        } catch (ExecutionException e) {
            throw Failures.ofExchange(shown, policy, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failures.of("artifact.interrupted", e, shown);
        } finally {
            answer.cancel(true);
        }
    }

    private HttpRequest request(URI url, Map<String, String> headers, Duration timeout) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(url).timeout(timeout).header("User-Agent", "spin-delivery");
        headers.forEach(request::header);
        cache.get(url.toString())
                .flatMap(Fetched::etag)
                .filter(HttpSource::canBeSent)
                .ifPresent(etag -> request.header("If-None-Match", etag));
        return request.GET().build();
    }

    /** Some servers send what no client may send back. */
    private static boolean canBeSent(String etag) {
        return etag.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    private Fetched content(URI url, String shown, HttpResponse<byte[]> answer, Dialect dialect) {
        Optional<Fetched> known = cache.get(url.toString());
        if (answer.statusCode() == NOT_MODIFIED && known.isPresent()) {
            return known.get();
        } else if (answer.statusCode() != OK) {
            throw dialect.refusal(shown, answer.statusCode(), answer.headers(), clock.instant());
        }
        String encoding = answer.headers().firstValue("Content-Encoding").orElse("identity");
        if (!encoding.equalsIgnoreCase("identity")) {
            throw Failures.of("artifact.encoding", shown, encoding);
        }
        dialect.check(shown, answer.headers());
        Fetched fetched = new Fetched(
                shown,
                answer.body(),
                answer.headers().firstValue("ETag"),
                answer.headers().firstValue("Content-Type"));
        cache.put(url.toString(), fetched);
        return fetched;
    }
}
