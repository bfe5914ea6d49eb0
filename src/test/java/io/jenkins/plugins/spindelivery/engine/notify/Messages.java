package io.jenkins.plugins.spindelivery.engine.notify;

import java.time.Instant;

/** Messages for tests. */
final class Messages {
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    static final Message.Run RUN = new Message.Run(
            "https://ci.example.org/",
            "shop/deploy#12",
            "deploy",
            "shop",
            "12",
            "https://ci.example.org/job/shop/job/deploy/12/",
            "");
    static final Message.Stage STAGE = new Message.Stage("3", "Deploy to test", "deployManifest", "test");

    private Messages() {}

    static Message stageFailed(String text) {
        return new Message(Occasion.STAGE_FAILED, "e-7", NOON, RUN, STAGE, "", "", text);
    }

    static Message of(Occasion occasion) {
        Message.Stage stage = occasion.ofStage() ? STAGE : Message.Stage.NONE;
        return new Message(occasion, "e-1", NOON, RUN, stage, "", "", "");
    }
}
