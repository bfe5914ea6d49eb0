package io.jenkins.plugins.spindelivery.engine.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** An input of several parts: texts with lines {@code %%} between them, so that people can read and write them. */
final class Sections {
    private static final String SEPARATOR = "\n%%\n";

    private final List<String> parts;

    Sections(byte[] data) {
        parts = List.of(new String(data, StandardCharsets.UTF_8).split(SEPARATOR, -1));
    }

    /** A part; an empty text when there are not so many. */
    String get(int index) {
        return index < parts.size() ? parts.get(index) : "";
    }

    /** One input of several parts. */
    static byte[] join(String... parts) {
        return String.join(SEPARATOR, parts).getBytes(StandardCharsets.UTF_8);
    }
}
