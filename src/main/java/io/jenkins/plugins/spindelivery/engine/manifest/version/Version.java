package io.jenkins.plugins.spindelivery.engine.manifest.version;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The version of an object, as Spinnaker counts them: v000, v001 … v999, v1000, without wrapping around.
 *
 * @param number from 0
 */
public record Version(int number) implements Comparable<Version> {
    /** The version of the first object. */
    public static final Version FIRST = new Version(0);

    private static final Pattern FORM = Pattern.compile("v\\d{1,9}");

    /**
     * A version by its number.
     *
     * @throws IllegalArgumentException when the number is negative
     */
    public Version {
        if (number < 0) {
            throw new IllegalArgumentException("a version can't be negative: " + number);
        }
    }

    /**
     * Reads a version.
     *
     * @param text such as {@code v001}; {@code v1} is the same
     * @return the version, or empty when the text is none ({@code v0abcde}, {@code v-20}, an empty text, more than
     *     nine digits)
     */
    public static Optional<Version> parse(String text) {
        return text != null && FORM.matcher(text).matches()
                ? Optional.of(new Version(Integer.parseInt(text.substring(1))))
                : Optional.empty();
    }

    /**
     * Reads the stored form.
     *
     * @param text as {@link #toString()} gives it
     * @return the version
     * @throws IllegalArgumentException when it is none
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Version stored(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("no version: " + text));
    }

    /**
     * The version after this one.
     *
     * @return the number plus 1
     * @throws ArithmeticException at the end of the range of {@code int}
     */
    public Version next() {
        return new Version(Math.addExact(number, 1));
    }

    /**
     * The name of an object in this version.
     *
     * @param baseName the name without version
     * @return such as {@code web-v001}
     */
    public String nameOf(String baseName) {
        return baseName + "-" + this;
    }

    @Override
    public int compareTo(Version other) {
        return Integer.compare(number, other.number);
    }

    /** The form in names and annotations: {@code v} and at least three digits. */
    @Override
    @JsonValue
    public String toString() {
        return String.format(Locale.ROOT, "v%03d", number);
    }
}
