package io.jenkins.plugins.spindelivery.engine.artifact;

import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Single requests to servers that people name who are not trusted, under a {@link FetchPolicy}: every address of the host
 * has to be allowed, time and size are limited, and redirects are not followed.
 */
public final class GuardedHttp {
    private final HttpClient client;
    private final FetchPolicy policy;
    private final UrlGuard guard;

    /**
     * A sender of requests.
     *
     * @param client made by {@link HttpSource#client}
     * @param policy what may be asked
     * @param resolver finds the addresses that are checked
     * @throws IllegalArgumentException when the client follows redirects by itself, which would go unchecked
     */
    public GuardedHttp(HttpClient client, FetchPolicy policy, HostResolver resolver) {
        if (client.followRedirects() != HttpClient.Redirect.NEVER) {
            throw new IllegalArgumentException("the client must not follow redirects by itself");
        }
        this.client = client;
        this.policy = policy;
        Optional<ProxySelector> proxies = client.proxy().or(() -> Optional.ofNullable(ProxySelector.getDefault()));
        this.guard = new UrlGuard(policy, resolver, proxies);
    }

    /**
     * Asks.
     *
     * @param method {@code GET} or {@code HEAD}
     * @param url where
     * @param headers what to send along
     * @return the answer, whatever its status is
     * @throws ProblemException when the URL is refused, or no whole answer came in time
     */
    public HttpResponse<byte[]> ask(String method, URI url, Map<String, String> headers) {
        guard.check(url);
        String shown = SafeUrl.display(url);
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(policy.timeout())
                .header("User-Agent", "spin-delivery")
                .method(method, BodyPublishers.noBody());
        headers.forEach(request::header);
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request.build(), info -> BoundedBody.ofAny(info, policy.maxBytes()));
        try {
            return answer.get(policy.timeout().toMillis(), TimeUnit.MILLISECONDS);
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
}
