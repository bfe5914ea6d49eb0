package io.jenkins.plugins.spindelivery.engine.webhook;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;

import io.jenkins.plugins.spindelivery.engine.webhook.AnswerRules.Meaning;
import io.jenkins.plugins.spindelivery.engine.webhook.StatusRules.Reading;
import io.jenkins.plugins.spindelivery.engine.webhook.StatusRules.Verdict;
import java.util.List;
import java.util.Map;
import org.junit.Test;

/** What answers and their bodies mean, row by row. */
public class StatusRulesTest {
    private static final StatusRules RULES = new StatusRules(
            "$.status",
            "$.message",
            List.of("SUCCESS", " done "),
            List.of("canceled", "ABORTED"),
            List.of("failed", "error"));

    private static Verdict verdict(String body) {
        return RULES.read(body).verdict();
    }

    @Test
    public void aNumberIsAPercentage() {
        assertEquals(Verdict.SUCCEEDED, verdict("{\"status\": 100}"));
        assertEquals(Verdict.SUCCEEDED, verdict("{\"status\": 100.0}"));
        assertEquals(Verdict.RUNNING, verdict("{\"status\": 0}"));
        assertEquals(Verdict.RUNNING, verdict("{\"status\": 99.9}"));
        assertEquals(Verdict.RUNNING, verdict("{\"status\": 101}"));
        assertEquals("42", RULES.read("{\"status\": 42}").value());
    }

    @Test
    public void aTextIsComparedWithoutRegardToCase() {
        assertEquals(Verdict.SUCCEEDED, verdict("{\"status\": \"success\"}"));
        assertEquals(Verdict.SUCCEEDED, verdict("{\"status\": \"Done\"}"));
        assertEquals(Verdict.CANCELED, verdict("{\"status\": \"aborted\"}"));
        assertEquals(Verdict.TERMINAL, verdict("{\"status\": \"FAILED\"}"));
        assertEquals(Verdict.RUNNING, verdict("{\"status\": \"building\"}"));
        assertEquals("a text is no percentage", Verdict.RUNNING, verdict("{\"status\": \"100\"}"));
        assertEquals(Verdict.RUNNING, verdict("{\"status\": true}"));
    }

    @Test
    public void whatIsNoSingleValueIsTheBadEnd() {
        for (String body : List.of("{}", "{\"status\": null}", "{\"status\": {}}", "{\"status\": [1]}")) {
            Reading reading = RULES.read(body);
            assertEquals(body, Verdict.TERMINAL, reading.verdict());
            assertEquals(body, "webhook.status-missing", reading.why().code());
        }
        for (String body : List.of("", "<html>", "{\"status\":", "[".repeat(100) + "]".repeat(100))) {
            Reading reading = RULES.read(body);
            assertEquals(body, Verdict.TERMINAL, reading.verdict());
            assertEquals(body, "webhook.status-no-json", reading.why().code());
        }
    }

    @Test
    public void withoutAPathTheFirstGoodAnswerIsTheGoodEnd() {
        StatusRules none = new StatusRules("", "$.message", List.of(), List.of(), List.of());
        assertEquals(Verdict.SUCCEEDED, none.read("anything").verdict());
        assertEquals("half", none.read("{\"message\": \"half\"}").progress());
    }

    @Test
    public void progressIsOnlyTold() {
        Reading reading = RULES.read("{\"status\": \"on\", \"message\": \"2 of 3\"}");
        assertEquals("2 of 3", reading.progress());
        assertNull(reading.why());
        assertEquals("", RULES.read("{\"status\": \"on\"}").progress());
        assertEquals(Verdict.RUNNING, verdict("{\"status\": \"on\", \"message\": [1, 2]}"));
    }

    @Test
    public void aListMayBeTheBody() {
        StatusRules first = new StatusRules("$[0].state", "", List.of("ok"), List.of(), List.of());
        assertEquals(Verdict.SUCCEEDED, first.read("[{\"state\": \"OK\"}]").verdict());
    }

    @Test
    public void statusesOfTheCall() {
        for (int good : List.of(200, 201, 202, 204)) {
            assertEquals(Meaning.GOOD, AnswerRules.NONE.ofRequest(good, 0));
        }
        for (int again : List.of(429, 500, 502, 503)) {
            assertEquals(Meaning.AGAIN, AnswerRules.NONE.ofRequest(again, 9));
        }
        for (int end : List.of(304, 400, 401, 404, 409, 504)) {
            assertEquals(Meaning.END, AnswerRules.NONE.ofRequest(end, 0));
        }
    }

    @Test
    public void statusesOfALook() {
        assertEquals(Meaning.AGAIN, AnswerRules.NONE.ofLook(504, 0));
        assertEquals(Meaning.AGAIN, AnswerRules.NONE.ofLook(429, 0));
        assertEquals(Meaning.END, AnswerRules.NONE.ofLook(404, 0));
    }

    @Test
    public void statusesMayEndAtOnceOrPass() {
        AnswerRules rules = new AnswerRules(List.of(500, 200), Map.of(404, 3, 504, 2));
        assertEquals(Meaning.END, rules.ofRequest(500, 0));
        assertEquals("a good answer is good", Meaning.GOOD, rules.ofRequest(200, 0));
        assertEquals(Meaning.AGAIN, rules.ofRequest(404, 0));
        assertEquals(Meaning.AGAIN, rules.ofLook(404, 1));
        assertEquals("the third is the last", Meaning.END, rules.ofLook(404, 2));
        assertEquals(Meaning.AGAIN, rules.ofRequest(504, 0));
        assertEquals(Meaning.END, rules.ofRequest(504, 1));
    }
}
