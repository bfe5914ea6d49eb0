package io.jenkins.plugins.spindelivery.account;

import java.time.Instant;

/**
 * An open connection, shared by all accounts with the same settings.
 *
 * @param <C> what is open
 */
final class Connection<C> {
    private final C opened;
    /** Since when no account leads to it; {@code null} while one does. Guarded by {@link AccountConnections}. */
    private Instant retired;

    Connection(C opened) {
        this.opened = opened;
    }

    C opened() {
        return opened;
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
