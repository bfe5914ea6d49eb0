package io.jenkins.plugins.spindelivery.durable;

import java.io.IOException;

/** An entry was refused because as many are open as the {@link JournalLimits} allow, or because it is too large. */
public final class JournalFullException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * A refusal.
     *
     * @param message which limit was reached
     */
    JournalFullException(String message) {
        super(message);
    }
}
