package io.jenkins.plugins.spindelivery.engine.expression;

import static io.jenkins.plugins.spindelivery.engine.expression.ExpressionFixture.json;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.node.TextNode;
import io.jenkins.plugins.spindelivery.engine.artifact.Fetched;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.Test;

/** Each limit by itself, and that no text makes the evaluation fail in any other way than with a problem. */
public class LimitsTest {
    private static final ExpressionContext CONTEXT = ExpressionContext.of(ExpressionFixture.ROOTS);

    private static ExpressionLimits limits(int length, int depth, long steps, int text, long output) {
        return new ExpressionLimits(length, depth, steps, text, output, 1, Duration.ofMillis(500));
    }

    private static Problem refused(ExpressionLimits limits, String text) {
        return new ExpressionFixture(CONTEXT, limits).refused(text);
    }

    @Test
    public void length() {
        ExpressionLimits limits = limits(10, 10, 1_000, 100, 1_000);
        assertEquals("1234567", new ExpressionFixture(CONTEXT, limits).text("${ 1234567 }"));
        assertEquals(
                List.of("${123456789…}", "11", "10"),
                refused(limits, "${ 123456789 }").arguments());
    }

    @Test
    public void depth() {
        ExpressionLimits limits = limits(100, 3, 1_000, 100, 1_000);
        assertEquals(json("1"), new ExpressionFixture(CONTEXT, limits).evaluate("${(((1)))}"));
        assertEquals("expression.too-deep", refused(limits, "${((((1))))}").code());
        assertEquals("expression.too-deep", refused(limits, "${1+1+1+1+1}").code());
    }

    @Test
    public void stepsAreSharedByAllExpressionsOfATree() {
        ExpressionFixture fixture = new ExpressionFixture(CONTEXT, limits(100, 10, 60, 100, 1_000));
        assertEquals(json("['1.4.2']"), fixture.evaluate(json("['${parameters.image_version}']")));
        String five = "'${parameters.image_version}','${trigger.user}','${env.BUILD_NUMBER}','${execution.id}',"
                + "'${parameters.config_version}'";
        ProblemException e =
                assertThrows(ProblemException.class, () -> fixture.evaluate(json("[" + five + "," + five + "]")));
        assertEquals("expression.limit-steps", e.problems().get(0).code());
        assertEquals("what follows is not tried", 1, e.problems().size());
    }

    @Test
    public void textAndOutput() {
        ExpressionLimits limits = limits(100, 10, 10_000, 10, 25);
        ExpressionFixture fixture = new ExpressionFixture(CONTEXT, limits);
        assertEquals("aaaaaaaaaa", fixture.text("${'a' * 10}"));
        assertEquals("expression.limit-text", refused(limits, "${'a' * 11}").code());
        assertEquals(
                "expression.limit-output",
                refused(limits, "${'a' * 10} ${'a' * 10} ${'a' * 10}").code());
    }

    @Test
    public void timeByTheGivenClock() {
        HandClock hurrying = new HandClock(Duration.ofMillis(300));
        Expressions expressions = new Expressions(CONTEXT, ExpressionLimits.DEFAULT, hurrying);
        ProblemException e = assertThrows(
                ProblemException.class, () -> evaluate(expressions, "${'a'.repeat(20000).split('').size()}"));
        assertEquals("expression.limit-time", e.problems().get(0).code());
    }

    @Test
    public void timeForFetchingDoesNotCount() {
        HandClock clock = new HandClock(Duration.ZERO);
        ExpressionContext context = CONTEXT.withUrls(url -> {
            clock.now = clock.now.plusSeconds(10);
            return Fetched.of(url, new byte[0]);
        });
        Expressions expressions = new Expressions(context, ExpressionLimits.DEFAULT, clock);
        assertEquals("20000", evaluate(expressions, "${#fromUrl('http://x/') + 'a'.repeat(20000).split('').size()}"));
    }

    private static String evaluate(Expressions expressions, String text) {
        return expressions
                .evaluate(TextNode.valueOf(text), pointer -> "here", problem -> {})
                .asText();
    }

    /** A clock that moves on a little at each look, and when a test says so. */
    private static final class HandClock extends Clock {
        private final Duration step;
        private Instant now = Instant.EPOCH;

        HandClock(Duration step) {
            this.step = step;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            now = now.plus(step);
            return now;
        }
    }

    @Test
    public void foreignTextInLargeDocumentsIsCheap() {
        // A megabyte of shell text with 50,000 placeholders, most of which never close.
        String text = "echo ${HOME} ${".repeat(50_000) + "}";
        ExpressionFixture fixture = new ExpressionFixture();
        ProblemException e = assertThrows(ProblemException.class, () -> fixture.evaluate(text));
        assertEquals("expression.limit-steps", e.problems().get(0).code());
        String closed = "echo ${HOME} ${1} $X ${VAR:-x}\n".repeat(30_000);
        assertEquals(closed, fixture.text(closed));
    }

    @Test
    public void anyTextIsEvaluatedRefusedOrLeft() {
        String[] pieces = {
            "${",
            "}",
            "'",
            "\"",
            "(",
            ")",
            "[",
            "]",
            "{",
            ".",
            "?.",
            "?:",
            "?",
            ":",
            "#",
            "@",
            "&",
            "T(",
            "new ",
            "+",
            "-",
            "*",
            "/",
            "^",
            "%",
            "!",
            "=",
            "==",
            "<",
            ",",
            " ",
            "\\",
            "$",
            "parameters",
            "image_version",
            "hosts",
            ".![",
            ".?[",
            ".^[",
            "#this",
            "#root",
            "#toInt(",
            "'a'",
            "1",
            "2.5",
            "null",
            "true",
            " matches ",
            " between ",
            " instanceof ",
            "String",
            "repeat(",
            "size()",
            "\0",
            "é",
            "\uD83D",
            "0x",
            "1e9",
            "1L",
            "++"
        };
        Random random = new Random(3);
        ExpressionFixture fixture = new ExpressionFixture();
        int refused = 0;
        int changed = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder("${");
            for (int n = random.nextInt(8); n >= 0; n--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            text.append("}");
            try {
                changed += fixture.text(text.toString()).equals(text.toString()) ? 0 : 1;
            } catch (ProblemException e) {
                refused++;
            } catch (RuntimeException e) {
                throw new AssertionError(text.toString(), e);
            }
        }
        assertTrue("refused " + refused, refused > 100);
        assertTrue("changed " + changed, changed > 100);
    }
}
