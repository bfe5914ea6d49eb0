package io.jenkins.plugins.spindelivery.notify;

import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import com.cloudbees.plugins.credentials.domains.URIRequirementBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.ProxyConfiguration;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.spindelivery.account.AllowedHosts;
import io.jenkins.plugins.spindelivery.account.CredentialChoice;
import io.jenkins.plugins.spindelivery.engine.artifact.FetchPolicy;
import io.jenkins.plugins.spindelivery.engine.artifact.HostResolver;
import io.jenkins.plugins.spindelivery.engine.artifact.HttpSource;
import io.jenkins.plugins.spindelivery.engine.artifact.UrlGuard;
import io.jenkins.plugins.spindelivery.engine.notify.Address;
import io.jenkins.plugins.spindelivery.engine.notify.BotSignatures;
import io.jenkins.plugins.spindelivery.engine.notify.Format;
import io.jenkins.plugins.spindelivery.engine.notify.Replies;
import io.jenkins.plugins.spindelivery.engine.notify.Reply;
import io.jenkins.plugins.spindelivery.engine.notify.Reply.Outcome;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/**
 * Posts letters, by Jenkins' proxy and only where the limits for artifacts let Jenkins connect to. Credentials are looked
 * up and messages signed at each try. Redirects are not followed.
 */
final class WebhookSender {
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Executor executor;
    private final Clock clock = Clock.systemUTC();
    private ProxyConfiguration proxy;
    private HttpClient client;

    /** A sender whose requests hold no thread while they wait. */
    WebhookSender(Executor executor) {
        this.executor = executor;
    }

    /** The secret texts that a job, or Jenkins itself, may use for an address. */
    static CredentialChoice choice(@CheckForNull Item item, String url) {
        ItemGroup<?> owner = item == null ? Jenkins.get() : item.getParent();
        List<DomainRequirement> domain =
                url.isEmpty() ? List.of() : URIRequirementBuilder.fromUri(url).build();
        return new CredentialChoice(owner, domain, CredentialsMatchers.instanceOf(StringCredentials.class));
    }

    /**
     * Posts a letter.
     *
     * @return what came of it; never fails
     */
    CompletableFuture<Reply> send(Letter letter) {
        try {
            return post(letter);
        } catch (ProblemException e) {
            Problem why = e.problems().get(0);
            return CompletableFuture.completedFuture(new Reply(Outcome.REFUSED, Optional.of(why), Duration.ZERO));
        }
    }

    private CompletableFuture<Reply> post(Letter letter) {
        Letter.Webhook webhook = letter.webhook();
        Item item = item(letter.owner());
        Address address =
                Address.of(webhook.url().isEmpty() ? secret(item, webhook.urlCredentialsId(), "") : webhook.url());
        HttpClient http = client();
        if (!mayConnect(address, http)) {
            return CompletableFuture.completedFuture(Replies.none(address.host()));
        }
        Format format = Format.named(webhook.format()).orElseThrow();
        HttpRequest request = request(address, format, webhook, item);
        CompletableFuture<HttpResponse<String>> answer = http.sendAsync(request, info -> new AnswerHead());
        return answer.orTimeout(LONGEST.toMillis(), TimeUnit.MILLISECONDS).handle((got, failure) -> {
            answer.cancel(true);
            return failure != null ? Replies.none(address.host()) : reply(format, address, got);
        });
    }

    private Reply reply(Format format, Address address, HttpResponse<String> answer) {
        String retryAfter = answer.headers().firstValue("Retry-After").orElse("");
        Instant now = clock.instant();
        return Replies.of(format, address.host(), answer.statusCode(), retryAfter, answer.body(), now);
    }

    private HttpRequest request(Address address, Format format, Letter.Webhook webhook, @CheckForNull Item item) {
        String secret = webhook.secretCredentialsId().isEmpty()
                ? ""
                : secret(item, webhook.secretCredentialsId(), address.uri().toString());
        Address signed = address;
        JsonNode body = webhook.body();
        String authorization = "";
        if (!secret.isEmpty()) {
            switch (format) {
                case DINGTALK -> signed = BotSignatures.dingTalk(address, secret, clock.instant());
                case FEISHU -> body = BotSignatures.feishu((ObjectNode) body, secret, clock.instant());
                default -> authorization = "Bearer " + secret;
            }
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(signed.uri())
                .timeout(LONGEST)
                .header("User-Agent", "spin-delivery")
                .header("Content-Type", format.contentType())
                .POST(BodyPublishers.ofString(body.toString(), StandardCharsets.UTF_8));
        webhook.headers().forEach(request::setHeader);
        if (!authorization.isEmpty()) {
            request.setHeader("Authorization", authorization);
        }
        return request.build();
    }

    private synchronized HttpClient client() {
        ProxyConfiguration now = Jenkins.get().getProxy();
        if (client == null || now != proxy) {
            proxy = now;
            HttpClient.Builder builder =
                    ProxyConfiguration.newHttpClientBuilder().executor(executor);
            client = HttpSource.client(builder, FetchPolicy.DEFAULT);
        }
        return client;
    }

    /**
     * Whether there is somebody to connect to; a name server may be down for a while.
     *
     * @throws ProblemException when it is not allowed; only the host is shown, so the guard's own words are not
     */
    private static boolean mayConnect(Address address, HttpClient http) {
        Optional<ProxySelector> proxies = http.proxy().or(() -> Optional.ofNullable(ProxySelector.getDefault()));
        try {
            new UrlGuard(AllowedHosts.policy(), HostResolver.SYSTEM, proxies).check(address.uri());
            return true;
        } catch (ProblemException e) {
            if (e.problems().get(0).code().equals("artifact.unknown-host")) {
                return false;
            }
            throw wrong("notify.address-refused", address.host());
        }
    }

    @CheckForNull
    private static Item item(String owner) {
        if (owner.isEmpty()) {
            return null;
        }
        try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
            Item item = Jenkins.get().getItemByFullName(owner);
            if (item == null) {
                throw wrong("notify.job-gone", owner);
            }
            return item;
        }
    }

    private static String secret(@CheckForNull Item item, String id, String url) {
        return choice(item, url)
                .find(id)
                .filter(StringCredentials.class::isInstance)
                .map(found -> ((StringCredentials) found).getSecret().getPlainText())
                .orElseThrow(() -> wrong("notify.credential-missing", id));
    }

    private static ProblemException wrong(String code, String argument) {
        return new ProblemException(Category.INPUT, Problem.of(code, "", argument));
    }
}
