package io.jenkins.plugins.spindelivery.engine.manifest;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What an object's {@code strategy.spinnaker.io/} annotations ask for.
 *
 * @param method how it is written to the cluster
 * @param forceConflicts whether fields of other managers are taken over; only with server-side apply
 * @param versioned whether it gets versions; {@code null} when the annotations leave that open
 * @param maxVersionHistory how many versions stay, at least 1; {@code null} for all
 * @param useSourceCapacity whether the live number of replicas stays
 */
public record DeployStrategy(
        @JsonProperty("method") Method method,
        @JsonProperty("forceConflicts") boolean forceConflicts,
        @JsonProperty("versioned") Boolean versioned,
        @JsonProperty("maxVersionHistory") Integer maxVersionHistory,
        @JsonProperty("useSourceCapacity") boolean useSourceCapacity) {

    /** How an object is written to the cluster. */
    public enum Method {
        /** As the caller does by default. */
        APPLY,
        /** Server-side apply, asked for by annotation. */
        SERVER_SIDE_APPLY,
        /** Replaced as a whole, created when it is not there. */
        REPLACE,
        /** Deleted and created. */
        RECREATE;

        /**
         * Whether fields that the manifest leaves out are lost.
         *
         * @return true for {@link #REPLACE} and {@link #RECREATE}
         */
        public boolean losesOmittedFields() {
            return this == REPLACE || this == RECREATE;
        }
    }

    /** Nothing asked for. */
    public static final DeployStrategy DEFAULT = new DeployStrategy(Method.APPLY, false, null, null, false);

    /**
     * The same without a history: somebody else is going to delete old versions.
     *
     * @return the strategy
     */
    public DeployStrategy keepingAllVersions() {
        return new DeployStrategy(method, forceConflicts, versioned, null, useSourceCapacity);
    }
}
