package io.jenkins.plugins.spindelivery.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.EnvVars;
import hudson.model.FileParameterValue;
import hudson.model.ParameterValue;
import hudson.model.ParametersAction;
import hudson.model.Run;
import io.jenkins.plugins.spindelivery.delivery.SecretTexts;
import io.jenkins.plugins.spindelivery.engine.expression.ExpressionContext;
import io.jenkins.plugins.spindelivery.engine.expression.ExpressionLimits;
import io.jenkins.plugins.spindelivery.engine.expression.Expressions;
import io.jenkins.plugins.spindelivery.engine.notify.Message;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What the expressions of messages see: {@code message}, {@code parameters} but for secret ones, {@code execution}, and in
 * a Delivery pipeline what the stage saw. Whatever they make of it, secret parameters of the build are masked.
 */
final class MessageScope {
    private final Map<String, Object> roots;
    private final SecretTexts secrets;

    private MessageScope(Map<String, Object> roots, SecretTexts secrets) {
        this.roots = roots;
        this.secrets = secrets;
    }

    /**
     * The scope of messages about a build.
     *
     * @param run the build; {@code null} for a test
     * @param more what the stage of a Delivery pipeline saw; empty elsewhere
     */
    static MessageScope of(@CheckForNull Run<?, ?> run, Map<String, Object> more) {
        Map<String, Object> roots = new LinkedHashMap<>();
        roots.put("parameters", run == null ? Map.of() : parameters(run));
        if (run != null) {
            roots.put("execution", execution(run));
        }
        roots.putAll(more);
        return new MessageScope(roots, SecretTexts.of(run, new EnvVars(), Set.of()));
    }

    private static Map<String, Object> execution(Run<?, ?> run) {
        Map<String, Object> execution = new LinkedHashMap<>();
        execution.put("id", run.getExternalizableId());
        execution.put("name", run.getParent().getFullName());
        execution.put("number", run.getNumber());
        execution.put("startTime", run.getStartTimeInMillis());
        return execution;
    }

    private static Map<String, Object> parameters(Run<?, ?> run) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (ParametersAction action : run.getActions(ParametersAction.class)) {
            for (ParameterValue parameter : action.getAllParameters()) {
                if (!(parameter instanceof FileParameterValue) && !parameter.isSensitive()) {
                    Object value = parameter.getValue();
                    boolean plain = value == null || value instanceof Number || value instanceof Boolean;
                    values.put(parameter.getName(), plain ? value : value.toString());
                }
            }
        }
        return values;
    }

    /** Evaluates expressions about a message. */
    Expressions expressions(Message message) {
        Map<String, Object> all = new LinkedHashMap<>(roots);
        all.put("message", message.values(Locale.getDefault()));
        return new Expressions(ExpressionContext.of(all), ExpressionLimits.DEFAULT, Clock.systemUTC());
    }

    /** A text of a user's own with its expressions evaluated. */
    String text(Message message, String template) {
        JsonNode value = expressions(message)
                .evaluate(JsonNodeFactory.instance.textNode(template), pointer -> "message", warning -> {});
        return mask(value.isTextual() ? value.asText() : value.toString());
    }

    /** A text without the build's secrets. */
    String mask(String text) {
        return secrets.mask(text);
    }

    /** A tree without the build's secrets in its texts. */
    JsonNode mask(JsonNode tree) {
        if (tree instanceof TextNode text) {
            return JsonNodeFactory.instance.textNode(mask(text.asText()));
        } else if (tree instanceof ArrayNode list) {
            ArrayNode masked = JsonNodeFactory.instance.arrayNode();
            list.forEach(one -> masked.add(mask(one)));
            return masked;
        } else if (tree instanceof ObjectNode object) {
            ObjectNode masked = JsonNodeFactory.instance.objectNode();
            object.fields().forEachRemaining(field -> masked.set(field.getKey(), mask(field.getValue())));
            return masked;
        }
        return tree;
    }
}
