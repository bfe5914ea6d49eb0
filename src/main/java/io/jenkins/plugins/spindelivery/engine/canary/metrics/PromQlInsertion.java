package io.jenkins.plugins.spindelivery.engine.canary.metrics;

import java.util.regex.Pattern;

/**
 * Writes values into PromQL: inside quotes any value, with what has a meaning there escaped; outside of quotes only what
 * can't become more than a name or a number. So a value never turns into another query than the template's.
 *
 * <p>Strings are as https://prometheus.io/docs/prometheus/latest/querying/basics/#string-literals has them.
 */
final class PromQlInsertion implements Template.Insertion {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_:.+-]+");
    private static final char NO_QUOTE = 0;

    private final String metric;
    private char quote = NO_QUOTE;
    private boolean escaping;
    private boolean comment;

    PromQlInsertion(String metric) {
        this.metric = metric;
    }

    @Override
    public void passed(String text) {
        text.chars().forEach(c -> pass((char) c));
    }

    private void pass(char c) {
        if (comment) {
            comment = c != '\n';
        } else if (quote == NO_QUOTE) {
            comment = c == '#';
            quote = c == '"' || c == '\'' || c == '`' ? c : NO_QUOTE;
        } else if (escaping) {
            escaping = false;
        } else if (c == '\\' && quote != '`') {
            escaping = true;
        } else if (c == quote) {
            quote = NO_QUOTE;
        }
    }

    @Override
    public String encoded(String variable, String value) {
        if (quote == NO_QUOTE) {
            if (!PLAIN.matcher(value).matches()) {
                throw MetricException.wrong("canary.query-value-unquoted", metric, variable, value);
            }
            return value;
        }
        if (quote == '`') {
            if (value.indexOf('`') >= 0) {
                throw MetricException.wrong("canary.query-value-backtick", metric, variable, value);
            }
            return value;
        }
        return quoted(value, quote);
    }

    /** A value between quotes of a kind, without the quotes. */
    static String quoted(String value, char quote) {
        StringBuilder text = new StringBuilder();
        value.chars().forEach(c -> {
            if (c == '\n') {
                text.append("\\n");
            } else {
                text.append(c == '\\' || c == quote ? "\\" : "").append((char) c);
            }
        });
        return text.toString();
    }
}
