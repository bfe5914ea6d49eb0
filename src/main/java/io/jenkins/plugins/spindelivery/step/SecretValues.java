package io.jenkins.plugins.spindelivery.step;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.spindelivery.delivery.SecretTexts;
import io.jenkins.plugins.spindelivery.delivery.StageContext;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import java.util.Collection;
import java.util.List;

/** The values of a build that must not be written down: password parameters, and variables that hold credentials. */
final class SecretValues {
    private final SecretTexts texts;

    /**
     * The secret values of a stage's build.
     *
     * @param context the build
     */
    SecretValues(StageContext context) {
        texts = SecretTexts.of(context.run(), context.environment(), context.sensitiveVariables());
    }

    /** All of them. */
    List<String> all() {
        return texts.all();
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
            return texts.isIn(tree.asText());
        }
        for (JsonNode item : tree) {
            if (isIn(item)) {
                return true;
            }
        }
        return false;
    }
}
