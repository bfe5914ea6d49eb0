package io.jenkins.plugins.spindelivery.engine.notify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Feishu and Lark: a card whose texts are all plain, so that nothing in them is markup or a mention. */
final class FeishuBody {
    private FeishuBody() {}

    static ObjectNode of(Shown shown) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("msg_type", "interactive");
        ObjectNode card = body.putObject("card");
        card.putObject("config").put("wide_screen_mode", true);
        ObjectNode header = card.putObject("header");
        header.set("title", plain(shown.title()));
        header.put("template", color(shown.mood()));
        ArrayNode elements = card.putArray("elements");
        if (!shown.text().isEmpty()) {
            elements.addObject().put("tag", "div").set("text", plain(shown.text()));
        }
        if (!shown.facts().isEmpty()) {
            ArrayNode fields = elements.addObject().put("tag", "div").putArray("fields");
            for (Message.Fact fact : shown.facts()) {
                fields.addObject().put("is_short", true).set("text", plain(fact.label() + "\n" + fact.value()));
            }
        }
        if (!shown.url().isEmpty()) {
            ObjectNode button = elements.addObject()
                    .put("tag", "action")
                    .putArray("actions")
                    .addObject()
                    .put("tag", "button");
            button.set("text", plain(shown.link()));
            button.put("type", "primary").put("url", shown.url());
        }
        return body;
    }

    private static ObjectNode plain(String text) {
        return JsonNodeFactory.instance.objectNode().put("tag", "plain_text").put("content", text);
    }

    private static String color(Occasion.Mood mood) {
        return switch (mood) {
            case NEUTRAL -> "blue";
            case GOOD -> "green";
            case WARNING -> "orange";
            case BAD -> "red";
        };
    }
}
