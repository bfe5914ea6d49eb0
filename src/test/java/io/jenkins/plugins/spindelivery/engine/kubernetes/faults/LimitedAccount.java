package io.jenkins.plugins.spindelivery.engine.kubernetes.faults;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.FabricCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.kubeconfig.Kubeconfigs;
import io.jenkins.plugins.spindelivery.engine.testcluster.ClusterApi;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** A connection as the ServiceAccount {@code deployer} of a namespace, which may do what its Role says. */
final class LimitedAccount {
    private LimitedAccount() {}

    /**
     * Makes the account.
     *
     * @param live the cluster
     * @param namespace where the account and its Role are
     * @param rules the Role's rules, each as {@link #rule} gives it
     * @return the connection, to be closed
     */
    static Cluster of(LiveCluster live, String namespace, String... rules) {
        ClusterApi api = live.testCluster().api();
        String core = "/api/v1/namespaces/" + namespace;
        String rbac = "/apis/rbac.authorization.k8s.io/v1/namespaces/" + namespace;
        api.create(core + "/serviceaccounts", "{\"metadata\":{\"name\":\"deployer\"}}");
        api.create(
                rbac + "/roles", "{\"metadata\":{\"name\":\"deployer\"},\"rules\":[" + String.join(",", rules) + "]}");
        api.create(
                rbac + "/rolebindings",
                """
                {"metadata":{"name":"deployer"},
                 "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"deployer"},
                 "subjects":[{"kind":"ServiceAccount","name":"deployer","namespace":"%s"}]}"""
                        .formatted(namespace));
        String token = api.create(
                        core + "/serviceaccounts/deployer/token",
                        "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"TokenRequest\",\"spec\":{}}")
                .path("status")
                .path("token")
                .asText();
        awaitRole(api, namespace);
        return new FabricCluster(
                new ConfigBuilder(new Kubeconfigs(Kubeconfigs.Policy.LOCAL, Map.of(), Clock.systemUTC())
                                .load(live.testCluster().kubeconfig(), ""))
                        .withOauthToken(token)
                        .build());
    }

    /**
     * A rule of a Role.
     *
     * @param resource such as {@code configmaps} or {@code apps/deployments}
     * @param verbs what is allowed, such as {@code get}; at last perhaps {@code =name}, if only for an object of this name
     * @return JSON
     */
    static String rule(String resource, String... verbs) {
        int slash = resource.indexOf('/');
        String name = verbs[verbs.length - 1].startsWith("=") ? verbs[verbs.length - 1].substring(1) : "";
        String allowed = Arrays.stream(verbs)
                .filter(verb -> !verb.startsWith("="))
                .map(verb -> "\"" + verb + "\"")
                .collect(Collectors.joining(","));
        return "{\"apiGroups\":[\"" + resource.substring(0, Math.max(0, slash)) + "\"],\"resources\":[\""
                + resource.substring(slash + 1) + "\"],\"verbs\":[" + allowed + "]"
                + (name.isEmpty() ? "" : ",\"resourceNames\":[\"" + name + "\"]") + "}";
    }

    /** The authorizer learns of a new binding by a watch. Each Role of these tests allows to get ConfigMaps. */
    private static void awaitRole(ClusterApi api, String namespace) {
        String review =
                """
                {"apiVersion":"authorization.k8s.io/v1","kind":"SubjectAccessReview","spec":{
                 "user":"system:serviceaccount:%1$s:deployer",
                 "resourceAttributes":{"namespace":"%1$s","verb":"get","resource":"configmaps"}}}"""
                        .formatted(namespace);
        Until.reached(
                "the Role is in force", () -> api.create("/apis/authorization.k8s.io/v1/subjectaccessreviews", review)
                        .at("/status/allowed")
                        .asBoolean());
    }
}
