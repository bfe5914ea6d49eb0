package io.jenkins.plugins.spindelivery.engine.problem;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * An error or a warning, for people and for programs.
 *
 * <p>It is data: it can be stored in an operation's state and shown later in another language. The text says what
 * happened, to which object, why, and what to do next; it never holds the value of a secret.
 *
 * @param code what programs compare, such as {@code manifest.duplicate-key}. The part before the first dot names the
 *     engine package whose {@code Texts.properties} holds the text under this very code
 * @param arguments what the text's placeholders {@code {0}}, {@code {1}}… stand for
 * @param where the place it is about: {@code file:line} for input, the object for a live one, or an empty text
 */
public record Problem(
        @JsonProperty("code") String code,
        @JsonProperty("arguments") List<String> arguments,
        @JsonProperty("where") String where) {

    public Problem {
        arguments = List.copyOf(arguments);
        where = where == null ? "" : where;
    }

    /**
     * A problem from its parts.
     *
     * @param code see {@link Problem#code()}
     * @param where see {@link Problem#where()}; {@code null} counts as an empty text
     * @param arguments turned into text one by one; {@code null} becomes {@code null} in words
     * @return the problem
     */
    public static Problem of(String code, String where, Object... arguments) {
        return new Problem(code, Arrays.stream(arguments).map(String::valueOf).toList(), where);
    }

    /**
     * The text in the language of this process.
     *
     * @return one or more sentences, without the place
     */
    public String message() {
        return message(Locale.getDefault());
    }

    /**
     * The text in a given language; English when there is no translation.
     *
     * @param locale the reader's language
     * @return one or more sentences, without the place
     */
    public String message(Locale locale) {
        return Texts.format(locale, code, arguments);
    }

    /**
     * The text with its place in front, as a line of a log shows it.
     *
     * @return {@code where: message}, or only the message when there is no place
     */
    public String describe() {
        return where.isEmpty() ? message() : where + ": " + message();
    }
}
