package io.jenkins.plugins.spindelivery.engine.manifest.read;

/** Halves of characters, which an escape such as {@code \ud83d} can make and no file or server can hold. */
final class Surrogates {
    private Surrogates() {}

    /**
     * Whether a text can't be written as UTF-8.
     *
     * @param text any text
     * @return true when half of a surrogate pair stands alone in it
     */
    static boolean areBroken(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1));
                if (!pair) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }
}
