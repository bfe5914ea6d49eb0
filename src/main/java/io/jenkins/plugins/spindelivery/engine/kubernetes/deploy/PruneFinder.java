package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiException;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiResource;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.manifest.Kinds;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.manifest.SpinnakerAnnotations;
import io.jenkins.plugins.spindelivery.engine.manifest.prepare.PreparedManifest;
import io.jenkins.plugins.spindelivery.engine.operation.Parallel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/**
 * Finds what earlier deploys of the same applications made in the same namespaces and this one no longer has.
 *
 * <p>An object is found only if it carries all of our marks: the managed-by label of this deploy, an artifact annotation,
 * and the annotation of an application of this request. Whatever has an owner is its owner's business; earlier versions
 * of an object that is still in the request are the history's.
 */
final class PruneFinder {
    private final Cluster cluster;
    private final Executor executor;
    private final String managedBy;

    /** An object's kind and namespace with its name before versions, for all API versions of the kind's group. */
    private record Identity(String group, String kind, String namespace, String name) {
        static Identity of(ObjectRef ref, String baseName) {
            return new Identity(ref.group(), ref.kind(), ref.namespace(), baseName);
        }
    }

    PruneFinder(Cluster cluster, Executor executor, String managedBy) {
        this.cluster = cluster;
        this.executor = executor;
        this.managedBy = managedBy;
    }

    /**
     * Looks through all types that the cluster serves.
     *
     * @param request what the deploy has
     * @return what it no longer has, in the reverse of the deploy order
     */
    List<Plan.Doomed> find(List<PreparedManifest> request) {
        Set<Identity> kept = new HashSet<>();
        Map<String, Set<String>> applications = new HashMap<>();
        for (PreparedManifest prepared : request) {
            kept.add(Identity.of(prepared.ref(), prepared.baseName()));
            SpinnakerAnnotations.text(prepared.manifest().json(), SpinnakerAnnotations.MONIKER_APPLICATION)
                    .ifPresent(application -> applications
                            .computeIfAbsent(prepared.ref().namespace(), namespace -> new HashSet<>())
                            .add(application));
        }
        List<Look> looks = new ArrayList<>();
        for (String namespace : applications.keySet()) {
            for (ApiResource resource : types(namespace)) {
                looks.add(new Look(resource, namespace));
            }
        }
        return Parallel.map(executor, looks, this::list).stream()
                .flatMap(List::stream)
                .filter(object -> isOurs(object, applications))
                .filter(object -> !kept.contains(identity(object)))
                .sorted(Comparator.comparingInt(PruneFinder::priority).reversed())
                .map(object -> new Plan.Doomed(
                        ObjectRef.of(object),
                        object.path("metadata").path("uid").asText()))
                .toList();
    }

    private record Look(ApiResource resource, String namespace) {}

    /** Each kind once, in its preferred version; what can't be listed or deleted can't be pruned. */
    private List<ApiResource> types(String namespace) {
        Map<String, ApiResource> preferred = cluster.resources().resources().stream()
                .filter(resource -> resource.namespaced() == !namespace.isEmpty())
                .filter(resource ->
                        resource.verbs().contains("list") && resource.verbs().contains("delete"))
                .collect(Collectors.toMap(
                        resource -> resource.group() + "/" + resource.kind(),
                        resource -> resource,
                        (first, later) -> first));
        return List.copyOf(preferred.values());
    }

    private List<ObjectNode> list(Look look) {
        try {
            return cluster.list(
                    look.resource(), look.namespace(), SpinnakerAnnotations.LABEL_MANAGED_BY + "=" + managedBy);
        } catch (ApiException e) {
            if (e.status() == 403 || e.status() == 404 || e.status() == 405) {
                // A type that this credential may not list holds nothing that this credential has deployed.
                return List.of();
            }
            throw e;
        }
    }

    private static boolean isOurs(ObjectNode object, Map<String, Set<String>> applications) {
        Set<String> known = applications.getOrDefault(
                object.path("metadata").path("namespace").asText(""), Set.of());
        return !object.path("metadata").has("ownerReferences")
                && !object.path("metadata").has("deletionTimestamp")
                && SpinnakerAnnotations.text(object, SpinnakerAnnotations.ARTIFACT_TYPE)
                        .isPresent()
                && SpinnakerAnnotations.text(object, SpinnakerAnnotations.MONIKER_APPLICATION)
                        .filter(known::contains)
                        .isPresent();
    }

    private static Identity identity(ObjectNode object) {
        ObjectRef ref = ObjectRef.of(object);
        return Identity.of(
                ref,
                SpinnakerAnnotations.text(object, SpinnakerAnnotations.ARTIFACT_NAME)
                        .orElse(ref.name()));
    }

    private static int priority(ObjectNode object) {
        return Kinds.of(object).priority();
    }
}
