package io.jenkins.plugins.spindelivery.engine.canary.run;

import io.jenkins.plugins.spindelivery.engine.canary.config.ScoreThresholds;
import io.jenkins.plugins.spindelivery.engine.manifest.Kinds;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** What a request alone shows to be wrong, whatever cluster and metric source say. */
final class CanaryCheck {
    /** Kinds that a canary can be made of. Their pods are alike, and a second one beside them shares nothing. */
    private static final Set<String> WORKLOADS = Set.of("Deployment", "ReplicaSet");

    private static final Set<String> GROUPS = Set.of("apps", "extensions");

    /** Kubernetes' label keys, with an optional prefix, and values. */
    private static final Pattern LABEL = Pattern.compile("(?:[a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?/)?"
            + "[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?"
            + "=[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");

    private static final double MOST_POINTS = 100;

    /** Each is kept in the state, which is written after each: a minute's interval for a week. */
    private static final int MOST_INTERVALS = 10_080;

    private final CanaryRequest request;
    private final List<Problem> problems = new ArrayList<>();

    private CanaryCheck(CanaryRequest request) {
        this.request = request;
    }

    /** All that is wrong. */
    static List<Problem> problems(CanaryRequest request, List<Manifest> manifests) {
        CanaryCheck check = new CanaryCheck(request);
        if (request.deploy() != null) {
            check.workload(manifests);
            check.deployment();
        }
        if (request.analysis() != null) {
            check.analysis(request.analysis());
        } else if (request.deploy() == null) {
            check.wrong("canary.nothing");
        }
        return check.problems;
    }

    /** Whether a manifest is the workload that the canary is made of. */
    static boolean isWorkload(Manifest manifest) {
        return WORKLOADS.contains(manifest.ref().kind())
                && GROUPS.contains(manifest.ref().group());
    }

    private void workload(List<Manifest> manifests) {
        for (Manifest manifest : manifests) {
            if (!isWorkload(manifest) && hasPods(manifest)) {
                problems.add(Problem.of(
                        "canary.kind",
                        manifest.source().where(),
                        manifest.ref(),
                        manifest.ref().kind()));
            }
        }
        List<Manifest> workloads =
                manifests.stream().filter(CanaryCheck::isWorkload).toList();
        if (workloads.isEmpty() && problems.isEmpty()) {
            wrong("canary.no-workload");
        } else if (workloads.size() > 1) {
            String names = workloads.stream()
                    .map(workload -> workload.ref().toString())
                    .collect(Collectors.joining(", "));
            wrong("canary.workloads", names);
        } else if (workloads.size() == 1 && workloads.get(0).ref().name().isEmpty()) {
            problems.add(Problem.of("canary.no-name", workloads.get(0).source().where()));
        }
    }

    private static boolean hasPods(Manifest manifest) {
        return Kinds.of(manifest.json()).podSpec().isPresent();
    }

    private void deployment() {
        if (request.replicas() < 1) {
            wrong("canary.replicas", request.replicas());
        }
        if (!request.label().isEmpty() && !LABEL.matcher(request.label()).matches()) {
            wrong("canary.label", request.label());
        }
        if (request.route() != null) {
            if (request.services().size() != 1) {
                wrong("canary.route-service", request.route().name());
            }
            if (request.route().weight() < 1 || request.route().weight() > 99) {
                wrong("canary.route-weight", request.route().weight());
            }
        }
        if (request.lifetimeSeconds() < 0) {
            wrong("canary.negative", "lifetime");
        } else if (request.lifetimeSeconds() == 0 && request.analysis() != null) {
            wrong("canary.no-lifetime");
        } else if (request.lifetimeSeconds() == 0 && !request.gate()) {
            wrong("canary.nothing-to-wait-for");
        }
    }

    private void analysis(Analysis analysis) {
        if (analysis.source() == null || analysis.source().isBlank()) {
            wrong("canary.no-source");
        }
        boolean negative = LongStream.of(
                        analysis.intervalSeconds(),
                        analysis.lookbackSeconds(),
                        analysis.warmupSeconds(),
                        analysis.baselineOffsetSeconds(),
                        analysis.stepSeconds())
                .anyMatch(seconds -> seconds < 0);
        if (negative) {
            wrong("canary.negative", "interval, lookback, warmup, baseline offset, step");
        }
        if (analysis.thresholds() != null && !areThresholds(analysis.thresholds())) {
            wrong(
                    "canary.thresholds",
                    analysis.thresholds().pass(),
                    analysis.thresholds().marginal());
        }
        time(analysis);
        if (problems.isEmpty()) {
            windows(Windows.of(analysis, request.lifetimeSeconds(), 0), analysis.stepSeconds());
        }
    }

    private void windows(Windows windows, long stepSeconds) {
        if (windows.points() < 1) {
            wrong("canary.no-points", stepSeconds);
        }
        if (windows.count() > MOST_INTERVALS) {
            wrong("canary.too-many-intervals", windows.count(), MOST_INTERVALS);
        }
    }

    private void time(Analysis analysis) {
        boolean past = analysis.startMillis() != null || analysis.endMillis() != null;
        if (past && request.deploy() != null) {
            wrong("canary.past-and-deploy");
        } else if (request.deploy() == null && !analysis.retrospective()) {
            wrong("canary.start-and-end");
        } else if (past && analysis.endMillis() <= analysis.startMillis()) {
            wrong("canary.no-time");
        } else if (past && !namesBothSides(analysis)) {
            wrong("canary.no-scopes");
        }
    }

    private static boolean namesBothSides(Analysis analysis) {
        return !analysis.scopes().isEmpty()
                && analysis.scopes().values().stream()
                        .noneMatch(scope ->
                                scope.control().isEmpty() || scope.experiment().isEmpty());
    }

    private static boolean areThresholds(ScoreThresholds given) {
        return 0 <= given.marginal() && given.marginal() <= given.pass() && given.pass() <= MOST_POINTS;
    }

    private void wrong(String code, Object... arguments) {
        problems.add(Problem.of(code, "", arguments));
    }
}
