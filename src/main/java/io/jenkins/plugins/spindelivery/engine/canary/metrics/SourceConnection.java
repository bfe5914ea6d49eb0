package io.jenkins.plugins.spindelivery.engine.canary.metrics;

import io.jenkins.plugins.spindelivery.engine.artifact.BoundedBody;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Sends requests to one source: each is bounded in time, its answer in size, and no redirect takes them elsewhere. */
final class SourceConnection {
    /** 11,000 points take half a MiB; what is larger is dozens of series that nobody can compare. */
    static final int MOST_BYTES = 8 << 20;

    private static final Duration LONGEST_CONNECTING = Duration.ofSeconds(10);

    private final MetricSourceSpec spec;
    private final HttpClient client;

    /**
     * A connection.
     *
     * @param spec the source
     * @param builder may have an executor and a proxy
     * @throws ProblemException when the certificates can't be used
     */
    SourceConnection(MetricSourceSpec spec, HttpClient.Builder builder) {
        this.spec = spec;
        builder.version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(shorter(spec.timeout(), LONGEST_CONNECTING));
        if (!spec.authorities().isEmpty()) {
            builder.sslContext(trusting(spec));
        }
        client = builder.build();
    }

    /** Sends a request; its end is an answer of any status, or an exception that says why there is none. */
    CompletableFuture<SourceAnswer> send(MetricProtocol.Question question) {
        CompletableFuture<HttpResponse<byte[]>> exchange =
                client.sendAsync(request(question), answer -> BoundedBody.ofAny(answer, MOST_BYTES));
        // The client's own timeout ends with the headers; this one limits the body too.
        CompletableFuture<SourceAnswer> bounded =
                exchange.thenApply(SourceAnswer::new).orTimeout(spec.timeout().toMillis(), TimeUnit.MILLISECONDS);
        bounded.whenComplete((answer, failure) -> {
            if (failure != null) {
                exchange.cancel(true);
            }
        });
        return bounded;
    }

    private HttpRequest request(MetricProtocol.Question question) {
        String query = question.query().isEmpty() ? "" : "?" + question.query();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(spec.address() + question.path() + query))
                .timeout(spec.timeout())
                .header("Accept", "application/json")
                .header("User-Agent", "spin-delivery");
        spec.authorization().header().ifPresent(value -> request.header("Authorization", value));
        if (question.body() == null) {
            return request.GET().build();
        }
        return request.header("Content-Type", question.contentType())
                .POST(BodyPublishers.ofString(question.body()))
                .build();
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** As for clusters: who names an authority trusts that one alone. */
    private static SSLContext trusting(MetricSourceSpec spec) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            byte[] pem = spec.authorities().getBytes(StandardCharsets.UTF_8);
            int number = 0;
            for (Certificate authority :
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem))) {
                store.setCertificateEntry("ca-" + number++, authority);
            }
            if (number == 0) {
                throw new IOException("no certificate in it");
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new ProblemException(
                    Category.INPUT, List.of(Problem.of("canary.source-bad-certificate", "", spec.name())), e);
        }
    }
}
