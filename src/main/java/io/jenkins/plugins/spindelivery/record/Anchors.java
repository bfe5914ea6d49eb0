package io.jenkins.plugins.spindelivery.record;

import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import java.util.Locale;

/** Where stages and objects stand on the Delivery page; logs link to these places. */
public final class Anchors {
    private Anchors() {}

    /**
     * The place of a stage.
     *
     * @param key the stage's key within its build
     * @return an id of HTML
     */
    public static String stage(String key) {
        return "stage-" + key;
    }

    /**
     * The place of an object.
     *
     * @param key the stage's key within its build
     * @param ref the object
     * @return an id of HTML: letters, digits, dots, dashes and underscores; another for each object of the stage
     */
    public static String object(String key, ObjectRef ref) {
        String kind = ref.kind() + (ref.group().isEmpty() ? "" : "." + ref.group());
        return "object-" + key + "_" + plain(kind) + "_" + plain(ref.namespace()) + "_" + plain(ref.name());
    }

    /** Names of roles may hold colons and slashes, which selectors and addresses would read in their own way. */
    private static String plain(String text) {
        StringBuilder plain = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (c < 128 && (Character.isLetterOrDigit(c) || c == '-' || c == '.')) {
                plain.appendCodePoint(c);
            } else {
                plain.append('_').append(Integer.toHexString(c)).append('_');
            }
        });
        return plain.toString().toLowerCase(Locale.ROOT);
    }
}
