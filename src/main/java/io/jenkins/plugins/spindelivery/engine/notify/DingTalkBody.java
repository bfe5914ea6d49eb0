package io.jenkins.plugins.spindelivery.engine.notify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** DingTalk: Markdown; the title is what the list of conversations shows. */
final class DingTalkBody {
    private DingTalkBody() {}

    static ObjectNode of(Shown shown) {
        // Lines are paragraphs: a single line break is not shown.
        StringBuilder text = new StringBuilder("#### ").append(Markup.lookAlikes(shown.title()));
        if (!shown.text().isEmpty()) {
            text.append("\n\n").append(Markup.lookAlikes(shown.text()).replace("\n", "\n\n"));
        }
        for (Message.Fact fact : shown.facts()) {
            text.append("\n\n**").append(fact.label()).append("** ").append(Markup.lookAlikes(fact.value()));
        }
        if (!shown.url().isEmpty()) {
            text.append("\n\n[")
                    .append(shown.link())
                    .append("](")
                    .append(shown.url())
                    .append(")");
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("msgtype", "markdown");
        body.putObject("markdown").put("title", shown.title()).put("text", text.toString());
        return body;
    }
}
