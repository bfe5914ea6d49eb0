package io.jenkins.plugins.spindelivery.engine.manifest.write;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;

/**
 * How a text is written so that each reader takes it for a text: kubectl's (YAML 1.1 with octal numbers of 1.2), and
 * those of YAML 1.2. In doubt it is quoted. What YAML's grammar forbids in a plain text the emitter knows by itself.
 */
final class ScalarStyles {
    /** Words that mean something else, in lower case; case never saves a text from quotes. */
    private static final Set<String> WORDS = Set.of(
            "y", "n", "yes", "no", "on", "off", "true", "false", "null", "~", "inf", "nan", ".inf", ".nan", "<<", "=");

    /** All that may be a number, date or time to some reader. */
    private static final Pattern NUMBER_LIKE = Pattern.compile("[-+.0-9][-+.0-9a-fA-FxXoO_:,tTzZ ]*");

    private ScalarStyles() {}

    static ScalarStyle ofKey(String key) {
        return oneLine(key);
    }

    static ScalarStyle ofValue(String value) {
        return value.indexOf('\n') >= 0 && isBlock(value) ? ScalarStyle.LITERAL : oneLine(value);
    }

    private static ScalarStyle oneLine(String text) {
        if (!text.codePoints().allMatch(ScalarStyles::isHarmless)) {
            return ScalarStyle.DOUBLE_QUOTED;
        }
        return isPlain(text) ? ScalarStyle.PLAIN : ScalarStyle.SINGLE_QUOTED;
    }

    private static boolean isPlain(String text) {
        if (text.isEmpty()
                || WORDS.contains(text.toLowerCase(Locale.ROOT))
                || NUMBER_LIKE.matcher(text).matches()) {
            return false;
        }
        int first = text.codePointAt(0);
        return Character.isLetterOrDigit(first) || "/_.$(".indexOf(first) >= 0;
    }

    /** Blocks show the text as it is; where white space would decide, escapes are safer. */
    private static boolean isBlock(String text) {
        return !Character.isWhitespace(text.charAt(0))
                && !text.endsWith("\n\n")
                && !text.contains(" \n")
                && !text.contains("\t\n")
                && !text.endsWith(" ")
                && !text.endsWith("\t")
                && text.codePoints().allMatch(c -> c == '\n' || c == '\t' || isHarmless(c));
    }

    /** A character that stands for itself: no control, no line break, nothing invisible, no half of a pair. */
    private static boolean isHarmless(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> codePoint == ' ';
            default -> true;
        };
    }
}
