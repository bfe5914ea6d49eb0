package io.jenkins.plugins.spindelivery.step;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import com.cloudbees.plugins.credentials.domains.URIRequirementBuilder;
import hudson.ProxyConfiguration;
import hudson.model.Run;
import io.jenkins.plugins.spindelivery.engine.artifact.FetchPolicy;
import io.jenkins.plugins.spindelivery.engine.artifact.HostResolver;
import io.jenkins.plugins.spindelivery.engine.artifact.HttpExchange;
import io.jenkins.plugins.spindelivery.engine.artifact.HttpSource;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import io.jenkins.plugins.spindelivery.engine.webhook.WebhookRequest;
import io.jenkins.plugins.spindelivery.engine.webhook.WebhookSender;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/**
 * Sends webhooks by Jenkins' proxy, under the same rules as what is fetched, and with the credentials that a build may use.
 * A credential is read for each request, so that nothing secret is kept, and is taken out of what the server sends back.
 */
final class WebhookSenders implements WebhookSender {
    /** What is fetched may be larger, and take longer. */
    private static final int MAX_ANSWER = 1 << 20;

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String MASK = "****";

    private FetchPolicy policy;
    private HttpExchange exchange;

    /**
     * Makes sure that the credential is there, and tells Jenkins that the build uses it.
     *
     * @throws ProblemException when the build may use no such one
     */
    void check(WebhookRequest request, Run<?, ?> run) {
        if (!request.credentialId().isEmpty()) {
            String url = request.call().url().isEmpty()
                    ? request.statusUrl()
                    : request.call().url();
            CredentialsProvider.track(run, credential(request.credentialId(), run, url));
        }
    }

    @Override
    public Answer send(Message message) {
        Map<String, String> headers = new LinkedHashMap<>(message.headers());
        List<String> secrets = List.of();
        if (!message.credential().id().isEmpty()) {
            Credential named = message.credential();
            Secret secret = Secret.of(credential(named.id(), run(named), message.url()), named.header());
            headers.keySet().removeIf(named.header()::equalsIgnoreCase);
            headers.put(named.header(), secret.header());
            secrets = secret.texts();
        }
        byte[] body = message.body() == null ? null : message.body().getBytes(StandardCharsets.UTF_8);
        HttpExchange.Answer answer = UrlFetcher.hinting(
                () -> exchange().send(new HttpExchange.Request(message.method(), message.url(), headers, body)));
        String text = new String(answer.body(), StandardCharsets.UTF_8);
        return new Answer(answer.status(), masked(answer.location(), secrets), masked(text, secrets));
    }

    private static String masked(String text, List<String> secrets) {
        String masked = text;
        for (String secret : secrets) {
            masked = masked.replace(secret, MASK);
        }
        return masked;
    }

    /** One client for all requests, until an administrator changes what is allowed. */
    private HttpExchange exchange() {
        FetchPolicy all = UrlFetcher.policy();
        FetchPolicy now = new FetchPolicy(
                all.connectTimeout(),
                PATIENCE,
                MAX_ANSWER,
                all.maxRedirects(),
                all.allowedAddresses(),
                all.allowedHosts());
        if (!now.equals(policy)) {
            policy = now;
            exchange = new HttpExchange(
                    HttpSource.client(ProxyConfiguration.newHttpClientBuilder(), now),
                    now,
                    HostResolver.SYSTEM,
                    Clock.systemUTC());
        }
        return exchange;
    }

    private static Run<?, ?> run(Credential named) {
        Run<?, ?> run = Run.fromExternalizableId(named.owner());
        if (run == null) {
            throw unknown(named.id());
        }
        return run;
    }

    private static StandardCredentials credential(String id, Run<?, ?> run, String url) {
        StandardCredentials found = CredentialsProvider.findCredentialById(
                id,
                StandardCredentials.class,
                run,
                URIRequirementBuilder.fromUri(url).build());
        if (found == null) {
            throw unknown(id);
        } else if (!(found instanceof StringCredentials) && !(found instanceof StandardUsernamePasswordCredentials)) {
            throw new ProblemException(Category.INPUT, Problem.of("step.webhook-credential-type", "credentialsId", id));
        }
        return found;
    }

    private static ProblemException unknown(String id) {
        return new ProblemException(Category.INPUT, Problem.of("step.webhook-credential", "credentialsId", id));
    }

    /**
     * What a credential comes to.
     *
     * @param header the value of its header
     * @param texts what must not be written down, the longest first
     */
    private record Secret(String header, List<String> texts) {
        static Secret of(StandardCredentials credential, String header) {
            if (credential instanceof StringCredentials text) {
                String secret = text.getSecret().getPlainText();
                boolean scheme =
                        header.equalsIgnoreCase("Authorization") || header.equalsIgnoreCase("Proxy-Authorization");
                return new Secret((scheme ? "Bearer " : "") + secret, secret.isEmpty() ? List.of() : List.of(secret));
            }
            StandardUsernamePasswordCredentials pair = (StandardUsernamePasswordCredentials) credential;
            String password = pair.getPassword().getPlainText();
            byte[] both = (pair.getUsername() + ":" + password).getBytes(StandardCharsets.UTF_8);
            String basic = Base64.getEncoder().encodeToString(both);
            return new Secret("Basic " + basic, password.isEmpty() ? List.of(basic) : List.of(basic, password));
        }
    }
}
