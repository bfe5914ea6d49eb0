package io.jenkins.plugins.spindelivery.engine.manifest.read;

import com.fasterxml.jackson.databind.JsonNode;

/** Counts what aliases and merge keys add to the trees of one text, so that a small text can't fill the memory. */
final class Expansion {
    private final int most;
    private long used;

    Expansion(int most) {
        this.most = most;
    }

    /**
     * Counts one more value.
     *
     * @param node the value without what is in it
     * @param line for the message
     * @throws Unreadable when the limit is passed; the rest of the text is not read
     */
    void add(JsonNode node, int line) {
        used += node.isTextual() ? 1 + node.textValue().length() / ReadLimits.CHARACTERS_PER_NODE : 1;
        if (used > most) {
            throw Unreadable.everything(new Fault("manifest.read-too-many-aliases", line, most));
        }
    }
}
