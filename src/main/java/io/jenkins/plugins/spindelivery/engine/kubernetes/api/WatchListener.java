package io.jenkins.plugins.spindelivery.engine.kubernetes.api;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Is told what a watch sees: by threads of the HTTP client, one at a time, which it must not hold up. */
public interface WatchListener {

    /** What became of an object. */
    enum Change {
        /** It is there, for the first time since the watch began or not. */
        PRESENT,
        /** It was deleted; the object is as it was last. */
        DELETED,
        /** Nothing: the object has nothing but {@code metadata.resourceVersion}, up to which everything was told. */
        BOOKMARK
    }

    /** Why a watch ended. */
    enum End {
        /** Its time was over. */
        DONE,
        /** The connection broke, or the server is in trouble. */
        BROKEN,
        /** The server does not know any more what happened since then (410). */
        EXPIRED,
        /** The credential may not watch, or the server does not offer it: no use in trying again soon. */
        REFUSED
    }

    /**
     * Something happened.
     *
     * @param change what
     * @param object the object, with {@code apiVersion} and {@code kind}
     */
    void changed(Change change, ObjectNode object);

    /**
     * It is over; told once, and not when the caller closed the watch.
     *
     * @param end why
     */
    void ended(End end);
}
