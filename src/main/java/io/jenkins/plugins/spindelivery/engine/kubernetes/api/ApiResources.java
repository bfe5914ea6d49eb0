package io.jenkins.plugins.spindelivery.engine.kubernetes.api;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a cluster serves, in the server's order of preference: for each group the preferred version first.
 *
 * @param resources all types
 * @param incomplete the API versions whose discovery failed, as {@code apps/v1: reason}; an object of such a version
 *     can't be told from one that does not exist
 */
public record ApiResources(List<ApiResource> resources, List<String> incomplete) {

    public ApiResources {
        resources = List.copyOf(resources);
        incomplete = List.copyOf(incomplete);
    }

    /**
     * The type that a manifest names.
     *
     * @param apiVersion such as {@code apps/v1}
     * @param kind such as {@code Deployment}
     * @return the type, or empty when the cluster does not serve it
     */
    public Optional<ApiResource> find(String apiVersion, String kind) {
        return resources.stream()
                .filter(r -> r.apiVersion().equals(apiVersion) && r.kind().equals(kind))
                .findFirst();
    }

    /**
     * The API versions in which the cluster serves a kind.
     *
     * @param kind such as {@code Deployment}
     * @return such as {@code [apps/v1]}, preferred first; empty when the kind is unknown
     */
    public List<String> servedVersions(String kind) {
        return resources.stream()
                .filter(r -> r.kind().equals(kind))
                .map(ApiResource::apiVersion)
                .toList();
    }

    /**
     * The type that a person means.
     *
     * @param word a kind, plural, singular or short name in any case, or {@code kind.group}
     * @return the type; of several groups the built-in one is preferred
     */
    public Optional<ApiResource> named(String word) {
        return resources.stream()
                .filter(r -> r.answersTo(word))
                .min(Comparator.comparing(
                        (ApiResource r) -> r.group().contains(".") && !r.group().endsWith(".k8s.io")));
    }
}
