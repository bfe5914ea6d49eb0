package io.jenkins.plugins.spindelivery.engine.notify;

import io.jenkins.plugins.spindelivery.engine.problem.Texts;
import java.util.List;
import java.util.Locale;

/**
 * A message in a language, cut to a length: what all chat services show.
 *
 * @param mood for the color
 * @param title one line
 * @param text empty when there is none
 * @param facts lines with labels
 * @param url of the run's page; empty when it isn't known
 * @param link what the link to it is called
 */
record Shown(Occasion.Mood mood, String title, String text, List<Message.Fact> facts, String url, String link) {
    private static final int MAX_TITLE = 150;
    private static final int MAX_VALUE = 200;
    /** Shorter is of no use. */
    private static final int MIN_VALUE = 16;
    /** Longer ones do not fit into a message beside its text. */
    private static final int MAX_URL = 1_000;

    /**
     * Cuts a message.
     *
     * @param room characters of the text; title and facts get shorter with it
     */
    static Shown of(Message message, Locale locale, int room) {
        int value = Math.max(MIN_VALUE, Math.min(MAX_VALUE, room / 4));
        List<Message.Fact> facts = message.facts(locale).stream()
                .map(fact -> new Message.Fact(fact.label(), Markup.cut(oneLine(fact.value()), value)))
                .toList();
        String url = message.run().url().length() > MAX_URL ? "" : message.run().url();
        String title = Markup.cut(oneLine(message.title(locale)), Math.max(MIN_VALUE, Math.min(MAX_TITLE, room)));
        String link = Texts.format(locale, "notify.open-run", List.of());
        String text = Markup.cut(message.text().strip(), room);
        return new Shown(message.occasion().mood(), title, text, facts, Markup.url(url), link);
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
