package io.jenkins.plugins.spindelivery.engine.canary.metrics;

import io.jenkins.plugins.spindelivery.engine.problem.Nearest;
import java.util.Map;
import java.util.TreeSet;

/**
 * Fills the variables of a query's template: <code>${name}</code>, or <code>${name:-text}</code> for what may be missing;
 * <code>$${</code> stands for <code>${</code> itself. Also <code>$\{</code>, which Kayenta writes when it keeps a
 * configuration, begins a variable. What a value contains is never taken for a variable.
 */
final class Template {
    private static final String BEGIN = "${";
    private static final String KEPT_BEGIN = "$\\{";
    private static final String OTHERWISE = ":-";

    private final String metric;
    private final Map<String, String> variables;

    /** How values get into the text around them. */
    interface Insertion {
        /** Takes notice of a piece of the template itself, or of a value that was inserted. */
        void passed(String text);

        /**
         * A value as it has to be written here.
         *
         * @param variable its name, for messages
         * @param value the value
         * @return what to insert
         * @throws MetricException when it can't be written here
         */
        String encoded(String variable, String value);
    }

    /**
     * Templates of one metric.
     *
     * @param metric the metric's name, for messages
     * @param variables values by name
     */
    Template(String metric, Map<String, String> variables) {
        this.metric = metric;
        this.variables = variables;
    }

    /**
     * A template with its variables filled in.
     *
     * @param text the template
     * @param insertion how values are written in it
     * @return the text
     * @throws MetricException when a variable has no value, or has no end
     */
    String fill(String text, Insertion insertion) {
        String template = text.replace(KEPT_BEGIN, BEGIN);
        StringBuilder filled = new StringBuilder();
        int at = 0;
        while (at < template.length()) {
            int begin = template.indexOf(BEGIN, at);
            if (begin < 0) {
                append(template.substring(at), filled, insertion);
                break;
            }
            if (begin > at && template.charAt(begin - 1) == '$') {
                append(template.substring(at, begin - 1) + BEGIN, filled, insertion);
                at = begin + BEGIN.length();
                continue;
            }
            append(template.substring(at, begin), filled, insertion);
            int end = template.indexOf('}', begin);
            if (end < 0) {
                throw MetricException.wrong("canary.query-variable-open", metric, template.substring(begin));
            }
            insert(template.substring(begin + BEGIN.length(), end), filled, insertion);
            at = end + 1;
        }
        return filled.toString();
    }

    private void insert(String inside, StringBuilder filled, Insertion insertion) {
        int split = inside.indexOf(OTHERWISE);
        String name = split < 0 ? inside : inside.substring(0, split);
        String value = variables.get(name);
        if (value != null) {
            append(insertion.encoded(name, value), filled, insertion);
        } else if (split >= 0) {
            append(inside.substring(split + OTHERWISE.length()), filled, insertion);
        } else {
            throw missing(name);
        }
    }

    private static void append(String piece, StringBuilder filled, Insertion insertion) {
        insertion.passed(piece);
        filled.append(piece);
    }

    private MetricException missing(String name) {
        String known = String.join(", ", new TreeSet<>(variables.keySet()));
        return Nearest.to(name, variables.keySet())
                .map(near -> MetricException.wrong("canary.query-variable-near", metric, name, near, known))
                .orElseGet(() -> MetricException.wrong("canary.query-variable", metric, name, known));
    }
}
