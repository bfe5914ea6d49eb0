package io.jenkins.plugins.spindelivery.engine.trigger;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.Optional;
import org.junit.Test;

/** What a payload must contain, as Spinnaker's triggers say it. */
public class ConstraintsTest {
    private static final String PAYLOAD = "{'env': 'prod-eu', 'count': 3, 'nothing': null, 'a.b': 'dotted', "
            + "'$.env': 'odd', 'labels': ['blue', 'green', null], 'event': {'type': 'push', 'tags': ['1.4.2', 'new']}, "
            + "'secret': 'hunter2'}";

    @Test
    public void anExpressionFitsAPart() {
        fits("{'env': 'prod'}");
        fits("{'env': '^prod-..$'}");
        fits("{'count': '3'}");
        fits("{'a.b': 'dot'}");
        fits("{'$.event.type': 'us'}");
        misfits("{'env': '^eu'}", "trigger.constraint-mismatch");
        misfits("{'$.event.type': 'pull'}", "trigger.constraint-mismatch");
    }

    @Test
    public void allKeysMustFit() {
        fits("{'env': 'prod', '$.event.type': 'push'}");
        misfits("{'env': 'prod', '$.event.type': 'pull'}", "trigger.constraint-mismatch");
        fits("{}");
    }

    @Test
    public void anEmptyValueMeansThatSomethingIsThere() {
        fits("{'env': ''}");
        fits("{'env': null}");
        misfits("{'other': ''}", "trigger.constraint-missing");
        misfits("{'nothing': ''}", "trigger.constraint-missing");
        misfits("{'$.event.other': null}", "trigger.constraint-missing");
        misfits("{'event.type': ''}", "trigger.constraint-missing");
    }

    @Test
    public void aListMeansOneOfTheTextsExactly() {
        fits("{'env': ['dev', 'prod-eu']}");
        fits("{'count': [1, 3]}");
        misfits("{'env': ['dev', 'prod']}", "trigger.constraint-mismatch");
    }

    @Test
    public void ofSeveralValuesOneIsEnough() {
        fits("{'labels': '^green$'}");
        fits("{'labels': ['red', 'blue']}");
        fits("{'$.event.tags': '^1\\\\.'}");
        fits("{'$.event.tags[*]': '^new$'}");
        misfits("{'labels': '^red$'}", "trigger.constraint-mismatch");
        misfits("{'labels': 'null'}", "trigger.constraint-mismatch");
    }

    @Test
    public void aFieldOfThatNameGoesBeforeAPath() {
        fits("{'$.env': '^odd$'}");
        misfits("{'$.env': 'prod'}", "trigger.constraint-mismatch");
    }

    @Test
    public void aReasonNeverQuotesWhatWasDelivered() {
        Problem problem = mismatch("{'secret': 'swordfish'}").orElseThrow();
        assertFalse(problem.message().contains("hunter2"));
    }

    @Test
    public void comparisonsThatTakeLongDoNotFit() {
        assertEquals(
                "trigger.pattern-slow",
                Constraints.of(Refusals.json("{'a': '(a+)+b'}"))
                        .mismatch(Refusals.json("{'a': '" + "a".repeat(4_000) + "'}"))
                        .map(problem -> Refusals.readable(problem).code())
                        .orElseThrow());
        assertEquals(
                "trigger.pattern-text",
                Constraints.of(Refusals.json("{'a': 'b'}"))
                        .mismatch(Refusals.json("{'a': '" + "a".repeat(5_000) + "'}"))
                        .map(problem -> Refusals.readable(problem).code())
                        .orElseThrow());
        String many = "{'a': [" + "1,".repeat(100) + "1]}";
        for (String key : new String[] {"a", "$.a", "$.a[*]"}) {
            assertEquals(
                    key,
                    "trigger.path-results",
                    Constraints.of(Refusals.json("{'" + key + "': '2'}"))
                            .mismatch(Refusals.json(many))
                            .map(problem -> Refusals.readable(problem).code())
                            .orElseThrow());
        }
    }

    @Test
    public void unusableConstraintsAreRefused() {
        assertEquals("trigger.pattern-malformed", refusal("{'a': '('}"));
        assertEquals("trigger.path-refused", refusal("{'$..a..b': 'x'}"));
        assertEquals("trigger.constraint-value", refusal("{'a': {'b': 'c'}}"));
        assertEquals("trigger.constraint-value", refusal("{'a': {}}"));
        assertEquals("trigger.constraint-value", refusal("{'a': []}"));
        assertEquals("trigger.constraint-value", refusal("{'a': [['b']]}"));
        assertEquals("trigger.constraint-value", refusal("{'a': [" + "1,".repeat(100) + "1]}"));
        StringBuilder many = new StringBuilder("{'k': ''");
        for (int i = 0; i < 50; i++) {
            many.append(",'k").append(i).append("': ''");
        }
        assertEquals("trigger.constraints-many", refusal(many + "}"));
    }

    private static void fits(String constraints) {
        assertEquals(constraints, Optional.empty(), mismatch(constraints));
    }

    private static void misfits(String constraints, String code) {
        assertEquals(
                constraints,
                code,
                Refusals.readable(mismatch(constraints).orElseThrow()).code());
    }

    private static Optional<Problem> mismatch(String constraints) {
        return Constraints.of(Refusals.json(constraints)).mismatch(Refusals.json(PAYLOAD));
    }

    private static String refusal(String constraints) {
        return Refusals.refused(() -> Constraints.of(Refusals.json(constraints)))
                .code();
    }
}
