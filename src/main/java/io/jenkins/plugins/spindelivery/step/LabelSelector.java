package io.jenkins.plugins.spindelivery.step;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Labels as they stand in a step: a selector in the API's own syntax, or a map of labels and values. */
final class LabelSelector {
    private LabelSelector() {}

    /**
     * The selector of labels.
     *
     * @param labels a text or a map; {@code null} for none
     * @param input evaluates expressions, and is told what is wrong
     * @return in the API's own syntax; empty for none
     */
    static String text(Object labels, StepInput input) {
        if (!(labels instanceof Map<?, ?> map)) {
            return tidy(input.text("labels", labels == null ? null : labels.toString()));
        }
        List<String> terms = new ArrayList<>();
        map.forEach((label, value) -> {
            String text = input.text("labels", value == null ? null : value.toString());
            if (text.isEmpty() || text.contains(",")) {
                // An empty value is nearly always a variable that was not set, and would select something else.
                input.refuse(Problem.of("step.label-value", "labels", label));
            }
            terms.add(label + "=" + text);
        });
        return String.join(",", terms);
    }

    /**
     * The labels as they stand in the step, for a title.
     *
     * @param labels a text or a map
     * @return like a selector
     */
    static String display(Object labels) {
        List<String> terms = new ArrayList<>();
        if (labels instanceof Map<?, ?> map) {
            map.forEach((label, value) -> terms.add(label + "=" + value));
        } else {
            terms.add(labels.toString());
        }
        return String.join(",", terms);
    }

    /** Without terms that say nothing: a selector of nothing but commas must not pass for one. */
    private static String tidy(String selector) {
        return selector.replaceAll("[\\s,]", "").isEmpty() ? "" : selector;
    }
}
