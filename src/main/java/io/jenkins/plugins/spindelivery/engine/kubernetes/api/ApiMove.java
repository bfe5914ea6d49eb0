package io.jenkins.plugins.spindelivery.engine.kubernetes.api;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An API version that Kubernetes removed in favour of one with the same fields and, defaults apart, the same meaning.
 *
 * @param apiVersion the removed version
 * @param kind the kind
 * @param target the version that took its place
 */
public record ApiMove(String apiVersion, String kind, String target) {

    private record Row(String apiVersion, Set<String> kinds, String target) {}

    private static final List<Row> ROWS = List.of(
            new Row("extensions/v1beta1", Set.of("Deployment", "DaemonSet", "ReplicaSet"), "apps/v1"),
            new Row("apps/v1beta1", Set.of("Deployment", "StatefulSet"), "apps/v1"),
            new Row("apps/v1beta2", Set.of("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"), "apps/v1"),
            new Row("batch/v1beta1", Set.of("CronJob"), "batch/v1"),
            new Row("autoscaling/v2beta2", Set.of("HorizontalPodAutoscaler"), "autoscaling/v2"),
            new Row("policy/v1beta1", Set.of("PodDisruptionBudget"), "policy/v1"),
            new Row(
                    "rbac.authorization.k8s.io/v1beta1",
                    Set.of("Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding"),
                    "rbac.authorization.k8s.io/v1"));

    /**
     * Where a type went.
     *
     * @param apiVersion the version that a manifest names
     * @param kind the kind that it names
     * @return the move; empty when there is none that keeps the meaning
     */
    public static Optional<ApiMove> of(String apiVersion, String kind) {
        return ROWS.stream()
                .filter(row -> row.apiVersion.equals(apiVersion) && row.kinds.contains(kind))
                .map(row -> new ApiMove(apiVersion, kind, row.target))
                .findFirst();
    }
}
