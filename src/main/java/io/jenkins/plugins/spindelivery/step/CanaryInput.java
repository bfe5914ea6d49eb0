package io.jenkins.plugins.spindelivery.step;

import io.jenkins.plugins.spindelivery.engine.canary.run.Analysis;
import io.jenkins.plugins.spindelivery.engine.canary.run.CanaryRequest;
import io.jenkins.plugins.spindelivery.engine.canary.run.CanaryRequest.Baseline;
import io.jenkins.plugins.spindelivery.engine.canary.run.CanaryRequest.Route;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployRequest;
import io.jenkins.plugins.spindelivery.engine.manifest.prepare.PreparationOptions;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Reads the fields of {@link SpinCanaryStep}. */
final class CanaryInput {
    private static final String COMMAS_OR_LINES = ",|\\R";
    private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(DeployOptions.DEFAULT_TIMEOUT_SECONDS);

    private final SpinCanaryStep step;
    private final StepInput input;

    CanaryInput(SpinCanaryStep step, StepInput input) {
        this.step = step;
        this.input = input;
    }

    /** The request; meaningless when {@link StepInput#check} throws. */
    CanaryRequest request() {
        return new CanaryRequest(
                deploy(false),
                (int) (long) Optional.ofNullable(whole("replicas", step.getReplicas()))
                        .orElse(1L),
                input.texts("service", Values.texts(step.getService(), COMMAS_OR_LINES)),
                input.text("label", step.getLabel()),
                baseline(),
                route(),
                analysis(),
                input.duration("lifetime", (String) step.getLifetime(), Duration.ZERO)
                        .toSeconds(),
                input.context().hasBlock());
    }

    /** The same request, when differences would show what must not be written down. */
    CanaryRequest hidingDiffs(CanaryRequest request) {
        return new CanaryRequest(
                deploy(true),
                request.replicas(),
                request.services(),
                request.label(),
                request.baseline(),
                request.route(),
                request.analysis(),
                request.lifetimeSeconds(),
                request.gate());
    }

    private DeployRequest deploy(boolean hideDiffs) {
        PreparationOptions preparation = PreparationOptions.builder()
                .namespace(input.text("namespace", step.getNamespace()))
                .optionalArtifacts(EarlierArtifacts.with(
                        ArtifactValues.read("artifacts", step.getArtifacts(), input), input.context()))
                .requiredArtifacts(ArtifactValues.read("requiredArtifacts", step.getRequiredArtifacts(), input))
                .account(step.account())
                .build();
        long timeout = input.duration("timeout", (String) step.getTimeout(), USUAL_TIMEOUT)
                .toSeconds();
        DeployOptions options = new DeployOptions(
                DeployOptions.Check.FULL, false, false, false, false, true, false, false, timeout, hideDiffs);
        return new DeployRequest(step.account(), preparation, options);
    }

    private Baseline baseline() {
        String text = input.text("baseline", (String) step.getBaseline());
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "" -> step.getAnalysis() == null ? null : new Baseline("");
            case "true" -> new Baseline("");
            case "false" -> null;
            default -> new Baseline(text);
        };
    }

    private Route route() {
        String name = input.text("route", step.getRoute());
        Long weight = whole("weight", step.getWeight());
        if (name.isEmpty() != (weight == null)) {
            input.refuse(Problem.of("step.canary-route", "route"));
        }
        return name.isEmpty() || weight == null ? null : new Route(name, weight.intValue());
    }

    /** What would be of no effect is rather told than ignored. */
    private Analysis analysis() {
        AnalysisInput analysis = new AnalysisInput(step, input);
        if (step.getAnalysis() == null) {
            Map<String, Object> given = analysis.given();
            given.put("warmup", step.getWarmup());
            given.values().removeIf(Objects::isNull);
            if (!given.isEmpty()) {
                input.refuse(Problem.of("step.canary-no-analysis", "analysis", String.join(", ", given.keySet())));
            }
            return null;
        }
        return analysis.toCome(analysis.seconds("warmup", step.getWarmup()));
    }

    private Long whole(String field, Object value) {
        return input.number(field, (String) value, "step.whole-number-bad");
    }
}
