package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import java.lang.ref.SoftReference;
import java.util.function.Supplier;

/**
 * Remembers the plan that the last move worked with, because the next works with the same, and reading hundreds of
 * manifests again takes longer than the move. A plan never changes and is named by its hash, so remembering it is no
 * state: whoever has forgotten reads it. Thousands of waiting operations give the memory back when it is needed.
 */
final class PlanMemory {
    private record Named(String name, Plan plan) {}

    private volatile SoftReference<Named> last = new SoftReference<>(null);

    /**
     * The plan of a name.
     *
     * @param name its blob
     * @param reading how to get it when it is not remembered
     * @return the plan
     */
    Plan recall(String name, Supplier<Plan> reading) {
        Named known = last.get();
        if (known != null && known.name().equals(name)) {
            return known.plan();
        }
        return remember(name, reading.get());
    }

    Plan remember(String name, Plan plan) {
        last = new SoftReference<>(new Named(name, plan));
        return plan;
    }
}
