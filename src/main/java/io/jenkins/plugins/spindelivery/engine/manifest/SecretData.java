package io.jenkins.plugins.spindelivery.engine.manifest;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Finds out that a Secret's {@code data} is not base64 before the server does. The server's own message quotes the value,
 * which nobody may see.
 */
public final class SecretData {
    private SecretData() {}

    /**
     * Looks through one manifest.
     *
     * @param manifest any manifest
     * @return a problem for each key whose value is not base64 text, at its line; none for other kinds than Secret
     */
    public static List<Problem> problems(Manifest manifest) {
        List<Problem> problems = new ArrayList<>();
        if (manifest.ref().kind().equals("Secret")) {
            for (Map.Entry<String, JsonNode> entry :
                    manifest.json().path("data").properties()) {
                if (!isBase64(entry.getValue())) {
                    JsonPointer at = JsonPointer.compile("/data").appendProperty(entry.getKey());
                    problems.add(Problem.of(
                            "manifest.secret-not-base64", manifest.source().where(at), manifest.ref(), entry.getKey()));
                }
            }
        }
        return problems;
    }

    /** As the API server has it: standard alphabet with padding; line ends do not count. */
    private static boolean isBase64(JsonNode value) {
        if (value.isNull()) {
            return true;
        }
        try {
            Base64.getDecoder().decode(value.isTextual() ? value.textValue().replaceAll("[\\r\\n]", "") : "?");
            return value.textValue().replaceAll("[\\r\\n]", "").length() % 4 == 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
