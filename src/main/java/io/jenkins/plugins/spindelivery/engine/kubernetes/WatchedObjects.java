package io.jenkins.plugins.spindelivery.engine.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiException;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiResource;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.SharedView;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.SharedView.Snapshot;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.Parallel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The objects that somebody waits for, as one look sees them: from the watches that all who wait on a connection share.
 *
 * <p>Cluster-scoped objects are read by {@link LiveObjects} instead: some types have few objects, but large ones, such as
 * CustomResourceDefinitions. So are Secrets, because what is watched is kept in memory, and whatever the credential may
 * read but not list.
 */
public final class WatchedObjects {
    private static final int FORBIDDEN = 403;

    private final Cluster cluster;
    private final OperationContext context;
    private final boolean fresh;
    private final LiveObjects unwatched;
    private final Map<Place, Optional<Snapshot>> seen = new HashMap<>();

    private record Place(ApiResource resource, String namespace) {}

    /**
     * Nothing is read yet; whatever is read is kept, so an instance is a snapshot and serves one move, on one thread.
     *
     * @param cluster where to look
     * @param context lends threads, tells the time, and is woken by changes
     * @param fresh whether all has to be as it is now, because something was written just before, or the answer ends
     *     the waiting; otherwise a change of the last moment may be missing
     */
    public WatchedObjects(Cluster cluster, OperationContext context, boolean fresh) {
        this.cluster = cluster;
        this.context = context;
        this.fresh = fresh;
        this.unwatched = new LiveObjects(cluster, context.executor());
    }

    /**
     * Reads what is going to be asked for, several places at once.
     *
     * @param refs the objects; those of types that the cluster does not serve are passed over
     */
    public void fetch(List<ObjectRef> refs) {
        Set<Place> places = new LinkedHashSet<>();
        refs.forEach(ref -> place(ref).ifPresent(places::add));
        List<Place> unseen =
                places.stream().filter(place -> !seen.containsKey(place)).toList();
        List<Optional<Snapshot>> looks = Parallel.map(context.executor(), unseen, this::lookIfAllowed);
        for (int i = 0; i < unseen.size(); i++) {
            seen.put(unseen.get(i), looks.get(i));
        }
        unwatched.fetch(refs.stream().filter(ref -> snapshot(ref).isEmpty()).toList());
    }

    /**
     * One object, read now unless it is known already.
     *
     * @param ref its name
     * @return the live object, perhaps without {@code managedFields}; empty when there is none, or its type is not
     *     served
     */
    public Optional<ObjectNode> find(ObjectRef ref) {
        if (place(ref).filter(place -> !seen.containsKey(place)).isPresent()) {
            fetch(List.of(ref));
        }
        return snapshot(ref).map(snapshot -> snapshot.find(ref.name())).orElseGet(() -> unwatched.find(ref));
    }

    /**
     * All objects of a type in a namespace, read now.
     *
     * @param resource the type
     * @param namespace empty for cluster-scoped types
     * @return the objects, perhaps without {@code managedFields}
     * @throws ApiException when they can't be listed
     */
    public List<ObjectNode> list(ApiResource resource, String namespace) {
        // Fresh events are for the last words on a failure; nobody is going to look at them again.
        boolean once = fresh && resource.kind().equals("Event");
        return isWatched(resource, namespace) && !once
                ? new ArrayList<>(look(new Place(resource, namespace)).objects().values())
                : cluster.list(resource, namespace, "");
    }

    /**
     * Wakes the operation's driver when one of some objects is not any more as this look has seen it.
     *
     * @param refs the objects
     */
    public void wakeAtChange(List<ObjectRef> refs) {
        Map<Place, Set<String>> names = new HashMap<>();
        refs.forEach(ref -> place(ref).ifPresent(place -> names.computeIfAbsent(place, first -> new TreeSet<>())
                .add(ref.name())));
        names.forEach((place, wanted) -> seen.getOrDefault(place, Optional.empty())
                .ifPresent(snapshot -> view(place).wake(snapshot, wanted, context.wake())));
    }

    private Optional<Snapshot> snapshot(ObjectRef ref) {
        return place(ref).flatMap(place -> seen.getOrDefault(place, Optional.empty()));
    }

    private Optional<Place> place(ObjectRef ref) {
        return cluster.resources()
                .find(ref.apiVersion(), ref.kind())
                .filter(resource -> isWatched(resource, ref.namespace()))
                .map(resource -> new Place(resource, ref.namespace()));
    }

    private static boolean isWatched(ApiResource resource, String namespace) {
        boolean secret = resource.group().isEmpty() && resource.kind().equals("Secret");
        return resource.namespaced() && !namespace.isEmpty() && !secret;
    }

    private Optional<Snapshot> lookIfAllowed(Place place) {
        try {
            return Optional.of(look(place));
        } catch (ApiException e) {
            if (e.status() == FORBIDDEN) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Snapshot look(Place place) {
        return view(place).look(context.clock().instant(), fresh);
    }

    private SharedView view(Place place) {
        return cluster.watches()
                .of(place.resource(), place.namespace(), context.clock().instant());
    }
}
