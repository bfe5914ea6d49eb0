package io.jenkins.plugins.spindelivery.engine.kubernetes.fields;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiMove;

/** Whether field names of one API version hold in another. */
final class SameFields {

    private SameFields() {}

    /**
     * Whether an entry's fields can be looked up in a live object.
     *
     * @param apiVersion the entry's API version
     * @param live the object in the version it was read in
     * @return true for the same version, and for one from which a manifest may be moved to the object's own
     */
    static boolean in(String apiVersion, JsonNode live) {
        String read = live.path("apiVersion").asText("");
        return apiVersion.equals(read)
                || ApiMove.of(apiVersion, live.path("kind").asText(""))
                        .filter(move -> move.target().equals(read))
                        .isPresent();
    }
}
