package io.jenkins.plugins.spindelivery.engine.notify;

import java.nio.charset.StandardCharsets;

/** Texts of users within the services' markup languages: they must be seen, and never do anything. */
final class Markup {
    private static final String ELLIPSIS = "…";
    /** What opens links, images, mentions, colors, emphasis or code in the dialects of DingTalk and WeCom. */
    private static final String SPECIAL = "<>[]*`#";
    /** Their look-alikes of full width begin so far behind them. */
    private static final int FULL_WIDTH = 0xFF00 - 0x20;

    private Markup() {}

    /** Slack's three characters, as its documentation asks for. */
    static String slack(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** Markdown with backslashes, as Adaptive Cards read it. */
    static String markdown(String text) {
        return text.replaceAll("([\\\\`*_\\[\\]()~<>#])", "\\\\$1");
    }

    /**
     * For the Markdown of DingTalk and WeCom, whose documentation knows no way to escape a character: look-alikes of full
     * width instead.
     */
    static String lookAlikes(String text) {
        StringBuilder result = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            result.append(SPECIAL.indexOf(c) < 0 ? c : (char) (c + FULL_WIDTH));
        }
        return result.toString();
    }

    /** A URL within markup: what could end the link is percent-encoded. */
    static String url(String url) {
        return url.replace("(", "%28")
                .replace(")", "%29")
                .replace("<", "%3C")
                .replace(">", "%3E")
                .replace("|", "%7C")
                .replace("\"", "%22")
                .replace(" ", "%20");
    }

    /** At most so many characters, the last one an ellipsis when something was cut off; no character is halved. */
    static String cut(String text, int characters) {
        if (text.codePointCount(0, text.length()) <= characters) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, Math.max(0, characters - 1))) + ELLIPSIS;
    }

    static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
