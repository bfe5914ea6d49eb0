package io.jenkins.plugins.spindelivery.engine.notify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Slack: blocks, with a text for devices that show none. {@code verbatim} keeps Slack from turning {@code @here} and names
 * of channels into mentions.
 */
final class SlackBody {
    private SlackBody() {}

    static ObjectNode of(Shown shown) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("text", Markup.slack(shown.title()));
        ArrayNode blocks = body.putArray("blocks");
        section(blocks).set("text", markup("*" + icon(shown.mood()) + " " + Markup.slack(shown.title()) + "*"));
        if (!shown.text().isEmpty()) {
            section(blocks).set("text", markup(Markup.slack(shown.text())));
        }
        if (!shown.facts().isEmpty()) {
            ArrayNode fields = section(blocks).putArray("fields");
            for (Message.Fact fact : shown.facts()) {
                fields.add(markup("*" + Markup.slack(fact.label()) + "*\n" + Markup.slack(fact.value())));
            }
        }
        if (!shown.url().isEmpty()) {
            String url = shown.url().replace("&", "&amp;");
            section(blocks).set("text", markup("<" + url + "|" + Markup.slack(shown.link()) + ">"));
        }
        return body;
    }

    private static ObjectNode section(ArrayNode blocks) {
        return blocks.addObject().put("type", "section");
    }

    private static ObjectNode markup(String text) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "mrkdwn")
                .put("text", text)
                .put("verbatim", true);
    }

    private static String icon(Occasion.Mood mood) {
        return switch (mood) {
            case NEUTRAL -> ":arrow_forward:";
            case GOOD -> ":white_check_mark:";
            case WARNING -> ":warning:";
            case BAD -> ":x:";
        };
    }
}
