package io.jenkins.plugins.spindelivery.clusters;

import hudson.security.Permission;
import io.jenkins.plugins.spindelivery.account.DeliveryPermissions;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a person may do to a server group. */
public enum GroupOperation {
    /** Lets it take requests. */
    ENABLE,
    /** Takes it out of the traffic. */
    DISABLE,
    /** Gives it another size. */
    RESIZE,
    /** Brings back what it is, or was before. */
    ROLLBACK,
    /** Deletes it. */
    DESTROY;

    /**
     * The word of addresses, pages and JSON.
     *
     * @return such as {@code enable}
     */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * An operation by its word.
     *
     * @param word such as {@code enable}
     * @return empty for any other word
     */
    static Optional<GroupOperation> of(String word) {
        return Arrays.stream(values())
                .filter(operation -> operation.word().equals(word))
                .findFirst();
    }

    /** What it takes on the job. */
    Permission permission() {
        return this == DESTROY ? DeliveryPermissions.DESTROY : DeliveryPermissions.DEPLOY;
    }

    /** Whether it may take away what serves requests, so that the traffic guard has a say. */
    boolean guarded() {
        return this == DISABLE || this == RESIZE || this == DESTROY;
    }
}
