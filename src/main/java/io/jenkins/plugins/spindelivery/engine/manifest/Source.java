package io.jenkins.plugins.spindelivery.engine.manifest;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonPointer;

/** Where a manifest was read, so that every message about it can name file and line. */
public final class Source {

    /** Finds the line of a value inside a document. */
    @FunctionalInterface
    public interface Lines {
        /**
         * The line of a value.
         *
         * @param pointer the value's place in the document's tree
         * @return its line, counted from 1 in the whole file; 0 when it can't be told
         */
        int lineOf(JsonPointer pointer);
    }

    private final String name;
    private final int line;
    /** Not stored: it holds the whole text, with whatever secrets are in it. */
    @JsonIgnore
    private final Lines lines;

    /**
     * A place without line numbers for its parts; what is left of a source that was stored.
     *
     * @param name the file or URL as the user wrote it
     * @param line the line where the document starts, counted from 1; 0 when unknown
     */
    @JsonCreator
    public Source(@JsonProperty("name") String name, @JsonProperty("line") int line) {
        this(name, line, pointer -> 0);
    }

    /**
     * A place whose parts can be found.
     *
     * @param name the file or URL as the user wrote it
     * @param line the line where the document starts, counted from 1
     * @param lines finds the line of a part; asked only when a message needs it
     */
    public Source(String name, int line, Lines lines) {
        this.name = name;
        this.line = line;
        this.lines = lines;
    }

    /**
     * The file or URL as the user wrote it.
     *
     * @return its name
     */
    @JsonProperty("name")
    public String name() {
        return name;
    }

    /**
     * Where the document starts.
     *
     * @return the line, counted from 1; 0 when unknown
     */
    @JsonProperty("line")
    public int line() {
        return line;
    }

    /**
     * The document's place.
     *
     * @return {@code file:line}, or only the file when the line is unknown
     */
    public String where() {
        return line > 0 ? name + ":" + line : name;
    }

    /**
     * The place of a part of the document.
     *
     * @param pointer the part
     * @return {@code file:line} of the part, or of the document when the part's line can't be told
     */
    public String where(JsonPointer pointer) {
        int found = lines.lineOf(pointer);
        return found > 0 ? name + ":" + found : where();
    }
}
