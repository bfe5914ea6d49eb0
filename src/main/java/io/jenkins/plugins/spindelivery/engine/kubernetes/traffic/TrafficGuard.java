package io.jenkins.plugins.spindelivery.engine.kubernetes.traffic;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Refuses to take away the last pods that serve. As Spinnaker's traffic guard it goes by the pods that would stay, divided
 * by those that serve now: that must be more than a ratio, which is 0 unless more is asked for. Where nothing serves now,
 * there is nothing to guard.
 */
final class TrafficGuard {
    /** Spinnaker allows ratios from 0 to less than this. */
    static final double RATIO_LIMIT = 0.5;

    private TrafficGuard() {}

    /**
     * Checks before something is taken away.
     *
     * @param look a fresh one
     * @param leaving the pods that would not serve any more, by their uids, by group
     * @param ratio how much must stay at least
     * @throws ProblemException with the numbers, when too little would stay behind a Service
     */
    static void check(Look look, Map<Group, Set<String>> leaving, double ratio) {
        Map<String, Set<String>> byService = new TreeMap<>();
        leaving.forEach((group, pods) -> group.services().forEach(service -> byService
                .computeIfAbsent(group.ref().namespace() + "/" + service, first -> new HashSet<>())
                .addAll(pods)));
        String code = ratio == 0 ? "kubernetes.traffic-guard" : "kubernetes.traffic-guard-ratio";
        byService.forEach((service, pods) -> check(look, service, pods, ratio, code));
    }

    static void check(Look look, String service, Collection<String> leaving, double ratio, String code) {
        String[] parts = service.split("/");
        Set<String> now = look.ready(parts[0], parts[1]);
        Set<String> staying = new HashSet<>(now);
        staying.removeAll(leaving);
        boolean leaves = staying.size() < now.size();
        if (leaves && (double) staying.size() / now.size() <= ratio) {
            throw new ProblemException(
                    Category.REFUSED,
                    Problem.of(code, "Service " + service, now.size(), staying.size(), Math.round(ratio * 100)));
        }
    }
}
