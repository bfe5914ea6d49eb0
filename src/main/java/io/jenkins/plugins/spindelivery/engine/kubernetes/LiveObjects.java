package io.jenkins.plugins.spindelivery.engine.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiResource;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.operation.Parallel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * The live form of many objects, read with few requests: one list for each type and namespace, or single reads where so
 * few are wanted that a list could only be larger.
 */
public final class LiveObjects {
    /** Up to so many objects of a type and namespace are read one by one. */
    private static final int FEW = 2;

    private final Cluster cluster;
    private final Executor executor;
    private final Map<Place, Map<String, ObjectNode>> lists = new HashMap<>();
    private final Map<ObjectRef, Optional<ObjectNode>> singles = new HashMap<>();

    /** A type of objects in one namespace. */
    private record Place(String apiVersion, String kind, String namespace) {
        static Place of(ObjectRef ref) {
            return new Place(ref.apiVersion(), ref.kind(), ref.namespace());
        }
    }

    /**
     * Nothing is read yet; whatever is read is kept, so an instance is a snapshot and serves one move.
     *
     * @param cluster where to read
     * @param executor lends threads to read several lists at once
     */
    public LiveObjects(Cluster cluster, Executor executor) {
        this.cluster = cluster;
        this.executor = executor;
    }

    /**
     * Reads what is going to be asked for, several places at once.
     *
     * @param refs the objects; those of types that the cluster does not serve are passed over
     */
    public void fetch(List<ObjectRef> refs) {
        Map<Place, List<ObjectRef>> places = new LinkedHashMap<>();
        for (ObjectRef ref : refs) {
            if (!known(ref) && resource(ref.apiVersion(), ref.kind()).isPresent()) {
                places.computeIfAbsent(Place.of(ref), place -> new ArrayList<>())
                        .add(ref);
            }
        }
        List<Runnable> reads = new ArrayList<>();
        places.forEach((place, wanted) -> {
            if (wanted.size() > FEW) {
                reads.add(() -> readList(place));
            } else {
                wanted.forEach(ref -> reads.add(() -> readSingle(ref)));
            }
        });
        Parallel.map(executor, reads, read -> {
            read.run();
            return null;
        });
    }

    /**
     * One object, read now unless it is known already.
     *
     * @param ref its name
     * @return the live object, or empty when there is none, or its type is not served
     */
    public Optional<ObjectNode> find(ObjectRef ref) {
        if (!known(ref)) {
            fetch(List.of(ref));
        }
        synchronized (this) {
            Map<String, ObjectNode> list = lists.get(Place.of(ref));
            return list != null
                    ? Optional.ofNullable(list.get(ref.name()))
                    : singles.getOrDefault(ref, Optional.empty());
        }
    }

    /**
     * All objects of a type in a namespace, read now unless they are known already.
     *
     * @param apiVersion such as {@code v1}
     * @param kind such as {@code ConfigMap}
     * @param namespace empty for cluster-scoped types
     * @return the live objects; none when the type is not served
     */
    public List<ObjectNode> all(String apiVersion, String kind, String namespace) {
        Place place = new Place(apiVersion, kind, namespace);
        if (!listed(place) && resource(apiVersion, kind).isPresent()) {
            readList(place);
        }
        synchronized (this) {
            return List.copyOf(lists.getOrDefault(place, Map.of()).values());
        }
    }

    private synchronized boolean known(ObjectRef ref) {
        return lists.containsKey(Place.of(ref)) || singles.containsKey(ref);
    }

    private synchronized boolean listed(Place place) {
        return lists.containsKey(place);
    }

    private Optional<ApiResource> resource(String apiVersion, String kind) {
        return cluster.resources().find(apiVersion, kind);
    }

    private void readList(Place place) {
        Map<String, ObjectNode> byName = new LinkedHashMap<>();
        // A type may go at any time, with its CustomResourceDefinition, and its objects with it.
        resource(place.apiVersion(), place.kind())
                .map(resource -> cluster.list(resource, place.namespace(), ""))
                .orElse(List.of())
                .forEach(object ->
                        byName.put(object.path("metadata").path("name").asText(), object));
        synchronized (this) {
            lists.put(place, byName);
        }
    }

    private void readSingle(ObjectRef ref) {
        Optional<ObjectNode> live = resource(ref.apiVersion(), ref.kind()).flatMap(served -> cluster.get(ref));
        synchronized (this) {
            singles.put(ref, live);
        }
    }
}
