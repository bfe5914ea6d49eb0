package io.jenkins.plugins.spindelivery.step;

import io.jenkins.plugins.spindelivery.engine.kubernetes.traffic.TrafficOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.traffic.TrafficStrategy;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What {@link SpinDeployStep} does with traffic. */
final class DeployTraffic {
    private static final String SEPARATOR = "[,;\\s]+";

    private DeployTraffic() {}

    /**
     * The engine's options.
     *
     * @param step the step
     * @param input evaluates expressions, and is told what is wrong
     * @return the options; meaningless when {@link StepInput#check} throws
     */
    static TrafficOptions options(SpinDeployStep step, StepInput input) {
        List<String> services = input.texts("services", Values.texts(step.getServices(), ",|\\R"));
        Duration pause = input.duration("pauseBetween", (String) step.getPauseBetween(), Duration.ZERO);
        return new TrafficOptions(
                services,
                step.isEnableTraffic(),
                strategy((String) step.getTrafficStrategy(), input),
                percentages(step.getTargetPercentages(), input),
                pause.toSeconds(),
                input.context().hasBlock(),
                step.isIgnoreTrafficGuard());
    }

    private static TrafficStrategy strategy(String value, StepInput input) {
        String text = input.text("trafficStrategy", value);
        Optional<TrafficStrategy> known = TrafficStrategy.of(text);
        if (!text.isEmpty() && known.isEmpty()) {
            String words = Arrays.stream(TrafficStrategy.values())
                    .map(TrafficStrategy::word)
                    .collect(Collectors.joining(", "));
            input.refuse(Problem.of("step.value-word", "trafficStrategy", text, words));
        }
        return known.orElse(TrafficStrategy.NONE);
    }

    private static List<Integer> percentages(Object value, StepInput input) {
        List<Integer> percentages = new ArrayList<>();
        for (String text : input.texts("targetPercentages", Values.texts(value, SEPARATOR))) {
            Long number = input.number("targetPercentages", text);
            if (number != null) {
                percentages.add(number.intValue());
            }
        }
        return percentages;
    }

    /** A strategy in the words of text codes. */
    static String key(TrafficStrategy strategy) {
        return strategy.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
