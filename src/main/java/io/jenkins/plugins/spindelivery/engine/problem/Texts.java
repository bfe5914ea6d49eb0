package io.jenkins.plugins.spindelivery.engine.problem;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;

/**
 * Finds texts: plain resource bundles named {@code Texts}, one for each package below the engine, and one for each of the
 * packages beside it ({@code cli}), whose problems are shown by the same means.
 */
public final class Texts {
    private static final String ROOT = "io.jenkins.plugins.spindelivery.";
    private static final List<String> ROOTS = List.of(ROOT + "engine.", ROOT);

    private Texts() {}

    /**
     * The text of a code with its placeholders filled in.
     *
     * @param locale the reader's language; English when there is no translation
     * @param code such as {@code manifest.duplicate-key}: the bundle of the engine's package {@code manifest}, else of
     *     the package of that name beside the engine, this very key
     * @param arguments what {@code {0}}, {@code {1}}… stand for
     * @return the text; for a code without a text the code and its arguments, so that nothing is lost
     */
    public static String format(Locale locale, String code, List<String> arguments) {
        int dot = code.indexOf('.');
        String family = dot < 0 ? code : code.substring(0, dot);
        for (String root : ROOTS) {
            try {
                String pattern = named(locale, root + family).getString(code);
                return new MessageFormat(pattern, locale).format(arguments.toArray());
            } catch (MissingResourceException e) {
                // A family may have a bundle in both places, such as the engine's triggers and those of Jenkins' jobs.
            }
        }
        return code + " " + arguments;
    }

    private static ResourceBundle named(Locale locale, String packageName) {
        // No fallback to the machine's language: whoever asks for French gets English, not Chinese by accident.
        return ResourceBundle.getBundle(
                packageName + ".Texts",
                locale,
                Texts.class.getClassLoader(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }
}
