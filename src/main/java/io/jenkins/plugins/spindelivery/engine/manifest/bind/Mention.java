package io.jenkins.plugins.spindelivery.engine.manifest.bind;

import com.fasterxml.jackson.core.JsonPointer;

/**
 * A place in an object where something outside of it is named.
 *
 * @param type the type of artifact that can be bound there, such as {@code kubernetes/configMap}
 * @param name what stands there, such as {@code app} or {@code nginx:1.27}
 * @param at the place
 */
public record Mention(String type, String name, JsonPointer at) {

    /** For people: {@code kubernetes/configMap app}. */
    @Override
    public String toString() {
        return type + " " + name;
    }
}
