package io.jenkins.plugins.spindelivery.cli.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiResource;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** Finds a cluster's objects as a person names them. */
public final class LiveObjects {
    /** What people look for when they give labels alone; all of it is served by every cluster. */
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

    private final Cluster cluster;
    private final String namespace;

    /**
     * The objects of a namespace.
     *
     * @param cluster the cluster
     * @param namespace where namespaced objects are looked for
     */
    public LiveObjects(Cluster cluster, String namespace) {
        this.cluster = cluster;
        this.namespace = namespace;
    }

    /**
     * Objects by name.
     *
     * @param words a kind and names, or {@code kind/name} each
     * @return one object for each name
     * @throws ProblemException when a word fits neither form, a kind is unknown, or objects are not there; of those all
     *     are told
     */
    public List<ObjectNode> named(List<String> words) {
        List<ObjectNode> found = new ArrayList<>();
        List<Problem> missing = new ArrayList<>();
        for (String[] pair : pairs(words)) {
            ApiResource type = type(pair[0]);
            ObjectRef ref = new ObjectRef(type.apiVersion(), type.kind(), place(type), pair[1]);
            cluster.get(ref).ifPresentOrElse(found::add, () -> missing.add(Problem.of("cli.not-found", "", ref)));
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
     * @return at least one object
     * @throws ProblemException when a kind is unknown, or nothing has the labels
     */
    public List<ObjectNode> labelled(String selector, List<String> kinds) {
        List<ObjectNode> found = new ArrayList<>();
        for (String kind : kinds.isEmpty() ? USUAL_KINDS : kinds) {
            ApiResource type = type(kind);
            cluster.list(type, place(type), selector).stream()
                    .filter(object -> !kinds.isEmpty() || !isOwned(object))
                    .forEach(found::add);
        }
        if (found.isEmpty()) {
            throw new ProblemException(Category.INPUT, Problem.of("cli.nothing-selected", "", selector, namespace));
        }
        return found;
    }

    private static List<String[]> pairs(List<String> words) {
        List<String[]> pairs = new ArrayList<>();
        if (words.stream().allMatch(word -> word.indexOf('/') > 0)) {
            words.forEach(word -> pairs.add(word.split("/", 2)));
        } else if (words.stream().anyMatch(word -> word.indexOf('/') >= 0) || words.size() < 2) {
            throw new ProblemException(
                    Category.INPUT, Problem.of("cli.status-words", "", String.join(" ", words)));
        } else {
            words.stream().skip(1).forEach(name -> pairs.add(new String[] {words.get(0), name}));
        }
        return pairs;
    }

    private ApiResource type(String word) {
        return cluster.resources()
                .named(word)
                .orElseThrow(() -> new ProblemException(
                        Category.INPUT, Problem.of("cli.unknown-kind", "", word, cluster.server())));
    }

    private String place(ApiResource type) {
        return type.namespaced() ? namespace : "";
    }

    private static boolean isOwned(JsonNode object) {
        return StreamSupport.stream(object.at("/metadata/ownerReferences").spliterator(), false)
                .anyMatch(owner -> owner.path("controller").asBoolean());
    }
}
