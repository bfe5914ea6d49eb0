package io.jenkins.plugins.spindelivery.engine.kubernetes.api;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.OAuthTokenProvider;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.fabric8.kubernetes.client.utils.HttpClientUtils;
import io.fabric8.kubernetes.client.utils.ImpersonatorInterceptor;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * Sends one request and waits for the whole answer, in bounded time and without repeating it.
 *
 * <p>It uses the JDK's HTTP client, named here and not looked up: in Jenkins the look-up would find whatever client the
 * API plugin or another plugin ships. Nor does it use fabric8's own set-up of that client, which retries, follows
 * redirects to any host with the token, and re-reads kubeconfigs of its own choice after a 401. The typed client would
 * also cost a second at each start.
 */
final class Transport implements AutoCloseable {
    /** Larger than any object (3 MiB) or page of a list in practice; protects the memory against a runaway server. */
    static final int MAX_ANSWER_BYTES = 256 << 20;

    private static final Pattern SENDABLE = Pattern.compile("[!-~]+");

    private final Config config;
    private final String server;
    private final HttpClient client;

    Transport(Config config) {
        this.config = withoutRetries(config);
        this.server = address(config.getMasterUrl());
        this.client = connect(this.config, server);
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
        CompletableFuture<HttpResponse<AsyncBody>> response = client.consumeBytes(build(request, token()), stream);
        CompletableFuture<Integer> end = response.thenCompose(started -> {
            started.body().consume();
            return started.body().done().handle((done, failure) -> {
                stream.ended(started.code(), failure);
                return started.code();
            });
        });
        end.orTimeout(request.timeout().toMillis(), TimeUnit.MILLISECONDS).whenComplete((status, failure) -> {
            if (failure != null) {
                stream.ended(0, failure);
                abandon(response);
            }
        });
        return () -> {
            stream.close();
            abandon(response);
        };
    }

    @Override
    public void close() {
        client.close();
    }

    private Answer sendOnce(Request request, String token) throws IOException {
        Collector collector = new Collector();
        CompletableFuture<HttpResponse<AsyncBody>> response = client.consumeBytes(build(request, token), collector);
        CompletableFuture<Answer> whole = response.thenCompose(started -> {
            started.body().consume();
            return started.body().done().thenApply(done -> collector.answer(started));
        });
        try {
            return whole.get(request.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            abandon(response);
            throw new HttpTimeoutException("no whole answer within " + request.timeout());
        } catch (InterruptedException e) {
            abandon(response);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        }
    }

    /** Ends the exchange, whether its answer has begun or not; otherwise the connection would stay open for nobody. */
    private static void abandon(CompletableFuture<HttpResponse<AsyncBody>> response) {
        response.cancel(true);
        response.whenComplete((started, failure) -> {
            if (started != null) {
                started.body().cancel();
            }
        });
    }

    private HttpRequest build(Request request, String token) {
        HttpRequest.Builder builder = client.newHttpRequestBuilder()
                .uri(URI.create(server + request.path()))
                .timeout(request.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .header("Accept", request.accept());
        if (config.getUserAgent() != null) {
            builder.header("User-Agent", config.getUserAgent());
        }
        if (config.getCustomHeaders() != null) {
            config.getCustomHeaders().forEach(builder::header);
        }
        if (token != null) {
            builder.header("Authorization", "Bearer " + token);
        } else if (config.getUsername() != null && config.getPassword() != null) {
            builder.header(
                    "Authorization", HttpClientUtils.basicCredentials(config.getUsername(), config.getPassword()));
        }
        return builder.method(request.method(), request.contentType(), request.body())
                .build();
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

    private static Config withoutRetries(Config config) {
        return new ConfigBuilder(config).withRequestRetryBackoffLimit(0).build();
    }

    private static HttpClient connect(Config config, String server) {
        HttpClient.Builder builder = new JdkHttpClientFactory().newBuilder();
        builder.tag(config.getRequestConfig());
        // fabric8 adds it at log level TRACE; it writes bodies and headers, and with them Secrets and tokens.
        builder.addOrReplaceInterceptor("HttpLogging", null);
        builder.addOrReplaceInterceptor(
                ImpersonatorInterceptor.NAME, new ImpersonatorInterceptor(config.getRequestConfig()));
        builder.connectTimeout(config.getConnectionTimeout(), TimeUnit.MILLISECONDS);
        // The API server ends a HTTP/2 connection after an Unauthorized and when it shuts down (GOAWAY), and the JDK's
        // client then throws away answers that have arrived: a wrong token would look like a broken network.
        builder.preferHttp11();
        proxy(builder, config, server);
        try {
            builder.sslContext(Tls.keyManagers(config), Tls.trustManagers(config));
        } catch (ProblemException e) {
            throw e;
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            throw new ProblemException(
                    ProblemException.Category.ACCESS,
                    List.of(Problem.of("kubernetes.api-bad-certificate", server, reason(e))),
                    e);
        }
        return builder.build();
    }

    private static void proxy(HttpClient.Builder builder, Config config, String server) {
        String proxy = server.startsWith("https:") ? config.getHttpsProxy() : config.getHttpProxy();
        if (proxy == null || proxy.isEmpty()) {
            // Or the JVM's system properties would decide.
            builder.proxyType(HttpClient.ProxyType.DIRECT);
            return;
        }
        URI uri = URI.create(proxy);
        int port = uri.getPort() >= 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
        builder.proxyType(HttpClient.ProxyType.HTTP);
        builder.proxyAddress(new InetSocketAddress(uri.getHost(), port));
        if (uri.getUserInfo() != null) {
            builder.proxyAuthorization(HttpClientUtils.basicCredentials(uri.getUserInfo()));
        }
    }

    private static String reason(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /** Gathers the body while it arrives. */
    private static final class Collector implements AsyncBody.Consumer<List<ByteBuffer>> {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public void consume(List<ByteBuffer> buffers, AsyncBody body) throws IOException {
            for (ByteBuffer buffer : buffers) {
                if (bytes.size() + buffer.remaining() > MAX_ANSWER_BYTES) {
                    throw new AnswerTooLargeException();
                }
                byte[] chunk = new byte[buffer.remaining()];
                buffer.get(chunk);
                bytes.writeBytes(chunk);
            }
            body.consume();
        }

        Answer answer(HttpResponse<?> response) {
            Map<String, List<String>> headers = new TreeMap<>();
            response.headers().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
            return new Answer(response.code(), headers, bytes.toByteArray());
        }
    }

    /** The server sends more than {@link #MAX_ANSWER_BYTES}. */
    static final class AnswerTooLargeException extends IOException {
        private static final long serialVersionUID = 1L;
    }
}
