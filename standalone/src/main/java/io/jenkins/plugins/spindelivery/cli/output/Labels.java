package io.jenkins.plugins.spindelivery.cli.output;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;

/** The words around the engine's: headings, questions, sums. They stand in the same bundle as the problems. */
public final class Labels {
    private Labels() {}

    /**
     * A text of the command line.
     *
     * @param key the part of the code after {@code cli.}
     * @param arguments what the placeholders stand for
     * @return the text in the reader's language
     */
    public static String of(String key, Object... arguments) {
        return Problem.of("cli." + key, "", arguments).message();
    }
}
