package io.jenkins.plugins.spindelivery.engine.notify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Microsoft Teams: a message with one Adaptive Card, as Workflows' "when a webhook request is received" takes it. */
final class TeamsBody {
    private TeamsBody() {}

    static ObjectNode of(Shown shown) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("type", "message");
        ObjectNode attachment = body.putArray("attachments").addObject();
        attachment.put("contentType", "application/vnd.microsoft.card.adaptive");
        attachment.putNull("contentUrl");
        ObjectNode card = attachment.putObject("content");
        card.put("$schema", "http://adaptivecards.io/schemas/adaptive-card.json");
        card.put("type", "AdaptiveCard");
        // Newer ones are not shown by all clients.
        card.put("version", "1.4");
        ArrayNode elements = card.putArray("body");
        text(elements, shown.title())
                .put("weight", "Bolder")
                .put("size", "Medium")
                .put("color", color(shown.mood()));
        if (!shown.text().isEmpty()) {
            text(elements, shown.text());
        }
        if (!shown.facts().isEmpty()) {
            ArrayNode facts = elements.addObject().put("type", "FactSet").putArray("facts");
            for (Message.Fact fact : shown.facts()) {
                facts.addObject().put("title", fact.label()).put("value", Markup.markdown(fact.value()));
            }
        }
        if (!shown.url().isEmpty()) {
            card.putArray("actions")
                    .addObject()
                    .put("type", "Action.OpenUrl")
                    .put("title", shown.link())
                    .put("url", shown.url());
        }
        return body;
    }

    private static ObjectNode text(ArrayNode elements, String text) {
        return elements.addObject()
                .put("type", "TextBlock")
                // A single line break is a space in Markdown.
                .put("text", Markup.markdown(text).replace("\n", "\n\n"))
                .put("wrap", true);
    }

    private static String color(Occasion.Mood mood) {
        return switch (mood) {
            case NEUTRAL -> "Accent";
            case GOOD -> "Good";
            case WARNING -> "Warning";
            case BAD -> "Attention";
        };
    }
}
