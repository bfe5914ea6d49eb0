package io.jenkins.plugins.spindelivery.engine.manifest;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is known about a kind of object without asking a cluster. {@link Kinds} has them all.
 *
 * @param name as manifests write it, such as {@code ConfigMap}
 * @param canonicalName as Spinnaker writes it in annotations, such as {@code configMap}; of a kind that Spinnaker does
 *     not know the name itself, with the group when that is not Kubernetes' own ({@code Rollout.argoproj.io})
 * @param groups the API groups that serve or served it; the core group is an empty text
 * @param aliases short names in lower case, such as {@code cm}
 * @param priority its place in the deploy order; lower comes first
 * @param traits what else is special about it
 * @param podTemplate where its pod template is; {@code null} when it has none
 */
public record Kind(
        String name,
        String canonicalName,
        Set<String> groups,
        List<String> aliases,
        int priority,
        Set<Trait> traits,
        JsonPointer podTemplate) {

    /** Something special about a kind. */
    public enum Trait {
        /** Gets a new version for each change unless told otherwise. */
        VERSIONED,
        /** Its {@code spec.replicas} can be scaled. */
        SCALABLE,
        /** Its objects live outside of namespaces. */
        CLUSTER_SCOPED,
        /** Made by the cluster itself, never deployed. */
        NOT_DEPLOYABLE
    }

    public Kind {
        groups = Set.copyOf(groups);
        aliases = List.copyOf(aliases);
        traits = Set.copyOf(traits);
    }

    /**
     * The type of the artifact that deploying such an object produces.
     *
     * @return such as {@code kubernetes/configMap}
     */
    public String artifactType() {
        return "kubernetes/" + canonicalName;
    }

    /**
     * Whether its objects get a new version for each change unless annotation or option say otherwise.
     *
     * @return true for ConfigMap, Secret, ReplicaSet and Pod
     */
    public boolean versioned() {
        return traits.contains(Trait.VERSIONED);
    }

    /**
     * Whether {@code spec.replicas} of its objects can be scaled.
     *
     * @return true for Deployment, ReplicaSet and StatefulSet
     */
    public boolean scalable() {
        return traits.contains(Trait.SCALABLE);
    }

    /**
     * Whether its objects live in namespaces, as far as that can be told without a cluster.
     *
     * @return false only for kinds known to be cluster-scoped
     */
    public boolean namespaced() {
        return !traits.contains(Trait.CLUSTER_SCOPED);
    }

    /**
     * Whether a manifest of it may be deployed.
     *
     * @return false for Event and ControllerRevision
     */
    public boolean deployable() {
        return !traits.contains(Trait.NOT_DEPLOYABLE);
    }

    /**
     * Where the pod's specification is inside an object of this kind.
     *
     * @return such as {@code /spec/template/spec}, or {@code /spec} for a Pod; empty for kinds without pods
     */
    public Optional<JsonPointer> podSpec() {
        return Optional.ofNullable(podTemplate).map(template -> template.appendProperty("spec"));
    }
}
