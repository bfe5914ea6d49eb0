package io.jenkins.plugins.spindelivery.cli.output;

import java.util.Locale;

/** Who reads the result. */
public enum OutputFormat {
    /** A person. */
    TEXT,
    /** A program: one JSON object on standard output and nothing else. */
    JSON;

    /** As it is written after {@code -o}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
