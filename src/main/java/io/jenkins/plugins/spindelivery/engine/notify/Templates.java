package io.jenkins.plugins.spindelivery.engine.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;

/** The ready-made bodies: each as its service documents it, and never longer than that takes. */
public final class Templates {
    /** Characters of the text that are tried first; no service shows more of it usefully. */
    private static final int FIRST_ROOM = 2_500;
    /** Teams: 28 KB for the whole message; with some room for what Workflows adds. */
    private static final int TEAMS_BYTES = 24 << 10;
    /** Feishu: 20 KB for the whole request, with the signature that is still to come. */
    private static final int FEISHU_BYTES = 19 << 10;
    /** DingTalk: 20,000 bytes for the whole message. */
    private static final int DINGTALK_BYTES = 19_000;
    /** WeCom: 4,096 bytes of UTF-8 for the Markdown. */
    private static final int WECOM_BYTES = 4_096;
    /** Slack: 3,000 characters for one section's text. */
    private static final int SLACK_CHARACTERS = 3_000;

    private Templates() {}

    /**
     * A message's body in a ready-made format. Texts that are too long are cut and end with an ellipsis.
     *
     * @param format any but {@link Format#JSON}
     * @param message what is told
     * @param locale the readers' language
     * @return the body, not yet signed
     * @throws io.jenkins.plugins.spindelivery.engine.problem.ProblemException for CDEvents when the message says too
     *     little, see {@link CdEvents#of}
     * @throws IllegalArgumentException for {@link Format#JSON}, which has no ready-made body
     */
    public static ObjectNode body(Format format, Message message, Locale locale) {
        return switch (format) {
            case SLACK -> fitting(message, locale, SlackBody::of, Templates::fitsSlack);
            case TEAMS -> fitting(message, locale, TeamsBody::of, within(TEAMS_BYTES));
            case DINGTALK -> fitting(message, locale, DingTalkBody::of, within(DINGTALK_BYTES));
            case WECOM -> fitting(message, locale, WeComBody::of, Templates::fitsWeCom);
            case FEISHU -> fitting(message, locale, FeishuBody::of, within(FEISHU_BYTES));
            case CDEVENTS -> CdEvents.of(message);
            case JSON -> throw new IllegalArgumentException("no ready-made body for " + format);
        };
    }

    /** Halves the texts until the service takes them: escaping makes them longer by what is in them. */
    private static ObjectNode fitting(
            Message message, Locale locale, Function<Shown, ObjectNode> writer, Predicate<ObjectNode> fits) {
        int room = FIRST_ROOM;
        ObjectNode body = writer.apply(Shown.of(message, locale, room));
        while (room > 0 && !fits.test(body)) {
            room /= 2;
            body = writer.apply(Shown.of(message, locale, room));
        }
        return body;
    }

    private static Predicate<ObjectNode> within(int bytes) {
        return body -> Markup.bytes(body.toString()) <= bytes;
    }

    private static boolean fitsWeCom(ObjectNode body) {
        return Markup.bytes(body.at("/markdown/content").asText()) <= WECOM_BYTES;
    }

    private static boolean fitsSlack(ObjectNode body) {
        for (JsonNode block : body.path("blocks")) {
            if (block.at("/text/text").asText().length() > SLACK_CHARACTERS) {
                return false;
            }
        }
        return true;
    }
}
