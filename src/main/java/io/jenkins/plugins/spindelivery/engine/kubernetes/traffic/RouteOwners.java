package io.jenkins.plugins.spindelivery.engine.kubernetes.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who owns the rules of a route. They are one field ({@code x-kubernetes-list-type: atomic}), which whoever changes it
 * takes from its owner; so it is given back when all is as it was.
 */
final class RouteOwners {
    private static final List<String> IDENTITY = List.of("manager", "operation", "apiVersion", "subresource");

    private RouteOwners() {}

    /** The entries that own the rules, reduced to that. */
    static List<JsonNode> of(ObjectNode route) {
        List<JsonNode> owners = new ArrayList<>();
        for (JsonNode entry : entries(route)) {
            if (entry.path("fieldsV1").path("f:spec").has("f:rules")) {
                ObjectNode owner = entry.deepCopy();
                owner.putObject("fieldsV1").putObject("f:spec").putObject("f:rules");
                owners.add(owner);
            }
        }
        return owners;
    }

    /** The entries without ours, the rules owned by their owners again; empty when nothing of ours is among them. */
    static Optional<ArrayNode> giveBack(ObjectNode route, List<JsonNode> owners) {
        ArrayNode others = JsonNodeFactory.instance.arrayNode();
        entries(route).forEach(entry -> {
            if (!entry.path("manager").asText().equals(GatewayRoutes.FIELD_MANAGER)) {
                others.add(entry.deepCopy());
            }
        });
        if (others.size() == entries(route).size()) {
            return Optional.empty();
        }
        owners.forEach(owner -> giveBack(others, owner));
        if (others.isEmpty()) {
            // To the server an empty list is no change, and one empty entry is an empty list.
            others.addObject();
        }
        return Optional.of(others);
    }

    private static void giveBack(ArrayNode others, JsonNode owner) {
        for (JsonNode entry : others) {
            if (IDENTITY.stream().allMatch(part -> entry.path(part).equals(owner.path(part)))) {
                ((ObjectNode) entry)
                        .withObjectProperty("fieldsV1")
                        .withObjectProperty("f:spec")
                        .withObjectProperty("f:rules");
                return;
            }
        }
        others.add(owner.deepCopy());
    }

    private static JsonNode entries(ObjectNode route) {
        return route.path("metadata").path("managedFields");
    }
}
