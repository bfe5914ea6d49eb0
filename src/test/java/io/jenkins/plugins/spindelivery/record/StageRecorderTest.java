package io.jenkins.plugins.spindelivery.record;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRef;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.Phase;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.Test;

public class StageRecorderTest {
    private static final ObjectRef SERVICE = new ObjectRef("v1", "Service", "shop", "web");
    private static final ObjectRef WEB = new ObjectRef("apps/v1", "Deployment", "shop", "web");
    private static final ObjectRef CANARY = new ObjectRef("apps/v1", "Deployment", "shop", "web-canary");

    private final StageRecorder stage = StageRecorder.begin("s1", "deploy", "", "prod", "", at(1_000));

    private static Clock at(long millis) {
        return Clock.fixed(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
    }

    private void diagnose(String namespace, String pod) {
        stage.accept(new Event.Diagnosed(
                new ObjectRef("v1", "Pod", namespace, pod), "CrashLoopBackOff", "", List.of(), List.of()));
    }

    private List<String> troubled() {
        return stage.snapshot().objects().stream()
                .filter(object -> !object.troubles().isEmpty())
                .map(object -> object.ref().toString())
                .toList();
    }

    @Test
    public void aPodsTroubleIsItsWorkloadsAndNotTheServices() {
        stage.accept(new Event.ObjectChanged(SERVICE, Action.CREATED));
        stage.accept(new Event.StatusChanged(WEB, "progressing", "", 0, 3));
        diagnose("shop", "web-7c9f-x2x");
        assertEquals(List.of("Deployment shop/web"), troubled());
    }

    @Test
    public void theOrderOfTheObjectsDoesNotMatter() {
        stage.accept(new Event.ChangePlanned(WEB, Action.CREATED, List.of("web:1"), ""));
        stage.accept(new Event.ObjectChanged(SERVICE, Action.CREATED));
        diagnose("shop", "web-7c9f-x2x");
        assertEquals(List.of("Deployment shop/web"), troubled());
    }

    @Test
    public void theLongestNameWins() {
        stage.accept(new Event.StatusChanged(CANARY, "progressing", "", 0, 1));
        stage.accept(new Event.StatusChanged(WEB, "progressing", "", 0, 3));
        diagnose("shop", "web-canary-7c9f-x2x");
        assertEquals(List.of("Deployment shop/web-canary"), troubled());
    }

    @Test
    public void whatBelongsToNoObjectStandsForItself() {
        stage.accept(new Event.StatusChanged(WEB, "progressing", "", 0, 3));
        diagnose("other", "web-7c9f-x2x");
        assertEquals(List.of("Pod other/web-7c9f-x2x"), troubled());
    }

    @Test
    public void aPhaseBeginsOnceEvenIfItIsToldAgain() {
        stage.accept(new Event.PhaseStarted(Phase.PLAN, 1));
        StageRecorder next = new StageRecorder(stage.snapshot(), at(5_000));
        next.accept(new Event.PhaseStarted(Phase.PLAN, 1));
        next.accept(new Event.PhaseStarted(Phase.APPLY, 1));
        assertEquals(
                List.of(new StageRecord.PhaseStart(Phase.PLAN, 1_000), new StageRecord.PhaseStart(Phase.APPLY, 5_000)),
                next.snapshot().phases());
    }

    @Test
    public void whatOthersWroteIsKeptWithoutTheBuildsSecrets() throws Exception {
        stage.mask(text -> text.replace("hunter2", "****"));
        ObjectRef builder = AwsRef.of(AwsRef.Kind.INSTANCE, "eu-central-1", "i-1");
        stage.accept(new Event.LogLines(builder, "console", List.of("password=hunter2", "done")));
        stage.accept(new Event.StatusChanged(WEB, "failed", "no hunter2", 0, 1));
        stage.accept(new Event.Diagnosed(WEB, "Failed", "hunter2?", List.of("saw hunter2"), List.of("hunter2!")));
        Problem last = Problem.of("aws.bake-last-line", "", "hunter2 is wrong");
        stage.accept(new Event.Failed(last));
        stage.end(StageStatus.FAILED, null, List.of(last));
        StageRecord record = stage.snapshot();
        String json = new ObjectMapper().writeValueAsString(record);
        assertFalse(json, json.contains("hunter2"));
        assertEquals(List.of("password=****", "done"), record.objects().get(0).log());
        assertEquals(List.of("**** is wrong"), record.errors().get(0).arguments());
    }
}
