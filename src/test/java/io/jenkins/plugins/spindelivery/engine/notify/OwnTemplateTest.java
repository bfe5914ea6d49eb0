package io.jenkins.plugins.spindelivery.engine.notify;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.spindelivery.engine.expression.ExpressionContext;
import io.jenkins.plugins.spindelivery.engine.expression.ExpressionLimits;
import io.jenkins.plugins.spindelivery.engine.expression.Expressions;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.Test;

/** Templates of users: what values become, and that none of them breaks out. */
public class OwnTemplateTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    public void expressionsSeeTheMessageAndTheRun() throws Exception {
        String template =
                """
                {"summary": "${message.title}", "who": "${message.by ?: 'nobody'}",
                 "place": "${message.stage.account}/${parameters.env}", "replicas": "${parameters.replicas}",
                 "tags": "${parameters.tags}", "fixed": 1.50}
                """;
        assertEquals(
                JSON.readTree(
                                """
                        {"summary": "deploy #12: stage \\"Deploy to test\\" failed", "who": "nobody",
                         "place": "test/qa", "replicas": 3, "tags": ["a", "b"], "fixed": 1.50}
                        """)
                        .toString(),
                body(template, "").toString());
    }

    @Test
    public void aValueStaysWithinItsText() throws Exception {
        String nasty = "\"}, \"admin\": true, \"x\": {\"y\": \"\\\n${message.id}";
        JsonNode body = body("{\"text\": \"It said: ${message.text}\"}", nasty);
        assertEquals(List.of("text"), new ArrayList<>(List.of(body.fieldNames().next())));
        assertEquals(1, body.size());
        assertEquals(
                "It said: " + nasty, JSON.readTree(body.toString()).path("text").asText());
    }

    @Test
    public void aTemplateHasToBeJson() {
        assertWrong("notify.template-not-json", "{\"token\": \"s3cret\",\n \"count\": ${parameters.replicas}}");
        assertWrong("notify.template-not-json", "{} s3cret");
        assertWrong("notify.template-not-json", "{\"s3cret\": \"");
        assertWrong("notify.template-empty", " ");
        assertWrong("notify.template-too-long", "\"" + "s3cret".repeat(20_000) + "\"");
    }

    @Test
    public void theMessageNamesTheLine() {
        ProblemException thrown = assertThrows(
                ProblemException.class, () -> OwnTemplate.read("{\"a\": 1,\n \"count\": ${parameters.replicas}}"));
        assertEquals("2", thrown.problems().get(0).arguments().get(0));
    }

    @Test
    public void aWrongExpressionIsToldWithItsPlace() {
        ProblemException thrown =
                assertThrows(ProblemException.class, () -> body("{\"a\": [\"${message.tilte}\"]}", ""));
        assertEquals("template:/a/0", thrown.problems().get(0).where());
    }

    @Test
    public void aBodyHasALimit() {
        ProblemException thrown = assertThrows(
                ProblemException.class, () -> body("\"${message.text} ${message.text}\"", "x".repeat(600_000)));
        assertEquals("notify.body-too-long", thrown.problems().get(0).code());
    }

    @Test
    public void nothingOfItShows() {
        assertEquals("OwnTemplate", OwnTemplate.read("\"s3cret\"").toString());
    }

    private static JsonNode body(String template, String text) {
        Map<String, Object> roots = Map.of(
                "message",
                Messages.stageFailed(text).values(Locale.ENGLISH),
                "parameters",
                Map.of("env", "qa", "replicas", 3, "tags", List.of("a", "b")));
        Expressions expressions = new Expressions(
                ExpressionContext.of(roots), ExpressionLimits.DEFAULT, Clock.fixed(Messages.NOON, ZoneOffset.UTC));
        List<Problem> warnings = new ArrayList<>();
        JsonNode body = OwnTemplate.read(template).body(expressions, warnings::add);
        assertEquals(List.of(), warnings);
        return body;
    }

    private static void assertWrong(String code, String template) {
        ProblemException thrown = assertThrows(ProblemException.class, () -> OwnTemplate.read(template));
        assertEquals(code, thrown.problems().get(0).code());
        assertFalse((thrown + thrown.problems().get(0).message()).contains("s3cret"));
        assertEquals("Jackson's message quotes the template", null, thrown.getCause());
    }
}
