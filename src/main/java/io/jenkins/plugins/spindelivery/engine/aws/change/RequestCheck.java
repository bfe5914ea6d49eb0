package io.jenkins.plugins.spindelivery.engine.aws.change;

import io.jenkins.plugins.spindelivery.engine.aws.change.GroupChange.Destroy;
import io.jenkins.plugins.spindelivery.engine.aws.change.GroupChange.Disable;
import io.jenkins.plugins.spindelivery.engine.aws.change.GroupChange.Resize;
import io.jenkins.plugins.spindelivery.engine.aws.change.GroupChange.Rollback;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What is wrong with a request, as far as it can be said without looking at AWS. */
final class RequestCheck {
    private static final double RATIO_LIMIT = 0.5;
    private static final int ALL = 100;

    private final List<Problem> problems = new ArrayList<>();

    private RequestCheck() {}

    static List<Problem> problems(ServerGroupChangeRequest request) {
        RequestCheck check = new RequestCheck();
        check.target(request.target(), request.change());
        check.options(request.options(), request);
        if (request.change() instanceof Resize resize) {
            check.size(resize);
        }
        if (request.change() instanceof Rollback rollback) {
            check.rollback(rollback);
        }
        return check.problems;
    }

    private void target(GroupTarget target, GroupChange change) {
        if (target.name().isEmpty() == target.cluster().isEmpty()) {
            add("aws.change-target");
            return;
        }
        if (!target.name().isEmpty()) {
            if (target.which() != null || target.isMany()) {
                add("aws.change-name-and-which");
            }
            return;
        }
        if (change instanceof Rollback) {
            if (target.which() != null || target.isMany()) {
                add("aws.change-rollback-which", target.cluster());
            }
            return;
        }
        if ((target.which() == null) != target.isMany()) {
            add("aws.change-which", target.cluster());
        }
        if (target.isMany()) {
            many(target.keep(), change);
        }
    }

    private void many(int keep, GroupChange change) {
        if (keep < 0) {
            add("aws.change-keep", keep);
        }
        if (!(change instanceof Destroy || change instanceof Disable || change instanceof Resize)) {
            add("aws.change-keep-not-here");
        }
    }

    private void options(ServerGroupChangeRequest.Options options, ServerGroupChangeRequest request) {
        if (!(options.guardRatio() >= 0 && options.guardRatio() < RATIO_LIMIT)) {
            add("aws.change-guard-ratio", options.guardRatio());
        }
        if (request.timeoutSeconds() < 1) {
            add("aws.change-timeout", request.timeoutSeconds());
        }
        if (options.dryRun() && !request.change().destroys()) {
            add("aws.change-dry-run");
        }
    }

    private void size(Resize size) {
        List<Integer> given = Stream.of(size.min(), size.desired(), size.max())
                .filter(Objects::nonNull)
                .toList();
        if (given.isEmpty()) {
            add("aws.change-no-size");
        }
        given.stream().filter(number -> number < 0).forEach(number -> add("aws.change-size-negative", number));
        if (!given.equals(given.stream().sorted().toList())) {
            add("aws.change-size-order", word(size.min()), word(size.desired()), word(size.max()));
        }
    }

    private static String word(Integer number) {
        return number == null ? "-" : number.toString();
    }

    private void rollback(Rollback rollback) {
        if (!rollback.to().isEmpty() && !rollback.image().isEmpty()) {
            add("aws.change-rollback-both");
        }
        Integer percent = rollback.healthyPercent();
        if (percent != null && (percent < 0 || percent > ALL)) {
            add("aws.change-healthy-percent", percent);
        }
    }

    private void add(String code, Object... arguments) {
        problems.add(Problem.of(code, "", arguments));
    }
}
