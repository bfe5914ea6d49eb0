package io.jenkins.plugins.spindelivery.cli.output;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;

/** Asks the person at the terminal. */
public final class Question {
    private static final List<String> YES = List.of("y", "yes", "\u662f");

    private Question() {}

    /**
     * Whether there is a person to ask: one who can read the question and type the answer.
     *
     * @param console the streams
     * @return whether both standard input and standard error are terminals
     */
    public static boolean possible(Console console) {
        return console.terminal().input() && console.terminal().error();
    }

    /**
     * Asks on standard error, so that standard output stays the result's.
     *
     * @param console the streams
     * @param question without the choice of answers
     * @return whether the answer is yes; no answer is no
     */
    public static boolean yes(Console console, String question) {
        console.err().print(question + " [y/N] ");
        console.err().flush();
        try {
            String answer =
                    new BufferedReader(new InputStreamReader(console.in(), Charset.defaultCharset())).readLine();
            return answer != null && YES.contains(answer.strip().toLowerCase(Locale.ROOT));
        } catch (IOException e) {
            throw new UncheckedIOException("the terminal gave no answer", e);
        }
    }
}
