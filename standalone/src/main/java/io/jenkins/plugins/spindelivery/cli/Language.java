package io.jenkins.plugins.spindelivery.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The language that the environment asks for.
 *
 * <p>Java takes it from the C library, which falls back to English when the locale is not installed, as in nearly every
 * container.
 */
final class Language {
    /** As POSIX says: the first that is set and not empty decides. */
    private static final List<String> VARIABLES = List.of("LC_ALL", "LC_MESSAGES", "LANG");

    private static final Pattern SIMPLIFIED_CHINESE = Pattern.compile("zh([_-](CN|SG|Hans)\\b.*)?(\\..*)?");

    private Language() {}

    /**
     * The language of messages.
     *
     * @param env the environment
     * @return the language if it is one of ours that Java may have missed; empty to leave the choice to Java
     */
    static Optional<Locale> of(Map<String, String> env) {
        return VARIABLES.stream()
                .map(name -> env.getOrDefault(name, ""))
                .filter(value -> !value.isEmpty())
                .findFirst()
                .filter(value -> SIMPLIFIED_CHINESE.matcher(value).matches())
                .map(value -> Locale.SIMPLIFIED_CHINESE);
    }
}
