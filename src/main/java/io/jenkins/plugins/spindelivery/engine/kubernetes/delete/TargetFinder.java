package io.jenkins.plugins.spindelivery.engine.kubernetes.delete;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiResource;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.migrate.SimilarKinds;
import io.jenkins.plugins.spindelivery.engine.manifest.Kinds;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds live objects by kind and name, or by kind and label. */
public final class TargetFinder {
    private final Cluster cluster;

    /**
     * Looks in one cluster.
     *
     * @param cluster where
     */
    public TargetFinder(Cluster cluster) {
        this.cluster = cluster;
    }

    /**
     * Finds what a delete is about.
     *
     * @param request the delete
     * @return live objects, each once, in the reverse of the deploy order; empty when there are none
     * @throws ProblemException when the request is no clear question: no kind, neither name nor selector or both, an
     *     unknown kind
     */
    public List<ObjectNode> find(DeleteRequest request) {
        check(request);
        String namespace = request.namespace().isEmpty() ? cluster.defaultNamespace() : request.namespace();
        return find(request.kinds(), request.name(), request.labelSelector(), namespace).stream()
                .sorted(Comparator.comparingInt(
                                (ObjectNode object) -> Kinds.of(object).priority())
                        .reversed())
                .toList();
    }

    /**
     * Finds objects by kind and name, or by kind and label.
     *
     * @param kinds as people write them
     * @param name the objects' name; empty for any
     * @param labelSelector in the API's own syntax; empty for any
     * @param namespace where to look
     * @return live objects, each once, kind by kind
     * @throws ProblemException when the cluster serves no such kind
     */
    public List<ObjectNode> find(List<String> kinds, String name, String labelSelector, String namespace) {
        List<ObjectNode> found = new ArrayList<>();
        for (ApiResource resource : resources(kinds)) {
            String where = resource.namespaced() ? namespace : "";
            if (name.isEmpty()) {
                found.addAll(cluster.list(resource, where, labelSelector));
            } else {
                cluster.get(new ObjectRef(resource.apiVersion(), resource.kind(), where, name))
                        .ifPresent(found::add);
            }
        }
        return found;
    }

    private static void check(DeleteRequest request) {
        if (request.kinds().isEmpty()) {
            throw new ProblemException(Category.INPUT, Problem.of("kubernetes.delete-no-kind", ""));
        }
        if (request.name().isEmpty() && request.labelSelector().isEmpty()) {
            throw new ProblemException(Category.INPUT, Problem.of("kubernetes.delete-everything", ""));
        }
        if (!request.name().isEmpty() && !request.labelSelector().isEmpty()) {
            throw new ProblemException(Category.INPUT, Problem.of("kubernetes.delete-name-and-selector", ""));
        }
    }

    /** The types of the kinds, each once, whatever names were used for it. */
    private Set<ApiResource> resources(List<String> kinds) {
        Set<ApiResource> resources = new LinkedHashSet<>();
        List<Problem> unknown = new ArrayList<>();
        if (kinds.stream().anyMatch(kind -> cluster.resources().named(kind).isEmpty())) {
            // Its CustomResourceDefinition may have come since the cluster was asked.
            cluster.forgetResources();
        }
        for (String kind : kinds) {
            cluster.resources().named(kind).ifPresentOrElse(resources::add, () -> unknown.add(unknown(kind)));
        }
        if (!unknown.isEmpty()) {
            throw new ProblemException(Category.INPUT, unknown);
        }
        return resources;
    }

    private Problem unknown(String kind) {
        List<String> similar = SimilarKinds.to(kind, cluster.resources());
        return similar.isEmpty()
                ? Problem.of("kubernetes.delete-unknown-kind", "", kind)
                : Problem.of("kubernetes.delete-similar-kind", "", kind, String.join(", ", similar));
    }
}
