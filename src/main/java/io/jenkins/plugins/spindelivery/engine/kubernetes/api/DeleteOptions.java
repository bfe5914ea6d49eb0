package io.jenkins.plugins.spindelivery.engine.kubernetes.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * How an object is deleted.
 *
 * @param propagation what happens to its dependents: {@code Background}, {@code Foreground}, {@code Orphan}, or
 *     {@code null} for the server's default
 * @param gracePeriodSeconds how long pods may take to stop; {@code null} for the object's own
 * @param uid only if the object still has this uid; {@code null} for any
 * @param dryRun whether the server only says what would happen
 */
public record DeleteOptions(String propagation, Long gracePeriodSeconds, String uid, boolean dryRun) {
    /** In the background, with the object's own grace period. */
    public static final DeleteOptions DEFAULT = new DeleteOptions("Background", null, null, false);

    /** The body of the request, in the API's own form. */
    ObjectNode body() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("apiVersion", "v1").put("kind", "DeleteOptions");
        if (propagation != null) {
            body.put("propagationPolicy", propagation);
        }
        if (gracePeriodSeconds != null) {
            body.put("gracePeriodSeconds", gracePeriodSeconds);
        }
        if (uid != null) {
            body.putObject("preconditions").put("uid", uid);
        }
        if (dryRun) {
            body.putArray("dryRun").add("All");
        }
        return body;
    }
}
