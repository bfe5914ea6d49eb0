package io.jenkins.plugins.spindelivery.step;

import io.jenkins.plugins.spindelivery.delivery.Task;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsAccount;
import io.jenkins.plugins.spindelivery.engine.aws.destroy.AwsDestroy;
import io.jenkins.plugins.spindelivery.engine.aws.destroy.DestroyKind;
import io.jenkins.plugins.spindelivery.engine.aws.destroy.DestroyRequest;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code spinDestroy} at an AWS account: what has certain tags goes. */
final class DestroyByTags {
    private static final Duration USUAL_TIMEOUT = Duration.ofMinutes(30);

    private DestroyByTags() {}

    /** Fields that are for clusters, with what stands in them. */
    private static Map<String, Object> others(SpinDestroyStep step) {
        Map<String, Object> others = new LinkedHashMap<>();
        others.put("name", step.getName());
        others.put("labels", step.getLabels());
        others.put("criterion", step.getCriterion());
        others.put("cluster", step.getCluster());
        others.put("application", step.getApplication());
        others.put("namespace", step.getNamespace());
        others.put("cascading", step.getCascading());
        others.put("gracePeriod", step.getGracePeriod());
        others.put("trafficGuard", step.isTrafficGuard() ? Boolean.TRUE : null);
        others.put("wait", step.isWait() ? null : Boolean.FALSE);
        return others;
    }

    /**
     * Reads the step.
     *
     * @param step its fields
     * @param input evaluates expressions
     * @param aws the account, which the build may use
     * @return what to do
     * @throws io.jenkins.plugins.spindelivery.engine.problem.ProblemException with everything that is wrong
     */
    static Task task(SpinDestroyStep step, StepInput input, AwsAccount aws) {
        others(step).forEach((field, value) -> {
            if (value != null) {
                input.refuse(Problem.of("step.destroy-tags-with", field, field));
            }
        });
        List<String> named = input.parts("regions", step.getRegions(), AwsPlaces.SEPARATOR);
        DestroyRequest request = new DestroyRequest(
                step.account(),
                AwsPlaces.checked("regions", named, input, aws),
                TagValues.read("tags", step.getTags(), input),
                kinds(step, input),
                step.isDryRun(),
                input.duration("timeout", (String) step.getTimeout(), USUAL_TIMEOUT)
                        .toSeconds());
        input.check();
        return new Task.Work<>(
                new AwsDestroy(), AwsDestroy.start(request, input.context().operation()));
    }

    private static List<DestroyKind> kinds(SpinDestroyStep step, StepInput input) {
        List<DestroyKind> kinds = new ArrayList<>();
        for (String word : input.texts("kinds", step.kindWords())) {
            Optional<DestroyKind> kind = DestroyKind.of(word);
            kind.ifPresent(kinds::add);
            if (kind.isEmpty()) {
                input.refuse(Problem.of("aws.destroy-kind", "kinds", word, String.join(", ", DestroyKind.words())));
            }
        }
        return kinds;
    }
}
