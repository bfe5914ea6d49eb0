package io.jenkins.plugins.spindelivery.engine.kubernetes.fields;

import java.util.List;

/**
 * Names a field by the maps that lead to it; never an item of a list.
 *
 * @param names from the object's root, such as {@code [spec, replicas]}
 */
public record FieldPath(List<String> names) {
    /** The number of replicas that a workload asks for. */
    public static final FieldPath REPLICAS = of("spec", "replicas");

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

    /** For people: {@code spec.replicas}. */
    @Override
    public String toString() {
        return String.join(".", names);
    }
}
