package io.jenkins.plugins.spindelivery.account;

import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import java.time.Instant;

/** An open connection, shared by all accounts with the same settings. */
final class Connection {
    private final Cluster cluster;
    /** Since when no account leads to it; {@code null} while one does. Guarded by {@link AccountClusters}. */
    private Instant retired;

    Connection(Cluster cluster) {
        this.cluster = cluster;
    }

    Cluster cluster() {
        return cluster;
    }

    Instant retired() {
        return retired;
    }

    void retire(Instant since) {
        if (retired == null) {
            retired = since;
        }
    }

    void revive() {
        retired = null;
    }
}
