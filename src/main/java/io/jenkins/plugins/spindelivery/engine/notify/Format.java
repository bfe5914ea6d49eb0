package io.jenkins.plugins.spindelivery.engine.notify;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Forms of messages that receivers take. */
public enum Format {
    /** Slack's incoming webhooks. */
    SLACK("application/json"),
    /** Microsoft Teams: an Adaptive Card for a webhook of Workflows. */
    TEAMS("application/json"),
    /** Custom robots of DingTalk. */
    DINGTALK("application/json"),
    /** Group robots of WeCom. */
    WECOM("application/json"),
    /** Custom bots of Feishu and Lark. */
    FEISHU("application/json"),
    /** CDEvents in CloudEvents, see {@link CdEvents}. */
    CDEVENTS("application/cloudevents+json"),
    /** A template of the user's own, see {@link OwnTemplate}. */
    JSON("application/json");

    private final String contentType;

    Format(String contentType) {
        this.contentType = contentType;
    }

    /**
     * The name in configurations.
     *
     * @return such as {@code dingtalk}
     */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The header {@code Content-Type} that goes with it.
     *
     * @return a media type with the character set, for all bodies are UTF-8
     */
    public String contentType() {
        return contentType + "; charset=utf-8";
    }

    /**
     * Finds a format by its name in configurations.
     *
     * @param id such as {@code dingtalk}
     * @return nothing when there is no such format
     */
    public static Optional<Format> named(String id) {
        return Arrays.stream(values()).filter(one -> one.id().equals(id)).findFirst();
    }
}
