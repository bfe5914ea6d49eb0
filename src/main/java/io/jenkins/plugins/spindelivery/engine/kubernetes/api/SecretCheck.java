package io.jenkins.plugins.spindelivery.engine.kubernetes.api;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Finds the values of a Secret that the API server would refuse, before it is asked: its own message does not say which
 * key is meant, and may quote the value.
 */
public final class SecretCheck {
    /** Go's standard encoding: padding is a must, line ends are skipped, nothing else is. */
    private static final Pattern BASE64 =
            Pattern.compile("(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?");

    private SecretCheck() {}

    /**
     * What is wrong with a Secret's values.
     *
     * @param manifest any manifest; one that is no Secret of the core group has no such problems
     * @return one problem for each key whose value is no text, or stands under {@code data} and is not base64; with file
     *     and line, and never with the value
     */
    public static List<Problem> problems(Manifest manifest) {
        List<Problem> problems = new ArrayList<>();
        boolean secret = manifest.ref().kind().equals("Secret")
                && manifest.ref().apiVersion().equals("v1");
        if (secret) {
            check(manifest, "data", problems);
            check(manifest, "stringData", problems);
        }
        return problems;
    }

    private static void check(Manifest manifest, String map, List<Problem> problems) {
        Iterator<Map.Entry<String, JsonNode>> entries =
                manifest.json().path(map).fields();
        while (entries.hasNext()) {
            Map.Entry<String, JsonNode> entry = entries.next();
            String code = fault(map, entry.getValue());
            if (code != null) {
                JsonPointer at = JsonPointer.empty().appendProperty(map).appendProperty(entry.getKey());
                problems.add(Problem.of(code, manifest.source().where(at), manifest.ref(), map, entry.getKey()));
            }
        }
    }

    private static String fault(String map, JsonNode value) {
        if (value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            return "kubernetes.api-secret-not-text";
        }
        String text = value.textValue().replace("\n", "").replace("\r", "");
        boolean readable = map.equals("stringData") || BASE64.matcher(text).matches();
        return readable ? null : "kubernetes.api-secret-not-base64";
    }
}
