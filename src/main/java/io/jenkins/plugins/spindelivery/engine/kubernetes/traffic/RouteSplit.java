package io.jenkins.plugins.spindelivery.engine.kubernetes.traffic;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import java.util.List;
import java.util.Objects;

/**
 * A route whose requests a canary shares with production, and what the route was before. Plain data for an operation's
 * state: it is saved before the route is changed, or nobody knows what to put back.
 *
 * @param route the HTTPRoute
 * @param production the Service that the route leads to
 * @param canary the Service that gets a share
 * @param rules the rules that lead to production, in their order
 * @param owners the entries of {@code managedFields} that own the rules
 */
public record RouteSplit(
        @JsonProperty("route") ObjectRef route,
        @JsonProperty("production") String production,
        @JsonProperty("canary") String canary,
        @JsonProperty("rules") List<RuleBefore> rules,
        @JsonProperty("owners") List<JsonNode> owners) {

    public RouteSplit {
        Objects.requireNonNull(route, "route");
        Objects.requireNonNull(production, "production");
        Objects.requireNonNull(canary, "canary");
        rules = List.copyOf(rules);
        owners = List.copyOf(owners);
    }

    /**
     * The part of one rule that is going to be changed, as it was.
     *
     * @param key tells the rule from the others although somebody may add or move some: its name, or what it matches
     * @param production the backend of production
     * @param canary the backend of the canary; {@code null} when there was none
     */
    record RuleBefore(
            @JsonProperty("key") String key,
            @JsonProperty("production") ObjectNode production,
            @JsonProperty("canary") ObjectNode canary) {

        RuleBefore {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(production, "production");
        }
    }
}
