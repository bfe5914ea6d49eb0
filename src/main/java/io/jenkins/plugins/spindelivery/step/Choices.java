package io.jenkins.plugins.spindelivery.step;

import hudson.util.ListBoxModel;
import io.jenkins.plugins.spindelivery.delivery.Words;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Fields that take one of a few words. */
final class Choices {
    private Choices() {}

    /** How objects are written that have no annotation about it. */
    enum Strategy {
        APPLY,
        REPLACE,
        RECREATE
    }

    /** What happens to what belongs to deleted objects. */
    enum Cascading {
        BACKGROUND("Background"),
        FOREGROUND("Foreground"),
        ORPHAN("Orphan");

        private final String policy;

        Cascading(String policy) {
            this.policy = policy;
        }

        /** The API's word. */
        String policy() {
            return policy;
        }
    }

    /**
     * The words for messages.
     *
     * @param type the words, as constants
     * @return in small letters
     */
    static String words(Class<? extends Enum<?>> type) {
        return Arrays.stream(type.getEnumConstants()).map(Choices::word).collect(Collectors.joining(", "));
    }

    /**
     * The words for a form; the first stands for the default, which snippets leave out.
     *
     * @param codes the beginning of the codes of their descriptions, such as {@code step.strategy-}
     * @param type the words, as constants, the default first
     * @return the items
     */
    static ListBoxModel items(String codes, Class<? extends Enum<?>> type) {
        ListBoxModel items = new ListBoxModel();
        for (Enum<?> constant : type.getEnumConstants()) {
            String word = word(constant);
            items.add(Words.of(codes + word), items.isEmpty() ? "" : word);
        }
        return items;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
