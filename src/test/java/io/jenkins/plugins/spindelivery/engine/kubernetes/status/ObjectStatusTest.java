package io.jenkins.plugins.spindelivery.engine.kubernetes.status;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.Test;

/** What a status is for those who show it, keep it and sum it up. */
public class ObjectStatusTest {
    private static final ObjectNode BEHIND =
            Trees.object("{apiVersion: apps/v1, kind: Deployment, metadata: {generation: 1234567},"
                    + " spec: {replicas: 2}, status: {observedGeneration: 2}}");

    private static ObjectStatus with(State state) {
        return new ObjectStatus(state, true, StatusRules.of(BEHIND).reason(), 0, 0);
    }

    @Test
    public void speaksTheReadersLanguage() {
        ObjectStatus status = StatusRules.of(BEHIND);

        assertEquals(
                "The controller has not seen the latest change yet (generation 1234567, seen 2).",
                status.message(Locale.GERMAN));
        assertEquals("控制器尚未处理最新的更改（generation 1234567，已处理 2）。", status.message(Locale.SIMPLIFIED_CHINESE));
    }

    @Test
    public void isStoredAsPlainData() throws JsonProcessingException {
        ObjectMapper json = new ObjectMapper();
        ObjectStatus status = StatusRules.of(BEHIND);

        String stored = json.writeValueAsString(status);

        assertEquals(
                "{\"state\":\"progressing\",\"available\":true,\"reason\":{\"code\":\"kubernetes.status-behind\","
                        + "\"arguments\":[\"1234567\",\"2\"],\"where\":\"\"},\"ready\":0,\"desired\":2}",
                stored);
        assertEquals(status, json.readValue(stored, ObjectStatus.class));
    }

    @Test
    public void theWordsAreThoseOfTheContract() {
        assertEquals(
                List.of("stable", "progressing", "paused", "failed", "unknown"),
                Arrays.stream(State.values()).map(State::word).toList());
    }

    @Test
    public void aWaitIsOverWhenNothingMoreHappensByItself() {
        assertTrue(with(State.STABLE).settled());
        assertTrue(with(State.FAILED).settled());
        assertTrue(with(State.PAUSED).settled());
        assertFalse(with(State.PROGRESSING).settled());
        assertFalse(with(State.UNKNOWN).settled());
    }

    @Test
    public void whatWillNotComeRightByItselfHasFailed() {
        ObjectStatus progressing = ObjectStatus.progressing("none").counting(1, 3);
        assertEquals(progressing, progressing.with(new Diagnosis(List.of(), List.of())));
        ObjectStatus doubtful = progressing.with(new Diagnosis(List.of(trouble(false)), List.of()));
        assertEquals(State.PROGRESSING, doubtful.state());
        assertEquals("Being deleted.", doubtful.message(Locale.ENGLISH));
        ObjectStatus stuck = progressing.with(new Diagnosis(List.of(trouble(true)), List.of()));
        assertEquals(State.FAILED, stuck.state());
        assertEquals(1, stuck.ready());
        assertEquals(3, stuck.desired());
        ObjectStatus stable = ObjectStatus.stable("nothing-to-wait-for");
        assertEquals(stable, stable.with(new Diagnosis(List.of(trouble(true)), List.of())));
    }

    private static Trouble trouble(boolean stuck) {
        ObjectRef pod = new ObjectRef("v1", "Pod", "n", "web-1");
        return new Trouble(
                pod, "", "X", Problem.of("kubernetes.status-deleting", ""), "", null, 0, stuck, Trouble.Log.NONE);
    }

    @Test
    public void theWorstStateDescribesAll() {
        assertEquals(State.STABLE, StatusSummary.of(List.of()).overall());
        State[] worstLast = {State.STABLE, State.PAUSED, State.PROGRESSING, State.UNKNOWN, State.FAILED};
        for (int i = 0; i < worstLast.length; i++) {
            List<ObjectStatus> all = Arrays.stream(worstLast, 0, i + 1)
                    .map(ObjectStatusTest::with)
                    .toList();
            assertEquals(worstLast[i], StatusSummary.of(all).overall());
        }
    }

    @Test
    public void countsByState() {
        StatusSummary summary = StatusSummary.of(List.of(with(State.STABLE), with(State.FAILED), with(State.STABLE)));

        assertEquals(Map.of(State.STABLE, 2, State.FAILED, 1), summary.counts());
        assertEquals(2, summary.count(State.STABLE));
        assertEquals(0, summary.count(State.PAUSED));
    }
}
