package io.jenkins.plugins.spindelivery.engine.kubernetes.api;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.OAuthTokenProvider;
import io.fabric8.kubernetes.client.utils.HttpClientUtils;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * Sends one request and waits for the whole answer, in bounded time and without repeating it.
 *
 * <p>It uses the JDK's HTTP client, and of fabric8 only the configuration. fabric8's own client retries, follows redirects
 * to any host with the token, and re-reads kubeconfigs of its own choice after a 401; it costs a second at each start. Nor
 * does it fit into Jenkins: the API plugin's HTTP client is another (OkHttp), and a second one in this plugin would be
 * found by all plugins that look theirs up.
 */
final class Transport implements AutoCloseable {
    /** Larger than any object (3 MiB) or page of a list in practice; protects the memory against a runaway server. */
    static final int MAX_ANSWER_BYTES = 256 << 20;

    private static final Pattern SENDABLE = Pattern.compile("[!-~]+");

    private final Config config;
    private final String server;
    private final String proxyAuthorization;
    private volatile HttpClient client;

    Transport(Config config) {
        this.config = config;
        this.server = address(config.getMasterUrl());
        this.proxyAuthorization = HttpConnections.proxyAuthorization(config, server);
        this.client = HttpConnections.client(config, server);
    }

    String server() {
        return server;
    }

    /**
     * Sends a request; one that was refused as unauthorized is sent once more if the token could be renewed.
     *
     * @throws IOException when there is no whole answer in time
     * @throws ApiException when a new token can't be had
     */
    Answer send(Request request) throws IOException {
        String token = token();
        Answer answer = sendOnce(request, token);
        if (answer.status() == 401
                && config.getOauthTokenProvider() instanceof RenewableToken renewable
                && renewed(renewable, token)) {
            return sendOnce(request, token());
        }
        return answer;
    }

    /**
     * Sends a request whose answer goes on and on, and returns at once. It is ended with the request's timeout, even if
     * the connection is dead and nobody looks.
     *
     * @return ends the exchange
     * @throws ApiException when there is no token to send
     */
    Watch stream(Request request, WatchStream stream) {
        AtomicInteger status = new AtomicInteger();
        CompletableFuture<HttpResponse<Void>> response = exchange(request, token(), start -> {
            status.set(start.statusCode());
            return new AnswerBody(stream::read);
        });
        CompletableFuture<Void> end = response.handle((whole, failure) -> {
            stream.ended(status.get(), failure);
            return null;
        });
        end.orTimeout(request.timeout().toMillis(), TimeUnit.MILLISECONDS).whenComplete((done, failure) -> {
            if (failure != null) {
                stream.ended(0, failure);
                response.cancel(true);
            }
        });
        return () -> {
            stream.close();
            response.cancel(true);
        };
    }

    /** Lets go of the client: the JDK ends its connections and its thread when nobody holds it any more. */
    @Override
    public void close() {
        client = null;
    }

    private Answer sendOnce(Request request, String token) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CompletableFuture<HttpResponse<Void>> response =
                exchange(request, token, start -> new AnswerBody(piece -> collect(piece, bytes)));
        try {
            return answer(response.get(request.timeout().toMillis(), TimeUnit.MILLISECONDS), bytes.toByteArray());
        } catch (TimeoutException e) {
            // Or the connection would stay open for nobody.
            response.cancel(true);
            throw new HttpTimeoutException("no whole answer within " + request.timeout());
        } catch (InterruptedException e) {
            response.cancel(true);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        }
    }

    private CompletableFuture<HttpResponse<Void>> exchange(
            Request request, String token, HttpResponse.BodyHandler<Void> handler) {
        HttpClient open = client;
        return open == null
                ? CompletableFuture.failedFuture(new IOException("the connection was closed here"))
                : open.sendAsync(build(request, token), handler);
    }

    private static boolean collect(ByteBuffer piece, ByteArrayOutputStream bytes) throws IOException {
        if (bytes.size() + piece.remaining() > MAX_ANSWER_BYTES) {
            throw new AnswerTooLargeException();
        }
        byte[] chunk = new byte[piece.remaining()];
        piece.get(chunk);
        bytes.writeBytes(chunk);
        return true;
    }

    private static Answer answer(HttpResponse<?> response, byte[] body) {
        Map<String, List<String>> headers = new TreeMap<>();
        response.headers().map().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
        return new Answer(response.statusCode(), headers, body);
    }

    private HttpRequest build(Request request, String token) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(server + request.path()))
                .timeout(request.timeout())
                .header("Accept", request.accept());
        if (config.getUserAgent() != null) {
            builder.header("User-Agent", config.getUserAgent());
        }
        if (config.getCustomHeaders() != null) {
            config.getCustomHeaders().forEach(builder::header);
        }
        authenticate(builder, token);
        if (request.contentType() != null) {
            builder.header("Content-Type", request.contentType());
        }
        BodyPublisher body = request.body() == null ? BodyPublishers.noBody() : BodyPublishers.ofString(request.body());
        return builder.method(request.method(), body).build();
    }

    private void authenticate(HttpRequest.Builder builder, String token) {
        if (token != null) {
            builder.header("Authorization", "Bearer " + token);
        } else if (config.getUsername() != null && config.getPassword() != null) {
            builder.header(
                    "Authorization", HttpClientUtils.basicCredentials(config.getUsername(), config.getPassword()));
        }
        if (proxyAuthorization != null) {
            builder.header("Proxy-Authorization", proxyAuthorization);
        }
        if (config.getImpersonateUsername() != null
                && !config.getImpersonateUsername().isEmpty()) {
            impersonate(builder);
        }
    }

    /** See https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation. */
    private void impersonate(HttpRequest.Builder builder) {
        builder.header("Impersonate-User", config.getImpersonateUsername());
        if (config.getImpersonateGroups() != null) {
            for (String group : config.getImpersonateGroups()) {
                builder.header("Impersonate-Group", group);
            }
        }
        if (config.getImpersonateExtras() != null) {
            config.getImpersonateExtras()
                    .forEach((key, values) ->
                            values.forEach(value -> builder.header("Impersonate-Extra-" + key, value)));
        }
    }

    /** The token to send; {@code null} without one. */
    private String token() {
        String token = givenToken();
        if (token != null && !SENDABLE.matcher(token).matches()) {
            // The HTTP client would refuse it too, with the token in its message.
            throw unauthorized(new ProblemException(
                    ProblemException.Category.ACCESS, Problem.of("kubernetes.api-bad-token", server)));
        }
        return token;
    }

    private String givenToken() {
        OAuthTokenProvider provider = config.getOauthTokenProvider();
        if (provider == null) {
            return config.getOauthToken() != null ? config.getOauthToken() : config.getAutoOAuthToken();
        }
        try {
            return provider.getToken();
        } catch (ProblemException e) {
            throw unauthorized(e);
        }
    }

    private static boolean renewed(RenewableToken renewable, String refused) {
        try {
            return renewable.renew(refused);
        } catch (ProblemException e) {
            throw unauthorized(e);
        }
    }

    private static ApiException unauthorized(ProblemException cause) {
        return new ApiException(
                cause.category(), cause.problems().get(0), 401, "Unauthorized", MissingNode.getInstance(), null, cause);
    }

    private static String address(String url) {
        String address = String.valueOf(url).replaceAll("/+$", "");
        if (!address.matches("https?://[^/?#\\s]+(/[^?#\\s]*)?")) {
            throw new ProblemException(
                    ProblemException.Category.INPUT, Problem.of("kubernetes.api-bad-server", "", address));
        }
        return address;
    }

    /** The server sends more than {@link #MAX_ANSWER_BYTES}. */
    static final class AnswerTooLargeException extends IOException {
        private static final long serialVersionUID = 1L;
    }
}
