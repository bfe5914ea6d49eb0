package io.jenkins.plugins.spindelivery.account;

import hudson.model.ItemGroup;
import hudson.util.FormValidation;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiResource;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.FabricCluster;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Tries an account and tells, in words, whom the server takes it for and what it may do there. */
final class ConnectionTest {
    /** Someone sits in front of the page and waits. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final List<String> VERBS = List.of("create", "patch", "delete");

    private record Type(String apiVersion, String kind) {}

    /** What nearly every delivery writes. */
    private static final List<Type> TYPES = List.of(
            new Type("apps/v1", "Deployment"),
            new Type("v1", "Service"),
            new Type("v1", "ConfigMap"),
            new Type("v1", "Secret"));

    private ConnectionTest() {}

    /** Connects anew, whatever connections are open; an error says why it can't. */
    static FormValidation of(KubernetesAccount account, ItemGroup<?> owner) {
        try (Cluster cluster =
                new FabricCluster(ConnectionSettings.of(account, owner).config(Clock.systemUTC()), TIMEOUT)) {
            return FormValidation.ok(String.join("\n", told(cluster)));
        } catch (ProblemException e) {
            return FormValidation.error(e.problems().stream().map(Wording::of).collect(Collectors.joining("\n")));
        }
    }

    private static List<String> told(Cluster cluster) {
        List<String> lines = new ArrayList<>();
        String version = cluster.version();
        String user = cluster.user();
        lines.add(
                user.isEmpty()
                        ? Wording.of("account.test-connected-unnamed", cluster.server(), version)
                        : Wording.of("account.test-connected", cluster.server(), version, user));
        lines.add(Wording.of("account.test-namespace", cluster.defaultNamespace()));
        TYPES.forEach(type -> rights(cluster, type).ifPresent(lines::add));
        return lines;
    }

    private static Optional<String> rights(Cluster cluster, Type type) {
        return cluster.resources().find(type.apiVersion(), type.kind()).map(resource -> rights(cluster, resource));
    }

    private static String rights(Cluster cluster, ApiResource resource) {
        List<String> allowed = new ArrayList<>();
        List<String> denied = new ArrayList<>();
        for (String verb : VERBS) {
            boolean may = cluster.may(verb, resource, cluster.defaultNamespace(), "");
            (may ? allowed : denied).add(Wording.of("account.verb-" + verb));
        }
        String separator = Wording.of("account.verb-separator");
        if (denied.isEmpty()) {
            return Wording.of("account.test-all", resource.kind(), String.join(separator, allowed));
        }
        return allowed.isEmpty()
                ? Wording.of("account.test-nothing", resource.kind(), String.join(separator, denied))
                : Wording.of(
                        "account.test-some",
                        resource.kind(),
                        String.join(separator, allowed),
                        String.join(separator, denied));
    }
}
