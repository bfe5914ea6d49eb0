package io.jenkins.plugins.spindelivery.engine.kubernetes.api;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The collections that are watched on one connection: one watch for each type and namespace, however many operations
 * wait there. Safe for use by several threads.
 */
public final class Watches implements AutoCloseable {
    private final Cluster cluster;
    private final Map<Place, SharedView> views = new HashMap<>();
    private boolean closed;

    private record Place(String apiVersion, String plural, String namespace) {}

    /**
     * Nothing watched yet.
     *
     * @param cluster lists and watches
     */
    public Watches(Cluster cluster) {
        this.cluster = cluster;
    }

    /**
     * The view of a type in a namespace. Nothing is sent until somebody looks at it.
     *
     * @param resource the type
     * @param namespace empty for all namespaces or cluster-scoped types
     * @param now the present time
     * @return the same for all callers while it is in use
     */
    public synchronized SharedView of(ApiResource resource, String namespace, Instant now) {
        Place place = new Place(resource.apiVersion(), resource.plural(), namespace);
        SharedView known = views.get(place);
        if (known == null) {
            // Namespaces come and go during a connection's life.
            views.values().removeIf(view -> view.isIdle(now));
            known = new SharedView(cluster, resource, namespace, now);
            if (closed) {
                known.close();
            }
            views.put(place, known);
        }
        return known;
    }

    /** Ends all watches; from now on each look is a list. */
    @Override
    public void close() {
        List<SharedView> all;
        synchronized (this) {
            closed = true;
            all = new ArrayList<>(views.values());
            views.clear();
        }
        all.forEach(SharedView::close);
    }
}
