package io.jenkins.plugins.spindelivery.engine.kubernetes.status;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How several objects are doing together.
 *
 * @param counts how many objects are in each state; states without objects are absent
 */
public record StatusSummary(Map<State, Integer> counts) {
    private static final List<State> WORST_FIRST =
            List.of(State.FAILED, State.UNKNOWN, State.PROGRESSING, State.PAUSED, State.STABLE);

    public StatusSummary {
        counts = Map.copyOf(counts);
    }

    /**
     * Sums up.
     *
     * @param statuses the objects' statuses
     * @return their summary
     */
    public static StatusSummary of(Collection<ObjectStatus> statuses) {
        Map<State, Integer> counts = new EnumMap<>(State.class);
        statuses.forEach(each -> counts.merge(each.state(), 1, Integer::sum));
        return new StatusSummary(counts);
    }

    /**
     * How many objects are in a state.
     *
     * @param state the state
     * @return 0 or more
     */
    public int count(State state) {
        return counts.getOrDefault(state, 0);
    }

    /**
     * The state that describes them together: failed if one is, else unknown, progressing or paused if one is, in this
     * order.
     *
     * @return stable when all are, and when there are none
     */
    public State overall() {
        return WORST_FIRST.stream().filter(each -> count(each) > 0).findFirst().orElse(State.STABLE);
    }
}
