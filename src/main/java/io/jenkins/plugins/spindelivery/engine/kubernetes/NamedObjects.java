package io.jenkins.plugins.spindelivery.engine.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.find.TargetFinder;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Finds a cluster's objects as a person names them. */
public final class NamedObjects {
    /** What people look for when they give labels alone. */
    private static final List<String> USUAL_KINDS = List.of(
            "deployments.apps",
            "replicasets.apps",
            "statefulsets.apps",
            "daemonsets.apps",
            "jobs.batch",
            "cronjobs.batch",
            "pods",
            "services",
            "ingresses.networking.k8s.io",
            "persistentvolumeclaims",
            "horizontalpodautoscalers.autoscaling");

    /**
     * One object as a person names it.
     *
     * @param kind such as {@code Deployment} or {@code deploy}
     * @param name its name
     */
    public record Named(String kind, String name) {}

    private final Cluster cluster;
    private final TargetFinder finder;
    private final String namespace;

    /**
     * The objects of a namespace.
     *
     * @param cluster the cluster
     * @param namespace where namespaced objects are looked for; empty for the context's own
     */
    public NamedObjects(Cluster cluster, String namespace) {
        this.cluster = cluster;
        this.finder = new TargetFinder(cluster);
        this.namespace = namespace.isEmpty() ? cluster.defaultNamespace() : namespace;
    }

    /**
     * Objects by name.
     *
     * @param names a kind and a name each
     * @return one object for each name
     * @throws ProblemException when a kind is unknown, or objects are not there; of those all are told
     */
    public List<ObjectNode> named(List<Named> names) {
        List<ObjectNode> found = new ArrayList<>();
        List<Problem> missing = new ArrayList<>();
        for (Named each : names) {
            List<ObjectNode> objects = finder.find(List.of(each.kind()), each.name(), "", namespace);
            found.addAll(objects);
            if (objects.isEmpty()) {
                missing.add(Problem.of("kubernetes.named-missing", "", each.kind(), each.name(), namespace));
            }
        }
        if (!missing.isEmpty()) {
            throw new ProblemException(Category.INPUT, missing);
        }
        return found;
    }

    /**
     * Objects by label.
     *
     * @param selector in the API's own syntax, not empty
     * @param kinds which kinds; without any the usual ones, and then without what belongs to another object
     *     that is found, too
     * @return at least one object
     * @throws ProblemException when a kind is unknown, or nothing has the labels: whoever waits for "stable" must not
     *     take nothing for it
     */
    public List<ObjectNode> labelled(String selector, List<String> kinds) {
        List<ObjectNode> found = kinds.isEmpty()
                ? outermost(finder.find(usualKinds(), "", selector, namespace))
                : finder.find(kinds, "", selector, namespace);
        if (found.isEmpty()) {
            throw new ProblemException(Category.INPUT, Problem.of("kubernetes.named-nothing", "", selector, namespace));
        }
        return found;
    }

    private List<String> usualKinds() {
        return USUAL_KINDS.stream()
                .filter(kind -> cluster.resources().named(kind).isPresent())
                .toList();
    }

    /** Pods may carry labels that their Deployment has not: what belongs to an object that is not shown must be shown. */
    private static List<ObjectNode> outermost(List<ObjectNode> objects) {
        Set<String> uids = objects.stream()
                .map(object -> object.at("/metadata/uid").asText())
                .collect(Collectors.toSet());
        return objects.stream().filter(object -> !belongsToOneOf(uids, object)).toList();
    }

    private static boolean belongsToOneOf(Set<String> uids, JsonNode object) {
        return StreamSupport.stream(object.at("/metadata/ownerReferences").spliterator(), false)
                .anyMatch(owner -> owner.path("controller").asBoolean()
                        && uids.contains(owner.path("uid").asText()));
    }
}
