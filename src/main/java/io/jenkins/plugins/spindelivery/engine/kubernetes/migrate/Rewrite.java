package io.jenkins.plugins.spindelivery.engine.kubernetes.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiMove;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.WriteOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.fields.FieldPath;
import io.jenkins.plugins.spindelivery.engine.kubernetes.fields.ManagedFields;
import java.util.ArrayList;
import java.util.List;

/**
 * Rewrites one manifest for a {@link ApiMove}. What the old version filled in and the new one does not, or fills in
 * differently, is written out; except where somebody else owns that field of the live object: then it is theirs to say,
 * as it was under the old version.
 */
final class Rewrite {
    /** How the old API wrote "no limit" and "no deadline". */
    private static final int UNLIMITED = Integer.MAX_VALUE;

    /** The label by which Kubernetes itself told "all pods" from "none" when it converted an empty selector. */
    private static final String EMPTY_SELECTOR_LABEL = "pdb.kubernetes.io/deprecated-v1beta1-empty-selector-match";

    private final ApiMove move;
    private final ObjectNode object;
    private final JsonNode live;
    private final ManagedFields owners;
    private final List<String> changes = new ArrayList<>();

    /**
     * A rewrite to be done.
     *
     * @param move from where to where
     * @param object changed in place
     * @param live the live object in the new version; a missing node without any
     */
    Rewrite(ApiMove move, ObjectNode object, JsonNode live) {
        this.move = move;
        this.object = object;
        this.live = live;
        this.owners = ManagedFields.of(live);
    }

    /**
     * Why a manifest can't be moved without changing its meaning.
     *
     * @param move from where to where
     * @param object the manifest
     * @return the end of a problem code; empty when it can be moved
     */
    static String obstacle(ApiMove move, JsonNode object) {
        JsonNode spec = object.path("spec");
        if (!spec.path("rollbackTo").isMissingNode() && !spec.path("rollbackTo").isNull()) {
            return "rollback";
        }
        if (move.kind().equals("PodDisruptionBudget") && isSpecialSelector(spec.path("selector"))) {
            return "selector";
        }
        return "";
    }

    /** In policy/v1beta1 no selector and an empty one select nothing, in policy/v1 an empty one selects all pods. */
    private static boolean isSpecialSelector(JsonNode selector) {
        boolean empty = selector.path("matchLabels").isEmpty()
                && selector.path("matchExpressions").isEmpty();
        return empty || selector.toString().contains(EMPTY_SELECTOR_LABEL);
    }

    /**
     * Does it.
     *
     * @return what was written out as {@code path: value} and taken out as {@code -path}
     */
    List<String> run() {
        object.put("apiVersion", move.target());
        if (object.get("spec") instanceof ObjectNode spec) {
            remove(spec, "rollbackTo");
            // A counter of the old controller; set by the system, and without meaning for a manifest.
            remove(spec, "templateGeneration");
            switch (move.apiVersion() + " " + move.kind()) {
                case "extensions/v1beta1 Deployment" -> {
                    labels(spec);
                    extensionsDeployment(spec);
                }
                case "extensions/v1beta1 DaemonSet", "apps/v1beta1 StatefulSet" -> {
                    labels(spec);
                    fill(spec, new TextNode("OnDelete"), "updateStrategy", "type");
                }
                case "extensions/v1beta1 ReplicaSet" -> labels(spec);
                case "apps/v1beta1 Deployment" -> {
                    labels(spec);
                    fill(spec, new IntNode(2), "revisionHistoryLimit");
                }
                default -> {
                    // The same defaults on both sides.
                }
            }
        }
        return changes;
    }

    private void extensionsDeployment(ObjectNode spec) {
        if (!spec.path("strategy").path("type").asText("").equals("Recreate")) {
            fill(spec, new IntNode(1), "strategy", "rollingUpdate", "maxUnavailable");
            fill(spec, new IntNode(1), "strategy", "rollingUpdate", "maxSurge");
        }
        fill(spec, new IntNode(UNLIMITED), "progressDeadlineSeconds");
        fill(spec, new IntNode(UNLIMITED), "revisionHistoryLimit");
    }

    /** The selector, and the object's labels if it has none, came from the pod template's labels. */
    private void labels(ObjectNode spec) {
        JsonNode labels = spec.path("template").path("metadata").path("labels");
        JsonNode selector = live.path("spec").path("selector");
        if (isUnset(spec.path("selector")) && (selector.isObject() || labels.isObject())) {
            // A live selector can't be changed, and the old API left it as it was.
            JsonNode filled = selector.isObject()
                    ? selector.deepCopy()
                    : JsonNodeFactory.instance.objectNode().set("matchLabels", labels.deepCopy());
            spec.set("selector", filled);
            changes.add("spec.selector: " + filled);
        }
        if (labels.isObject() && object.path("metadata").path("labels").isEmpty()) {
            object.withObjectProperty("metadata").set("labels", labels.deepCopy());
            changes.add("metadata.labels: " + labels);
        }
    }

    private void fill(ObjectNode spec, JsonNode value, String... names) {
        FieldPath path = FieldPath.parse("spec." + String.join(".", names));
        ObjectNode parent = spec;
        for (int i = 0; i < names.length - 1; i++) {
            JsonNode next = parent.path(names[i]);
            if (!isUnset(next) && !next.isObject()) {
                return;
            }
            parent = next.isObject() ? (ObjectNode) next : JsonNodeFactory.instance.objectNode();
        }
        boolean theirs = !owners.othersOwning(WriteOptions.SPIN_DELIVERY, path).isEmpty();
        if (isUnset(parent.path(names[names.length - 1])) && !theirs) {
            put(spec, value, names);
            changes.add(path + ": " + value);
        }
    }

    private static void put(ObjectNode spec, JsonNode value, String... names) {
        ObjectNode parent = spec;
        for (int i = 0; i < names.length - 1; i++) {
            parent = parent.get(names[i]) instanceof ObjectNode present ? present : parent.putObject(names[i]);
        }
        parent.set(names[names.length - 1], value);
    }

    private void remove(ObjectNode spec, String name) {
        if (spec.has(name)) {
            spec.remove(name);
            changes.add("-spec." + name);
        }
    }

    private static boolean isUnset(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }
}
