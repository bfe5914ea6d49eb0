package io.jenkins.plugins.spindelivery.account;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Lists of names as people type them into one field: separated by commas or line breaks. */
final class Names {
    private static final Pattern SEPARATOR = Pattern.compile("[,\\r\\n]+");

    private Names() {}

    /** The names in a field's text, each once; {@code null} counts as an empty text. */
    static List<String> in(String text) {
        return SEPARATOR
                .splitAsStream(text == null ? "" : text)
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
    }

    /** The same names in one line, as they are kept. */
    static String tidy(String text) {
        return joined(in(text));
    }

    /** For messages. */
    static String joined(List<String> names) {
        return names.stream().collect(Collectors.joining(", "));
    }
}
