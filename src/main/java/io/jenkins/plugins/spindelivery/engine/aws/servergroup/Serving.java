package io.jenkins.plugins.spindelivery.engine.aws.servergroup;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Which server group of a cluster takes the requests. */
public final class Serving {
    private Serving() {}

    /**
     * The one whose size counts, and that is the way back: the newest that is enabled and has instances that are up. A newer
     * one may have been rolled back, or have failed and been left.
     *
     * @param cluster newest first, with health, without those that are being deleted
     * @return where none is so, the newest that is enabled, and else the newest; empty for an empty cluster
     */
    public static Optional<ServerGroup> newest(List<ServerGroup> cluster) {
        return find(cluster, group -> group.enabled() && group.up() > 0)
                .or(() -> find(cluster, ServerGroup::enabled))
                .or(() -> find(cluster, group -> true));
    }

    private static Optional<ServerGroup> find(List<ServerGroup> cluster, Predicate<ServerGroup> wanted) {
        return cluster.stream().filter(wanted).findFirst();
    }
}
