package io.jenkins.plugins.spindelivery.engine.kubernetes.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiResource;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a cluster has at one moment: each kind is listed at most once per namespace, when it is first asked for, however
 * many objects are looked at. Make a new one for each poll; not for several threads.
 *
 * <p>A list that can't be had is empty, is not asked for again; {@link #unreadable} tells why.
 */
public final class SharedLists {
    private final Cluster cluster;
    private final BiFunction<ApiResource, String, List<ObjectNode>> source;
    private final Map<Key, List<ObjectNode>> lists = new HashMap<>();
    private final Map<Key, Map<String, List<ObjectNode>>> byOwner = new HashMap<>();
    private final Map<Key, Problem> unreadable = new HashMap<>();

    private record Key(String apiVersion, String kind, String namespace) {}

    /**
     * Nothing listed yet.
     *
     * @param cluster where to list
     */
    public SharedLists(Cluster cluster) {
        this(cluster, (resource, namespace) -> cluster.list(resource, namespace, ""));
    }

    /**
     * Nothing listed yet.
     *
     * @param cluster what it serves, and where logs are
     * @param source lists a type in a namespace
     */
    public SharedLists(Cluster cluster, BiFunction<ApiResource, String, List<ObjectNode>> source) {
        this.cluster = cluster;
        this.source = source;
    }

    /**
     * Takes a list that the caller has already, so that it is not asked for again.
     *
     * @param apiVersion such as {@code apps/v1}
     * @param kind such as {@code ReplicaSet}
     * @param namespace the namespace that was listed; empty for cluster-scoped kinds
     * @param objects all objects of the kind there
     */
    public void given(String apiVersion, String kind, String namespace, List<ObjectNode> objects) {
        Key key = new Key(apiVersion, kind, namespace);
        lists.put(key, List.copyOf(objects));
        byOwner.remove(key);
        unreadable.remove(key);
    }

    /**
     * The objects of a kind in a namespace.
     *
     * @param apiVersion such as {@code v1}
     * @param kind such as {@code Pod}
     * @param namespace empty for cluster-scoped kinds
     * @return all of them; empty when the cluster does not serve the kind or the list can't be had
     */
    public List<ObjectNode> list(String apiVersion, String kind, String namespace) {
        Key key = new Key(apiVersion, kind, namespace);
        List<ObjectNode> known = lists.get(key);
        if (known == null) {
            known = ask(key);
            lists.put(key, known);
        }
        return known;
    }

    private List<ObjectNode> ask(Key key) {
        try {
            return cluster.resources()
                    .find(key.apiVersion(), key.kind())
                    .map(resource -> source.apply(resource, key.namespace()))
                    .orElse(List.of());
        } catch (ProblemException e) {
            // What can't be looked at must not end the work that it would only explain.
            unreadable.put(key, e.problems().get(0));
            return List.of();
        }
    }

    /**
     * The objects of a kind that an object controls.
     *
     * @param apiVersion such as {@code v1}
     * @param kind such as {@code Pod}
     * @param namespace the namespace of both
     * @param owner the controlling object's uid
     * @return all of them; empty for an empty uid
     */
    public List<ObjectNode> controlledBy(String apiVersion, String kind, String namespace, String owner) {
        List<ObjectNode> all = list(apiVersion, kind, namespace);
        return byOwner.computeIfAbsent(new Key(apiVersion, kind, namespace), key -> index(all))
                .getOrDefault(owner, List.of());
    }

    private static Map<String, List<ObjectNode>> index(List<ObjectNode> objects) {
        Function<ObjectNode, String> owner = SharedLists::controller;
        return objects.stream().filter(each -> !owner.apply(each).isEmpty()).collect(Collectors.groupingBy(owner));
    }

    private static String controller(ObjectNode object) {
        for (JsonNode owner : object.path("metadata").path("ownerReferences")) {
            if (owner.path("controller").asBoolean(false)) {
                return owner.path("uid").asText("");
            }
        }
        return "";
    }

    /**
     * Why a list that was asked for could not be had.
     *
     * @param apiVersion such as {@code v1}
     * @param kind such as {@code Event}
     * @param namespace empty for cluster-scoped kinds
     * @return the problem, so that the list's emptiness means nothing; empty when the list is good or was not asked for
     */
    public Optional<Problem> unreadable(String apiVersion, String kind, String namespace) {
        return Optional.ofNullable(unreadable.get(new Key(apiVersion, kind, namespace)));
    }

    /** Where the lists come from. */
    Cluster cluster() {
        return cluster;
    }
}
