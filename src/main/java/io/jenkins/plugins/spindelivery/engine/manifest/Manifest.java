package io.jenkins.plugins.spindelivery.engine.manifest;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One manifest: a tree and the place it was read from.
 *
 * @param json the tree; treated as immutable, so whoever changes a manifest changes a {@link #copy()}
 * @param source where it was read
 */
public record Manifest(ObjectNode json, Source source) {

    /** The stored form is the tree and the place's name and line. */
    @JsonCreator
    public Manifest(@JsonProperty("json") ObjectNode json, @JsonProperty("source") Source source) {
        this.json = json;
        this.source = source;
    }

    /**
     * Names the object.
     *
     * @return the name as far as the manifest gives it: the namespace may be empty, the name too under
     *     {@code generateName}
     */
    public ObjectRef ref() {
        return ObjectRef.of(json);
    }

    /**
     * A manifest whose tree can be changed without changing this one.
     *
     * @return a deep copy from the same source
     */
    public Manifest copy() {
        return new Manifest(json.deepCopy(), source);
    }

    /**
     * The same source with another tree.
     *
     * @param changed the new tree
     * @return the manifest
     */
    public Manifest with(ObjectNode changed) {
        return new Manifest(changed, source);
    }

    /** For people: the object and where it was read; never its content, which may be secret. */
    @Override
    public String toString() {
        return ref() + " (" + source.where() + ")";
    }
}
