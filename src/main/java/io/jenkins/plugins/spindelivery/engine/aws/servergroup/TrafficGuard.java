package io.jenkins.plugins.spindelivery.engine.aws.servergroup;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Refuses to take away the last instances of a cluster that are up: as Spinnaker's traffic guard, when those that would
 * stay, divided by those that are up now, are not more than a ratio. Where none is up now, there is nothing to guard.
 */
public final class TrafficGuard {
    /** Spinnaker allows ratios from 0 to less than this. */
    public static final double RATIO_LIMIT = 0.5;

    private static final int HUNDRED = 100;

    private TrafficGuard() {}

    /**
     * Checks before whole server groups are taken away.
     *
     * @param cluster all its server groups, with health
     * @param leaving the names of those that would be up no more
     * @param ratio how much must stay at least, from 0 to less than {@link #RATIO_LIMIT}
     * @throws ProblemException with the numbers, when too little would stay
     */
    public static void check(List<ServerGroup> cluster, Collection<String> leaving, double ratio) {
        check(
                cluster,
                cluster.stream()
                        .filter(group -> leaving.contains(group.name()))
                        .collect(Collectors.toMap(ServerGroup::name, ServerGroup::up)),
                ratio);
    }

    /**
     * Checks before a part of some server groups is taken away.
     *
     * @param cluster all its server groups, with health
     * @param leaving how many instances that are up now would be so no more, by the names of their server groups
     * @param ratio how much must stay at least
     * @throws ProblemException with the numbers, when too little would stay
     */
    public static void check(List<ServerGroup> cluster, Map<String, Integer> leaving, double ratio) {
        int now = cluster.stream().mapToInt(ServerGroup::up).sum();
        int less = leaving.values().stream().mapToInt(Integer::intValue).sum();
        if (less > 0 && (double) (now - less) / now <= ratio) {
            throw new ProblemException(
                    Category.REFUSED,
                    Problem.of(
                            ratio == 0 ? "aws.traffic-guard" : "aws.traffic-guard-ratio",
                            "",
                            cluster.get(0).cluster(),
                            cluster.get(0).region(),
                            now,
                            now - less,
                            Math.round(ratio * HUNDRED),
                            String.join(", ", leaving.keySet().stream().sorted().toList())));
        }
    }
}
