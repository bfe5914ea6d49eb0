package io.jenkins.plugins.spindelivery.step;

import com.fasterxml.jackson.databind.JsonNode;
import hudson.model.ParameterValue;
import hudson.model.ParametersAction;
import hudson.util.Secret;
import io.jenkins.plugins.spindelivery.delivery.StageContext;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The values of a build that must not be written down: password parameters, and variables that hold credentials. */
final class SecretValues {
    private final Set<String> values = new HashSet<>();

    /**
     * The secret values of a stage's build.
     *
     * @param context the build
     */
    SecretValues(StageContext context) {
        for (ParametersAction action : context.run().getActions(ParametersAction.class)) {
            action.getAllParameters().stream()
                    .filter(ParameterValue::isSensitive)
                    .forEach(this::add);
        }
        context.sensitiveVariables().stream()
                .map(context.environment()::get)
                .filter(value -> value != null)
                .forEach(this::add);
    }

    private void add(ParameterValue parameter) {
        Object value = parameter.getValue();
        if (value != null) {
            add(value instanceof Secret secret ? secret.getPlainText() : value.toString());
        }
    }

    private void add(String value) {
        if (!value.isBlank()) {
            values.add(value);
        }
    }

    /** All of them. */
    Set<String> all() {
        return Set.copyOf(values);
    }

    /**
     * Manifests through which a secret would get into the records of a build. Secrets themselves are no danger: their
     * values are never shown.
     *
     * @param manifests with expressions evaluated
     * @return those that hold a secret value and are no Secrets
     */
    List<Manifest> readableIn(Collection<Manifest> manifests) {
        return manifests.stream()
                .filter(manifest -> !manifest.ref().kind().equals("Secret"))
                .filter(manifest -> isIn(manifest.json()))
                .toList();
    }

    /**
     * Whether a secret value is anywhere in a tree.
     *
     * @param tree with expressions evaluated
     * @return whether it holds one
     */
    boolean isIn(JsonNode tree) {
        if (tree.isValueNode()) {
            String text = tree.asText();
            return values.stream().anyMatch(text::contains);
        }
        for (JsonNode item : tree) {
            if (isIn(item)) {
                return true;
            }
        }
        return false;
    }
}
