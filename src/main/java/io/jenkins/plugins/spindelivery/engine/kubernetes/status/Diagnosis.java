package io.jenkins.plugins.spindelivery.engine.kubernetes.status;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.List;
import java.util.Optional;

/**
 * Why an object is not getting ready.
 *
 * @param troubles what is in the way: what will not end by itself first; empty when nothing was found
 * @param unreadable what could not be looked at, so that troubles may be missing
 */
public record Diagnosis(List<Trouble> troubles, List<Problem> unreadable) {

    public Diagnosis {
        troubles = List.copyOf(troubles);
        unreadable = List.copyOf(unreadable);
    }

    /**
     * Whether it will not get ready by itself, so that waiting longer has no point.
     *
     * @return whether any trouble is stuck
     */
    public boolean failFast() {
        return troubles.stream().anyMatch(Trouble::stuck);
    }

    /**
     * The trouble to name when there is room for one.
     *
     * @return the worst; empty when nothing was found
     */
    public Optional<Trouble> worst() {
        return troubles.stream().findFirst();
    }
}
