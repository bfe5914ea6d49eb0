package io.jenkins.plugins.spindelivery.engine.manifest.read;

/**
 * A part of a text between two document markers.
 *
 * @param start where it starts in the text
 * @param end where it ends, exclusive
 * @param line the line of its start, counted from 1
 * @param badSeparator the line of something that looks like {@code ---} and is none; 0 when there is nothing like it
 */
record Chunk(int start, int end, int line, int badSeparator) {

    /** Whether it must be tried as JSON first: flow style YAML starts in the same way. */
    boolean mayBeJson(String text) {
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c == '{' || c == '[') {
                return true;
            }
            if (c != ' ' && c != '\t' && c != '\r' && c != '\n') {
                return false;
            }
        }
        return false;
    }
}
