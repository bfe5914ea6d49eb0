package io.jenkins.plugins.spindelivery.engine.kubernetes.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * The {@code backendRefs} of one rule of a route. A weight is a share of the sum of all weights of the rule, and 1 when it
 * is not given (Gateway API, HTTPBackendRef).
 */
final class Backends {
    private static final int HUNDRED = 100;

    private final ArrayNode list;
    private final String namespace;

    Backends(JsonNode rule, String namespace) {
        this.list = rule.path("backendRefs") instanceof ArrayNode refs
                ? refs.deepCopy()
                : JsonNodeFactory.instance.arrayNode();
        this.namespace = namespace;
    }

    ArrayNode list() {
        return list;
    }

    Optional<ObjectNode> of(String service) {
        return StreamSupport.stream(list.spliterator(), false)
                .filter(backend -> leadsTo(backend, service))
                .map(ObjectNode.class::cast)
                .findFirst();
    }

    long count(String service) {
        return StreamSupport.stream(list.spliterator(), false)
                .filter(backend -> leadsTo(backend, service))
                .count();
    }

    private boolean leadsTo(JsonNode backend, String service) {
        return backend instanceof ObjectNode
                && backend.path("group").asText("").isEmpty()
                && backend.path("kind").asText("Service").equals("Service")
                && backend.path("namespace").asText(namespace).equals(namespace)
                && backend.path("name").asText().equals(service);
    }

    /**
     * Gives the canary its share of what production and canary had together. Where these two are all there is, the
     * weights become percentages; beside other backends their sum stays what it was, or the others would lose requests.
     *
     * @return whether the weights are fine enough for that share
     */
    boolean share(RouteSplit split, RouteSplit.RuleBefore before, int percent) {
        int sum = weight(before.production()) + (before.canary() == null ? 0 : weight(before.canary()));
        int whole = others(split) == 0 ? HUNDRED : sum;
        int part = Math.round(whole * percent / (float) HUNDRED);
        boolean fine = percent == 0 || percent == HUNDRED || (part > 0 && part < whole);
        of(split.production()).ifPresent(production -> production.put("weight", whole - part));
        of(split.canary()).orElseGet(() -> added(split, before)).put("weight", part);
        return fine;
    }

    private ObjectNode added(RouteSplit split, RouteSplit.RuleBefore before) {
        // With production's port and filters: the canary is to get the same requests.
        ObjectNode canary = before.production().deepCopy();
        canary.put("name", split.canary());
        list.add(canary);
        return canary;
    }

    private int others(RouteSplit split) {
        return StreamSupport.stream(list.spliterator(), false)
                .filter(backend -> !leadsTo(backend, split.production()) && !leadsTo(backend, split.canary()))
                .mapToInt(Backends::weight)
                .sum();
    }

    /** Puts the two backends back to what they were, and leaves all others alone. */
    void restore(RouteSplit split, RouteSplit.RuleBefore before) {
        for (int i = list.size() - 1; i >= 0; i--) {
            if (leadsTo(list.get(i), split.canary())) {
                if (before.canary() == null) {
                    list.remove(i);
                } else {
                    setWeight((ObjectNode) list.get(i), before.canary());
                }
            } else if (leadsTo(list.get(i), split.production())) {
                setWeight((ObjectNode) list.get(i), before.production());
            }
        }
        if (list.isEmpty()) {
            // Somebody took production out. A rule without backends answers nothing but errors.
            list.add(before.production().deepCopy());
        }
    }

    private static void setWeight(ObjectNode backend, ObjectNode before) {
        if (before.has("weight")) {
            backend.set("weight", before.get("weight"));
        } else {
            backend.remove("weight");
        }
    }

    private static int weight(JsonNode backend) {
        return backend.path("weight").asInt(1);
    }
}
