package io.jenkins.plugins.spindelivery.engine.kubernetes.api;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** URLs of the Kubernetes API: {@code /api/v1/…} for the core group, {@code /apis/GROUP/VERSION/…} for the others. */
final class ApiPaths {
    private ApiPaths() {}

    /** The collection of a type; {@code namespace} empty for all namespaces or a cluster-scoped type. */
    static String collection(ApiResource resource, String namespace) {
        String root = resource.group().isEmpty() ? "/api/" : "/apis/";
        String scope = resource.namespaced() && !namespace.isEmpty() ? "/namespaces/" + segment(namespace) : "";
        return root + resource.apiVersion() + scope + "/" + resource.plural();
    }

    /** One object. */
    static String object(ApiResource resource, String namespace, String name) {
        return collection(resource, namespace) + "/" + segment(name);
    }

    /** A query string of the values that are set; empty when none is. */
    static String query(Map<String, String> values) {
        String query = values.entrySet().stream()
                .filter(entry -> entry.getValue() != null && !entry.getValue().isEmpty())
                .map(entry -> entry.getKey() + "=" + encode(entry.getValue()))
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? "" : "?" + query;
    }

    /** What every write has in its query. */
    static Map<String, String> writing(WriteOptions options) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("fieldManager", options.fieldManager());
        query.put("fieldValidation", "Strict");
        query.put("dryRun", options.dryRun() ? "All" : "");
        return query;
    }

    /**
     * A name as one step of a path. The server takes an encoded slash for a real one, so a name such as
     * {@code web/status} would reach another resource than the one that was checked and shown.
     */
    private static String segment(String name) {
        if (name.isEmpty() || name.equals(".") || name.equals("..") || name.contains("/") || name.contains("%")) {
            throw new ProblemException(
                    ProblemException.Category.INPUT, Problem.of("kubernetes.api-bad-name", "", name));
        }
        return encode(name);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
