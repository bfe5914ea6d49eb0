package io.jenkins.plugins.spindelivery.judge;

import hudson.ExtensionPoint;
import hudson.model.Run;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import java.io.IOException;
import java.util.Optional;
import org.springframework.security.core.Authentication;

/** Finds what waits behind the record of a judgment. */
public interface JudgmentSource extends ExtensionPoint {

    /** A judgment that waits. */
    interface Pending {
        /**
         * Whether somebody may answer it.
         *
         * @param who the somebody
         * @return whether {@link #approve} and {@link #reject} are to be called
         */
        boolean mayAnswer(Authentication who);

        /**
         * Takes a yes of the current user.
         *
         * @param choice one of the choices; empty without choices
         * @throws IOException when it can't be stored
         * @throws InterruptedException when Jenkins stops
         */
        void approve(String choice) throws IOException, InterruptedException;

        /**
         * Takes a no of the current user.
         *
         * @throws IOException when it can't be stored
         * @throws InterruptedException when Jenkins stops
         */
        void reject() throws IOException, InterruptedException;
    }

    /**
     * Finds a judgment.
     *
     * @param run its build
     * @param record its record, which is not ended
     * @return empty when it waits elsewhere, or not any more
     * @throws IOException when the build can't be read
     * @throws InterruptedException when Jenkins stops
     */
    Optional<Pending> find(Run<?, ?> run, StageRecord record) throws IOException, InterruptedException;
}
