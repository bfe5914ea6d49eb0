package io.jenkins.plugins.spindelivery.engine.notify;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.spindelivery.engine.expression.Expressions;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.function.Consumer;

/**
 * A user's own body: JSON with <code>${ … }</code> in its texts. The template is read as JSON first and its texts are
 * evaluated then, so a value can't break out of the text that it stands in, whatever it holds. A text that is one
 * expression becomes its value with its type: <code>"${parameters.replicas}"</code> may be a number.
 */
public final class OwnTemplate {
    private static final int MAX_TEMPLATE = 64 << 10;
    private static final int MAX_BODY = 1 << 20;
    private static final ObjectMapper STRICT = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private final JsonNode template;

    private OwnTemplate(JsonNode template) {
        this.template = template;
    }

    /**
     * Reads a template.
     *
     * @param text JSON of at most 64 KiB
     * @return the template
     * @throws ProblemException {@code notify.template-not-json} with line and column, or
     *     {@code notify.template-too-long}; neither quotes the template
     */
    public static OwnTemplate read(String text) {
        if (Markup.bytes(text) > MAX_TEMPLATE) {
            throw wrong("notify.template-too-long", MAX_TEMPLATE >> 10);
        }
        try {
            JsonNode tree = STRICT.readTree(text);
            if (tree.isMissingNode()) {
                throw wrong("notify.template-empty");
            }
            return new OwnTemplate(tree);
        } catch (JsonProcessingException e) {
            // Jackson's message quotes what it read.
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            int column = e.getLocation() == null ? 1 : e.getLocation().getColumnNr();
            throw wrong("notify.template-not-json", line, column);
        }
    }

    /**
     * The body for one message.
     *
     * @param expressions over a context with {@link Message#values} under the name {@code message}
     * @param warnings gets what was left as it is and may be a mistake
     * @return the body
     * @throws ProblemException with one problem for each expression that fails, or {@code notify.body-too-long} for more
     *     than 1 MiB
     */
    public JsonNode body(Expressions expressions, Consumer<Problem> warnings) {
        JsonNode body = expressions.evaluate(template, OwnTemplate::place, warnings);
        if (Markup.bytes(body.toString()) > MAX_BODY) {
            throw wrong("notify.body-too-long", MAX_BODY >> 10);
        }
        return body;
    }

    private static String place(JsonPointer pointer) {
        return "template:" + pointer;
    }

    private static ProblemException wrong(String code, Object... arguments) {
        return new ProblemException(Category.INPUT, Problem.of(code, "", arguments));
    }

    /** Nothing of it, for a template may hold a token. */
    @Override
    public String toString() {
        return "OwnTemplate";
    }
}
