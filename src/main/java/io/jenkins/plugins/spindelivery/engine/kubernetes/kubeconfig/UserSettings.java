package io.jenkins.plugins.spindelivery.engine.kubernetes.kubeconfig;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.jenkins.plugins.spindelivery.engine.kubernetes.kubeconfig.Kubeconfigs.Policy;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A kubeconfig's user entry: exactly one way to prove who it is, plus a client certificate if it likes. */
final class UserSettings {
    private final Policy policy;
    private final Kubeconfig.Entry user;
    private final Map<String, String> environment;
    private final Clock clock;

    UserSettings(Policy policy, Kubeconfig.Entry user, Map<String, String> environment, Clock clock) {
        this.policy = policy;
        this.user = user;
        this.environment = environment;
        this.clock = clock;
    }

    void apply(ConfigBuilder builder) {
        if (user.has("auth-provider")) {
            throw user.problem(Category.INPUT, "kubernetes.kubeconfig-auth-provider");
        }
        List<String> ways = ways();
        if (ways.size() > 1) {
            throw user.problem(Category.INPUT, "kubernetes.kubeconfig-two-credentials", String.join(", ", ways));
        }
        boolean certificate = certificate(builder);
        if (ways.isEmpty() && !certificate) {
            throw user.problem(Category.ACCESS, "kubernetes.kubeconfig-no-credentials");
        }
        if (!ways.isEmpty()) {
            credential(builder, ways.get(0));
        }
        impersonation(builder);
    }

    private List<String> ways() {
        List<String> ways = new ArrayList<>();
        if (user.has("tokenFile")) {
            // As for kubectl the file wins over a token beside it.
            ways.add("tokenFile");
        } else if (user.has("token")) {
            ways.add("token");
        }
        if (user.has("exec")) {
            ways.add("exec");
        }
        if (user.has("username") || user.has("password")) {
            ways.add("username");
        }
        return ways;
    }

    private void credential(ConfigBuilder builder, String way) {
        switch (way) {
            case "token" -> builder.withOauthToken(user.headerText("token"));
            case "tokenFile" -> {
                TokenFile token = new TokenFile(Paths.of(policy, user, "tokenFile"), user.file());
                token.getToken();
                builder.withOauthTokenProvider(token);
            }
            case "exec" -> exec(builder);
            default -> {
                if (!user.has("username") || !user.has("password")) {
                    throw user.problem(Category.INPUT, "kubernetes.kubeconfig-half-password");
                }
                builder.withUsername(user.text("username")).withPassword(user.text("password"));
            }
        }
    }

    private void exec(ConfigBuilder builder) {
        Paths.refuse(policy, user, "exec", "kubernetes.kubeconfig-exec-refused");
        ExecToken token = new ExecToken(new ExecProgram(user, environment), clock);
        ExecCredential credential = token.first();
        if (credential.hasCertificate()) {
            builder.withClientCertData(credential.certificate()).withClientKeyData(credential.key());
        }
        if (credential.token() != null) {
            builder.withOauthTokenProvider(token);
        }
    }

    private boolean certificate(ConfigBuilder builder) {
        String certificate = Certificates.of(policy, user, "client-certificate");
        String key = Certificates.of(policy, user, "client-key");
        if (certificate == null && key == null) {
            return false;
        }
        if (certificate == null || key == null) {
            throw user.problem(Category.INPUT, "kubernetes.kubeconfig-half-certificate");
        }
        valid(Certificates.check(user, "client-certificate", certificate).get(0));
        builder.withClientCertData(certificate).withClientKeyData(key);
        return true;
    }

    private void valid(X509Certificate certificate) {
        Instant now = clock.instant();
        if (now.isAfter(certificate.getNotAfter().toInstant())) {
            throw user.problem(
                    Category.ACCESS, "kubernetes.kubeconfig-certificate-expired", day(certificate.getNotAfter()));
        }
        if (now.isBefore(certificate.getNotBefore().toInstant())) {
            throw user.problem(
                    Category.ACCESS, "kubernetes.kubeconfig-certificate-early", day(certificate.getNotBefore()));
        }
    }

    private static String day(Date date) {
        return date.toInstant().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private void impersonation(ConfigBuilder builder) {
        if (user.has("as-uid")) {
            throw user.problem(Category.INPUT, "kubernetes.kubeconfig-as-uid");
        }
        if (!user.has("as")) {
            if (user.has("as-groups") || user.has("as-user-extra")) {
                throw user.problem(Category.INPUT, "kubernetes.kubeconfig-as-missing");
            }
            return;
        }
        builder.withImpersonateUsername(user.headerText("as"))
                .withImpersonateGroups(texts(user.value().path("as-groups")).toArray(String[]::new));
        Map<String, List<String>> extra = new HashMap<>();
        user.value()
                .path("as-user-extra")
                .fields()
                .forEachRemaining(field -> extra.put(field.getKey(), texts(field.getValue())));
        builder.withImpersonateExtras(extra);
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.asText()));
        return texts;
    }
}
