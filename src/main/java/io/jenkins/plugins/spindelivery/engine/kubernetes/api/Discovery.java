package io.jenkins.plugins.spindelivery.engine.kubernetes.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Asks a cluster what it serves: by aggregated discovery (two requests, Kubernetes 1.26 and later), and from a server
 * that does not speak it group by group.
 */
final class Discovery {
    private static final String AGGREGATED = "application/json;g=apidiscovery.k8s.io;v=%s;as=APIGroupDiscoveryList";
    private static final String ACCEPT =
            AGGREGATED.formatted("v2") + "," + AGGREGATED.formatted("v2beta1") + "," + Request.JSON;

    private final BiFunction<String, String, Answer> get;
    private final List<ApiResource> resources = new ArrayList<>();
    private final List<String> incomplete = new ArrayList<>();

    /**
     * Prepares one discovery.
     *
     * @param get sends a GET for a path with an {@code Accept} header
     */
    Discovery(BiFunction<String, String, Answer> get) {
        this.get = get;
    }

    ApiResources discover() {
        JsonNode core = root("/api");
        if (isAggregated(core)) {
            aggregated(core);
        } else {
            core.path("versions").forEach(version -> group("/api/", version.asText()));
        }
        JsonNode groups = root("/apis");
        if (isAggregated(groups)) {
            aggregated(groups);
        } else {
            groups.path("groups").forEach(this::versionsOf);
        }
        return new ApiResources(resources, incomplete);
    }

    private JsonNode root(String path) {
        Answer answer = get.apply(path, ACCEPT);
        JsonNode tree = Json.read(answer.body());
        if (!answer.successful() || !tree.isObject()) {
            throw ApiErrors.of(Call.about("get", path), answer);
        }
        return tree;
    }

    private static boolean isAggregated(JsonNode root) {
        return root.path("kind").asText("").equals("APIGroupDiscoveryList");
    }

    private void aggregated(JsonNode list) {
        for (JsonNode group : list.path("items")) {
            String name = group.path("metadata").path("name").asText("");
            for (JsonNode version : group.path("versions")) {
                String apiVersion = apiVersion(name, version.path("version").asText());
                // The aggregator keeps what it last heard from an extension API server that does not answer now.
                if (version.path("freshness").asText("").equals("Stale")) {
                    incomplete.add(apiVersion + ": stale");
                }
                version.path("resources").forEach(resource -> addAggregated(name, apiVersion, resource));
            }
        }
    }

    private void addAggregated(String group, String apiVersion, JsonNode resource) {
        JsonNode kind = resource.path("responseKind");
        if (kind.path("kind").asText("").isEmpty()) {
            // Only subresources of this type are served.
            return;
        }
        resources.add(new ApiResource(
                apiVersion,
                kind.path("kind").asText(),
                resource.path("resource").asText(),
                resource.path("scope").asText("").equals("Namespaced"),
                texts(resource.path("verbs")),
                list(resource.path("shortNames"))));
    }

    private void versionsOf(JsonNode group) {
        String name = group.path("name").asText();
        String preferred = group.path("preferredVersion").path("groupVersion").asText("");
        if (!preferred.isEmpty()) {
            group("/apis/", preferred);
        }
        for (JsonNode version : group.path("versions")) {
            String apiVersion = version.path("groupVersion")
                    .asText(apiVersion(name, version.path("version").asText()));
            if (!apiVersion.equals(preferred)) {
                group("/apis/", apiVersion);
            }
        }
    }

    private void group(String root, String apiVersion) {
        Answer answer;
        try {
            answer = get.apply(root + apiVersion, Request.JSON);
        } catch (ApiException e) {
            incomplete.add(apiVersion + ": " + e.problems().get(0).message());
            return;
        }
        JsonNode tree = Json.read(answer.body());
        if (!answer.successful() || !tree.path("resources").isArray()) {
            incomplete.add(apiVersion + ": HTTP " + answer.status());
            return;
        }
        for (JsonNode resource : tree.path("resources")) {
            String plural = resource.path("name").asText();
            if (!plural.contains("/")) {
                resources.add(new ApiResource(
                        apiVersion,
                        resource.path("kind").asText(),
                        plural,
                        resource.path("namespaced").asBoolean(),
                        texts(resource.path("verbs")),
                        list(resource.path("shortNames"))));
            }
        }
    }

    private static String apiVersion(String group, String version) {
        return group.isEmpty() ? version : group + "/" + version;
    }

    private static Set<String> texts(JsonNode array) {
        return Set.copyOf(list(array));
    }

    private static List<String> list(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
