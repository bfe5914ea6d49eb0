package io.jenkins.plugins.spindelivery.engine.kubernetes.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Names a field by the maps that lead to it; never an item of a list.
 *
 * @param names from the object's root, such as {@code [spec, replicas]}
 */
public record FieldPath(List<String> names) {
    /** The number of replicas that a workload asks for. */
    public static final FieldPath REPLICAS = of("spec", "replicas");

    /** Whether a Deployment's rollout stands still. */
    public static final FieldPath PAUSED = of("spec", "paused");

    /** When {@code kubectl rollout restart}, or we, last replaced a workload's pods. */
    public static final FieldPath RESTARTED_AT =
            of("spec", "template", "metadata", "annotations", "kubectl.kubernetes.io/restartedAt");

    public FieldPath {
        names = List.copyOf(names);
    }

    /**
     * A field by its names, which may hold dots, as the keys of annotations do.
     *
     * @param names from the object's root
     * @return the path
     */
    public static FieldPath of(String... names) {
        return new FieldPath(List.of(names));
    }

    /**
     * A field by its dotted path.
     *
     * @param dotted such as {@code spec.replicas}; a name can't hold a dot
     * @return the path
     */
    public static FieldPath parse(String dotted) {
        return of(dotted.split("\\."));
    }

    /** Whether an object says anything of the field. */
    boolean isIn(JsonNode object) {
        JsonNode node = object;
        for (String name : names) {
            node = node.path(name);
        }
        return !node.isMissingNode();
    }

    /** Takes the field out of an object. */
    void removeFrom(ObjectNode object) {
        JsonNode parent = object;
        for (String name : names.subList(0, names.size() - 1)) {
            parent = parent.path(name);
        }
        if (parent instanceof ObjectNode map) {
            map.remove(names.get(names.size() - 1));
        }
    }

    /** For people: {@code spec.replicas}. */
    @Override
    public String toString() {
        return String.join(".", names);
    }
}
