package io.jenkins.plugins.spindelivery.view;

import hudson.model.Run;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRef;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.Phase;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.record.Judgment;
import io.jenkins.plugins.spindelivery.record.StageFolder;
import io.jenkins.plugins.spindelivery.record.StageRecorder;
import io.jenkins.plugins.spindelivery.record.StageRecords;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Stages as the driver leaves them, without a cluster; time goes on only where a test says so. */
final class Sample {
    static final ObjectRef CONFIG = new ObjectRef("v1", "ConfigMap", "shop", "web-config-v003");
    static final ObjectRef WEB = new ObjectRef("apps/v1", "Deployment", "shop", "web");
    static final ObjectRef SERVICE = new ObjectRef("v1", "Service", "shop", "web");

    static final ObjectRef BUILDER = AwsRef.of(AwsRef.Kind.INSTANCE, "eu-central-1", "i-0b51c7");
    static final ObjectRef IMAGE = AwsRef.of(AwsRef.Kind.IMAGE, "eu-central-1", "ami-0c2f3d9e");
    static final ObjectRef COPY = AwsRef.of(AwsRef.Kind.IMAGE, "us-east-1", "ami-0e81a6b2");
    static final ObjectRef GROUP = AwsRef.of(AwsRef.Kind.SERVER_GROUP, "eu-central-1", "shop-web-v004");
    static final ObjectRef OLD_GROUP = AwsRef.of(AwsRef.Kind.SERVER_GROUP, "eu-central-1", "shop-web-v003");

    private final Run<?, ?> run;
    private final Time time;

    private static final class Time extends Clock {
        private Instant now = Instant.parse("2026-03-01T10:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    Sample(Run<?, ?> run) {
        this.run = run;
        this.time = new Time();
    }

    Sample startingAt(Instant start) {
        time.now = start;
        return this;
    }

    void pass(Duration length) {
        time.now = time.now.plus(length);
    }

    StageRecorder begin(String key, String type, String subject, String account) {
        return StageRecorder.begin(key, type, subject, account, "", time);
    }

    /** A deploy that is done, of three objects. */
    StageRecorder deployed(String key, String account) {
        StageRecorder stage = begin(key, "deploy", "web.yaml", account);
        pass(Duration.ofMillis(300));
        stage.accept(new Event.PhaseStarted(Phase.PLAN, 3));
        stage.accept(new Event.VersionChosen(CONFIG, "v003", false));
        stage.accept(new Event.ChangePlanned(CONFIG, Action.CREATED, List.of(), "+data:\n+  COLOUR: green"));
        stage.accept(new Event.ChangePlanned(
                WEB,
                Action.CONFIGURED,
                List.of("registry.example/web:1.4.2", "envoy:1.30"),
                " spec:\n-        image: registry.example/web:1.4.1\n+        image: registry.example/web:1.4.2"));
        stage.accept(new Event.ChangePlanned(SERVICE, Action.UNCHANGED, List.of(), ""));
        pass(Duration.ofSeconds(2));
        stage.accept(new Event.PhaseStarted(Phase.APPLY, 3));
        stage.accept(new Event.ObjectChanged(CONFIG, Action.CREATED));
        stage.accept(new Event.ObjectChanged(WEB, Action.CONFIGURED));
        stage.accept(new Event.ObjectChanged(SERVICE, Action.UNCHANGED));
        pass(Duration.ofSeconds(1));
        stage.accept(new Event.PhaseStarted(Phase.WAIT, 3));
        stage.accept(new Event.StatusChanged(CONFIG, "stable", "", 0, 0));
        stage.accept(new Event.StatusChanged(SERVICE, "stable", "", 0, 0));
        pass(Duration.ofSeconds(9));
        stage.accept(new Event.StatusChanged(WEB, "stable", "", 3, 3));
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("status", "succeeded");
        stage.end(StageStatus.SUCCEEDED, value, List.of());
        return stage;
    }

    /** A deploy whose pods crash. */
    StageRecorder failed(String key, String account) {
        StageRecorder stage = begin(key, "deploy", "web.yaml", account);
        stage.accept(new Event.PhaseStarted(Phase.WAIT, 1));
        stage.accept(new Event.ObjectChanged(WEB, Action.CONFIGURED));
        stage.accept(new Event.StatusChanged(WEB, "failed", "1 of 3 pods is ready", 1, 3));
        stage.accept(new Event.Diagnosed(
                new ObjectRef("v1", "Pod", "shop", "web-7c9f-x2x"),
                "CrashLoopBackOff",
                "back-off 10s restarting failed container",
                List.of("Warning BackOff: Back-off restarting failed container web"),
                List.of("panic: no database", "exit status 2")));
        pass(Duration.ofMinutes(2));
        stage.end(StageStatus.FAILED, null, List.of(problem("Deployment shop/web")));
        return stage;
    }

    /** A deploy that waits for its pods. */
    StageRecorder running(String key, String account) {
        StageRecorder stage = begin(key, "deploy", "web.yaml", account);
        stage.accept(new Event.PhaseStarted(Phase.WAIT, 1));
        stage.accept(new Event.ObjectChanged(WEB, Action.CONFIGURED));
        stage.accept(new Event.StatusChanged(WEB, "progressing", "2 pods are not ready", 1, 3));
        return stage;
    }

    /** A bake that is done, of one image in two regions. */
    StageRecorder baked(String key, String account) {
        StageRecorder stage = begin(key, "bake", "shop-web-1.4.2", account);
        stage.accept(new Event.PhaseStarted(Phase.PLAN, 1));
        pass(Duration.ofSeconds(1));
        stage.accept(new Event.PhaseStarted(Phase.LAUNCH, 1));
        stage.accept(new Event.ObjectChanged(BUILDER, Action.CREATED));
        pass(Duration.ofSeconds(34));
        stage.accept(new Event.PhaseStarted(Phase.PROVISION, 1));
        stage.accept(new Event.LogLines(
                BUILDER,
                "console",
                List.of("Unpacking shop-web (1.4.2-h17) ...", "Setting up <shop-web> (1.4.2-h17)")));
        pass(Duration.ofSeconds(80));
        stage.accept(new Event.PhaseStarted(Phase.IMAGE, 1));
        stage.accept(new Event.StatusChanged(IMAGE, "progressing", "shop-web-1.4.2-h17-20260301", 0, 0));
        pass(Duration.ofMinutes(4));
        stage.accept(new Event.StatusChanged(IMAGE, "stable", "shop-web-1.4.2-h17-20260301", 0, 0));
        stage.accept(new Event.ObjectChanged(IMAGE, Action.CREATED));
        stage.accept(new Event.PhaseStarted(Phase.COPY, 1));
        pass(Duration.ofMinutes(3));
        stage.accept(new Event.StatusChanged(COPY, "stable", "shop-web-1.4.2-h17-20260301", 0, 0));
        stage.accept(new Event.ObjectChanged(COPY, Action.CREATED));
        stage.accept(new Event.PhaseStarted(Phase.CLEANUP, 1));
        stage.accept(new Event.ObjectChanged(BUILDER, Action.DELETED));
        pass(Duration.ofSeconds(8));
        stage.end(StageStatus.SUCCEEDED, null, List.of());
        return stage;
    }

    /** A server group that takes the place of another one. */
    StageRecorder serverGroup(String key, String account) {
        StageRecorder stage = begin(key, "server-group", "shop-web", account);
        stage.accept(new Event.PhaseStarted(Phase.PLAN, 1));
        pass(Duration.ofSeconds(1));
        stage.accept(new Event.ChangePlanned(GROUP, Action.CREATED, List.of("ami-0c2f3d9e"), ""));
        stage.accept(new Event.PhaseStarted(Phase.APPLY, 1));
        stage.accept(new Event.ObjectChanged(GROUP, Action.CREATED));
        pass(Duration.ofSeconds(4));
        stage.accept(new Event.PhaseStarted(Phase.WAIT, 1));
        pass(Duration.ofSeconds(95));
        stage.accept(new Event.StatusChanged(GROUP, "stable", "", 3, 3));
        stage.accept(new Event.PhaseStarted(Phase.TRAFFIC, 1));
        pass(Duration.ofSeconds(20));
        stage.accept(new Event.ObjectChanged(OLD_GROUP, Action.DISABLED));
        stage.end(StageStatus.SUCCEEDED, null, List.of());
        return stage;
    }

    /** A server group one of whose instances does not get healthy. */
    StageRecorder unhealthy(String key, String account) {
        StageRecorder stage = begin(key, "server-group", "shop-web", account);
        stage.accept(new Event.PhaseStarted(Phase.WAIT, 1));
        stage.accept(new Event.ChangePlanned(GROUP, Action.CREATED, List.of("ami-0c2f3d9e"), ""));
        stage.accept(new Event.ObjectChanged(GROUP, Action.CREATED));
        stage.accept(new Event.StatusChanged(GROUP, "failed", "2 of 3 instances are healthy", 2, 3));
        stage.accept(new Event.Diagnosed(
                AwsRef.of(AwsRef.Kind.INSTANCE, "eu-central-1", "i-0aa12f"),
                "Target.ResponseCodeMismatch",
                "Health checks failed with these codes: [503]",
                List.of("Launching a new EC2 instance: i-0aa12f"),
                List.of("shop-web: cannot reach the database")));
        pass(Duration.ofMinutes(10));
        stage.end(StageStatus.TIMED_OUT, null, List.of());
        return stage;
    }

    /** A judgment that waits. */
    StageRecorder asked(String key, String message, List<String> choices, List<String> submitters) {
        StageRecorder stage = begin(key, "judge", message, "");
        stage.status(StageStatus.PAUSED);
        stage.judgment(
                new Judgment(message, "Look at the error rate first.", choices, submitters, "", null, "", "", "", 0));
        return stage;
    }

    /** The answer to {@link #asked}. */
    void answer(StageRecorder stage, boolean approved, String choice, String user, String name) {
        Judgment judgment = stage.snapshot().judgment();
        stage.judgment(judgment.answered(approved, choice, user, name, time.millis()));
        stage.end(approved ? StageStatus.SUCCEEDED : StageStatus.REJECTED, null, List.of());
    }

    static Problem problem(String where) {
        return Problem.of("delivery.seal-broken", where);
    }

    /** As the driver keeps an ended stage. */
    void write(StageRecorder stage) {
        StageFolder folder = StageFolder.of(run, stage.snapshot().key());
        StageRecords.get().save(folder, stage);
    }

    /** As the driver keeps a stage that is under way. */
    void live(StageRecorder stage) {
        write(stage);
        StageRecords.get().live(StageFolder.of(run, stage.snapshot().key()), stage);
    }
}
