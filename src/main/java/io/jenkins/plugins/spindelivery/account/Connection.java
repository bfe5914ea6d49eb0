package io.jenkins.plugins.spindelivery.account;

import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import java.time.Instant;

/** An open connection, shared by all accounts with the same settings, and when it was last asked for. */
final class Connection {
    private final Cluster cluster;
    private volatile Instant used;
    /** Since when no account leads to it; {@code null} while one does. Guarded by {@link AccountClusters}. */
    private Instant retired;

    Connection(Cluster cluster, Instant now) {
        this.cluster = cluster;
        this.used = now;
    }

    Cluster cluster() {
        return cluster;
    }

    void use(Instant now) {
        used = now;
    }

    Instant used() {
        return used;
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
