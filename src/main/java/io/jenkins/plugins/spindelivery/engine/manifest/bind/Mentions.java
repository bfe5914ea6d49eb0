package io.jenkins.plugins.spindelivery.engine.manifest.bind;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.manifest.Kinds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Finds where an object mentions what can be bound. Those places and no others are Spinnaker's; that a bare Pod is read
 * like any pod template is ours.
 *
 * <p>Not bound, as in Spinnaker: {@code imagePullSecrets}, TLS secrets and backends of an Ingress, a ServiceAccount's
 * secrets, {@code ephemeralContainers}, the subjects of role bindings, and pod templates of custom resources.
 */
public final class Mentions {
    private static final String IMAGE = "docker/image";
    private static final String CONFIG_MAP = "kubernetes/configMap";
    private static final String SECRET = "kubernetes/secret";

    private static final List<String> CONTAINERS = List.of("containers", "initContainers");

    /** What a HorizontalPodAutoscaler scales, by the word in its target's {@code kind}. */
    private static final Map<String, String> SCALED = Map.of(
            "Deployment", "kubernetes/deployment",
            "deployment", "kubernetes/deployment",
            "ReplicaSet", "kubernetes/replicaSet",
            "replicaSet", "kubernetes/replicaSet");

    private final JsonNode root;
    private final List<Mention> found = new ArrayList<>();

    private Mentions(JsonNode root) {
        this.root = root;
    }

    /**
     * Finds all mentions.
     *
     * @param object a manifest or live object
     * @return in the order of the object; a place that holds no text is left out
     */
    public static List<Mention> in(ObjectNode object) {
        Mentions mentions = new Mentions(object);
        Kinds.of(object).podSpec().ifPresent(mentions::podSpec);
        if (Kinds.of(object).name().equals("HorizontalPodAutoscaler")) {
            mentions.scaleTarget();
        }
        return List.copyOf(mentions.found);
    }

    /**
     * The images of an object's containers.
     *
     * @param object a manifest or live object
     * @return in the order of the object
     */
    public static List<String> images(ObjectNode object) {
        return in(object).stream()
                .filter(mention -> mention.type().equals(IMAGE))
                .map(Mention::name)
                .toList();
    }

    /**
     * Finds mentions of Secrets that are not bound, so that a mention of a versioned one leads nowhere: image pull
     * secrets, the TLS secrets of an Ingress, and a ServiceAccount's secrets.
     *
     * @param object a manifest
     * @return in the order of the object
     */
    public static List<Mention> unbound(ObjectNode object) {
        Mentions mentions = new Mentions(object);
        Kinds.of(object).podSpec().ifPresent(spec -> mentions.secrets(spec.appendProperty("imagePullSecrets"), "name"));
        switch (Kinds.of(object).name()) {
            case "Ingress" -> mentions.secrets(JsonPointer.compile("/spec/tls"), "secretName");
            case "ServiceAccount" -> {
                mentions.secrets(JsonPointer.compile("/secrets"), "name");
                mentions.secrets(JsonPointer.compile("/imagePullSecrets"), "name");
            }
            default -> {
                // Other kinds mention no Secrets outside of their pods.
            }
        }
        return List.copyOf(mentions.found);
    }

    private void secrets(JsonPointer list, String field) {
        items(list).forEach(item -> add(SECRET, item, field));
    }

    private void podSpec(JsonPointer spec) {
        for (String list : CONTAINERS) {
            for (JsonPointer container : items(spec.appendProperty(list))) {
                container(container);
            }
        }
        for (JsonPointer volume : items(spec.appendProperty("volumes"))) {
            add(CONFIG_MAP, volume, "configMap", "name");
            add(SECRET, volume, "secret", "secretName");
            for (JsonPointer source : items(volume.appendProperty("projected").appendProperty("sources"))) {
                add(CONFIG_MAP, source, "configMap", "name");
                add(SECRET, source, "secret", "name");
            }
        }
    }

    private void container(JsonPointer container) {
        add(IMAGE, container, "image");
        for (JsonPointer variable : items(container.appendProperty("env"))) {
            add(CONFIG_MAP, variable, "valueFrom", "configMapKeyRef", "name");
            add(SECRET, variable, "valueFrom", "secretKeyRef", "name");
        }
        for (JsonPointer source : items(container.appendProperty("envFrom"))) {
            add(CONFIG_MAP, source, "configMapRef", "name");
            add(SECRET, source, "secretRef", "name");
        }
    }

    private void scaleTarget() {
        JsonPointer target = JsonPointer.compile("/spec/scaleTargetRef");
        String type = SCALED.get(root.at(target).path("kind").asText(""));
        if (type != null) {
            add(type, target, "name");
        }
    }

    private List<JsonPointer> items(JsonPointer list) {
        List<JsonPointer> items = new ArrayList<>();
        for (int i = 0; i < root.at(list).size(); i++) {
            items.add(list.appendIndex(i));
        }
        return items;
    }

    private void add(String type, JsonPointer from, String... path) {
        JsonPointer at = from;
        for (String step : path) {
            at = at.appendProperty(step);
        }
        String name = root.at(at).textValue();
        if (name != null && !name.isEmpty()) {
            found.add(new Mention(type, name, at));
        }
    }
}
