package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;

/**
 * One object of a plan: all that the later moves need, so that they decide nothing anew.
 *
 * @param manifest what to write, complete
 * @param priority objects of equal priority are written at the same time
 * @param way how to write it
 * @param force whether fields that someone else owns are taken over
 * @param expected what writing it will come to
 * @param uid the live object's uid when the plan was made; empty when it was not there
 * @param before the {@link LiveDigest} of the live object when the plan was made; empty when it was not there
 * @param takeOver whether kubectl's client-side apply owns fields that have to become ours first
 * @param restore how a rollback puts it back
 * @param baseName the name without version
 * @param version such as {@code v001}; empty for an unversioned object
 * @param fingerprint of a versioned object's content; empty for others
 * @param maxVersionHistory how many versions to keep; 0 for all
 * @param deferred whether it can be dry-run only once something of the same request is there
 */
record PlannedObject(
        @JsonProperty("manifest") ObjectNode manifest,
        @JsonProperty("priority") int priority,
        @JsonProperty("way") Way way,
        @JsonProperty("force") boolean force,
        @JsonProperty("expected") Action expected,
        @JsonProperty("uid") String uid,
        @JsonProperty("before") String before,
        @JsonProperty("takeOver") boolean takeOver,
        @JsonProperty("restore") Restore restore,
        @JsonProperty("baseName") String baseName,
        @JsonProperty("version") String version,
        @JsonProperty("fingerprint") String fingerprint,
        @JsonProperty("maxVersionHistory") int maxVersionHistory,
        @JsonProperty("deferred") boolean deferred) {

    /** How an object is written. */
    enum Way {
        /** Server-side apply. */
        APPLY,
        /** Create, because its name is new by construction: a new version, or a generated name. */
        CREATE,
        /** Delete, wait until it is gone, create. */
        RECREATE,
        /** Put in place of the live object, or create. */
        REPLACE,
        /** Nothing, because the live object is what applying it would give. */
        NOTHING
    }

    PlannedObject expecting(Action what) {
        return with(what, deferred);
    }

    /** The same, checked by the server only once what it depends on is there. */
    PlannedObject deferring() {
        return with(expected, true);
    }

    private PlannedObject with(Action what, boolean later) {
        return new PlannedObject(
                manifest,
                priority,
                way,
                force,
                what,
                uid,
                before,
                takeOver,
                restore,
                baseName,
                version,
                fingerprint,
                maxVersionHistory,
                later);
    }

    ObjectRef ref() {
        return ObjectRef.of(manifest);
    }

    /** Without the manifest, which may be a Secret. */
    @Override
    public String toString() {
        return "PlannedObject[" + ref() + " " + way + "]";
    }
}
