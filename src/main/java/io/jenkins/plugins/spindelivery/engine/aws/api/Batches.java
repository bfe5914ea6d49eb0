package io.jenkins.plugins.spindelivery.engine.aws.api;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Cuts what is asked for into as many calls as AWS's limits want. */
public final class Batches {
    /** As many values as AWS takes in one filter. */
    public static final int FILTER_VALUES = 200;

    private Batches() {}

    /**
     * Cuts values into parts.
     *
     * @param values in any number
     * @param size how many one part may have at most; positive
     * @param <T> what they are
     * @return the parts in the values' order, none of them empty
     */
    public static <T> List<List<T>> of(Collection<T> values, int size) {
        List<T> all = List.copyOf(values);
        List<List<T>> parts = new ArrayList<>();
        for (int from = 0; from < all.size(); from += size) {
            parts.add(all.subList(from, Math.min(all.size(), from + size)));
        }
        return parts;
    }
}
