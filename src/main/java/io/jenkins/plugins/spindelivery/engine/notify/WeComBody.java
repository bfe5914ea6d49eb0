package io.jenkins.plugins.spindelivery.engine.notify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** WeCom: its subset of Markdown with three colors. */
final class WeComBody {
    private WeComBody() {}

    static ObjectNode of(Shown shown) {
        StringBuilder text = new StringBuilder("**<font color=\"")
                .append(color(shown.mood()))
                .append("\">")
                .append(Markup.lookAlikes(shown.title()))
                .append("</font>**");
        if (!shown.text().isEmpty()) {
            text.append("\n").append(Markup.lookAlikes(shown.text()));
        }
        for (Message.Fact fact : shown.facts()) {
            text.append("\n> ").append(fact.label()).append(": ").append(Markup.lookAlikes(fact.value()));
        }
        if (!shown.url().isEmpty()) {
            // Two line breaks end the quotation.
            text.append("\n\n[")
                    .append(shown.link())
                    .append("](")
                    .append(shown.url())
                    .append(")");
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("msgtype", "markdown");
        body.putObject("markdown").put("content", text.toString());
        return body;
    }

    private static String color(Occasion.Mood mood) {
        return switch (mood) {
            case NEUTRAL -> "comment";
            case GOOD -> "info";
            case WARNING, BAD -> "warning";
        };
    }
}
