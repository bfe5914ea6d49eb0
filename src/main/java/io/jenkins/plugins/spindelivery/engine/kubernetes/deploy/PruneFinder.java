package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiException;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiResource;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.Planner.Draft;
import io.jenkins.plugins.spindelivery.engine.manifest.Kinds;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.manifest.SpinnakerAnnotations;
import io.jenkins.plugins.spindelivery.engine.operation.Parallel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/**
 * Finds what earlier deploys of the same applications made in the same namespaces and this one no longer has.
 *
 * <p>An object is found only if it carries all of our marks: the managed-by label of this deploy, an artifact annotation,
 * and the annotation of an application of this request. Whatever has an owner is its owner's business, and what the request
 * still has or mentions is kept, see {@link Keeping}. What holds more than itself is left to a person: with a namespace all
 * that is in it would go, with a definition every object of its kind, with a volume its data.
 */
final class PruneFinder {
    private static final Set<String> HOLDING =
            Set.of("Namespace", "CustomResourceDefinition", "PersistentVolumeClaim", "PersistentVolume");

    private final Cluster cluster;
    private final Executor executor;
    private final String managedBy;
    /** The types that the credential may not list; filled by several threads. */
    private final Set<String> unseen = new ConcurrentSkipListSet<>();

    PruneFinder(Cluster cluster, Executor executor, String managedBy) {
        this.cluster = cluster;
        this.executor = executor;
        this.managedBy = managedBy;
    }

    /**
     * What is to be done about objects that the request no longer has.
     *
     * @param doomed what is deleted, in the reverse of the deploy order
     * @param kept what is not, because it holds more than itself
     * @param unseen the types that the credential may not list, so that nothing of them is found
     */
    record Found(List<Plan.Doomed> doomed, List<ObjectRef> kept, List<String> unseen) {}

    /**
     * Looks through all types that the cluster serves.
     *
     * @param request what the deploy has
     * @return what it no longer has
     */
    Found find(List<Draft> request) {
        Map<String, Set<String>> applications = applications(request);
        Keeping keeping = Keeping.of(request);
        List<Look> looks = new ArrayList<>();
        for (String namespace : applications.keySet()) {
            for (ApiResource resource : types(namespace)) {
                looks.add(new Look(resource, namespace));
            }
        }
        Map<Boolean, List<ObjectNode>> found = Parallel.map(executor, looks, this::list).stream()
                .flatMap(List::stream)
                .filter(object -> isOurs(object, applications))
                .filter(object -> !keeping.keeps(object))
                .sorted(Comparator.comparingInt(PruneFinder::priority).reversed())
                .collect(Collectors.partitioningBy(
                        object -> HOLDING.contains(ObjectRef.of(object).kind())));
        return new Found(
                found.get(false).stream().map(PruneFinder::doomed).toList(),
                found.get(true).stream().map(ObjectRef::of).toList(),
                List.copyOf(unseen));
    }

    private static Map<String, Set<String>> applications(List<Draft> request) {
        Map<String, Set<String>> applications = new HashMap<>();
        for (Draft draft : request) {
            ObjectNode manifest = draft.planned().manifest();
            SpinnakerAnnotations.text(manifest, SpinnakerAnnotations.MONIKER_APPLICATION)
                    .ifPresent(application -> applications
                            .computeIfAbsent(draft.planned().ref().namespace(), namespace -> new HashSet<>())
                            .add(application));
        }
        return applications;
    }

    private static Plan.Doomed doomed(ObjectNode object) {
        return Plan.Doomed.of(ObjectRef.of(object), object);
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
            if (e.status() == 403) {
                unseen.add(look.resource().plural());
            } else if (e.status() != 404 && e.status() != 405) {
                throw e;
            }
            return List.of();
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

    private static int priority(ObjectNode object) {
        return Kinds.of(object).priority();
    }
}
