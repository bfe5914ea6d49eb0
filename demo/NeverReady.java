package demo;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** An image that can't become ready: the deploy says why within seconds and takes itself back. */
final class NeverReady implements Step {
    private static final int REPLICAS = 3;

    /** Spinnaker and kubectl wait for minutes; a slow machine that has to pull an image may take one. */
    private static final Duration FAST = Duration.ofMinutes(2);

    @Override
    public String title() {
        return "An image that never becomes ready";
    }

    @Override
    public void play(Stage stage) throws IOException {
        stage.narrator()
                .say("Nothing is gained by waiting for this one. spin sees why, shows what the pods say, and puts back"
                        + " what was there.");
        List<String> before = stage.live().readyPods(stage.images().of(Images.NEXT));
        Clock clock = stage.narrator().console().clock();
        Instant begin = clock.instant();
        List<String> parts = new ArrayList<>();
        parts.add("deploy");
        parts.add("-f examples/demo/versioned");
        parts.addAll(stage.images().flags(Images.BROKEN));
        parts.add("--param youdu_address=im4.imgo.tv:7080");
        parts.add("--rollback-on-failure");
        Shell.Result result = stage.shell().spin(parts);
        Duration taken = Duration.between(begin, clock.instant());
        Narrator narrator = stage.narrator();
        narrator.claim(result.exitCode() == 1, "failed, exit code 1", "exit code " + result.exitCode());
        narrator.claim(
                taken.compareTo(FAST) < 0,
                "after " + taken.toSeconds() + " s, the rollback included, not after a timeout of 30 minutes",
                taken.toSeconds() + " s");
        if (!result.output().isEmpty()) {
            String reason = stage.images().brokenReason();
            narrator.claim(result.output().contains(reason), "it says why: " + reason, "no such word in its output");
        }
        Deployments.claimReady(stage, REPLICAS, Images.NEXT);
        List<String> after = stage.live().readyPods(stage.images().of(Images.NEXT));
        narrator.claim(after.equals(before), "they are the same pods as before: they have served all the time", after);
    }
}
