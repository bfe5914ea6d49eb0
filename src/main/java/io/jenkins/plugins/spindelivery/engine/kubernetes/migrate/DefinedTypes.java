package io.jenkins.plugins.spindelivery.engine.kubernetes.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;

/** The types that the CustomResourceDefinitions of a request define; they are served once those are deployed. */
public final class DefinedTypes implements BiPredicate<String, String> {
    private record Type(String apiVersion, String kind) {}

    private final Set<Type> types;

    private DefinedTypes(Set<Type> types) {
        this.types = types;
    }

    /**
     * Reads the definitions among manifests.
     *
     * @param manifests the request
     * @return the types that they define, in each version that is served
     */
    public static DefinedTypes of(List<Manifest> manifests) {
        Set<Type> types = new HashSet<>();
        for (Manifest manifest : manifests) {
            if (manifest.json().path("kind").asText().equals("CustomResourceDefinition")) {
                add(types, manifest.json().path("spec"));
            }
        }
        return new DefinedTypes(types);
    }

    private static void add(Set<Type> types, JsonNode spec) {
        String group = spec.path("group").asText();
        String kind = spec.path("names").path("kind").asText();
        for (JsonNode version : spec.path("versions")) {
            if (version.path("served").asBoolean(true)) {
                types.add(new Type(group + "/" + version.path("name").asText(), kind));
            }
        }
    }

    /**
     * Whether the request defines a type.
     *
     * @param apiVersion such as {@code example.com/v1}
     * @param kind such as {@code Database}
     * @return whether it does
     */
    @Override
    public boolean test(String apiVersion, String kind) {
        return types.contains(new Type(apiVersion, kind));
    }
}
