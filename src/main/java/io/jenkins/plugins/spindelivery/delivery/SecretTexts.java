package io.jenkins.plugins.spindelivery.delivery;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.EnvVars;
import hudson.model.ParameterValue;
import hudson.model.ParametersAction;
import hudson.model.Run;
import hudson.util.Secret;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The values of a build that must not be written down: password parameters, and variables that hold credentials. */
public final class SecretTexts {
    private static final String MASK = "****";

    private final List<String> longestFirst;

    private SecretTexts(Collection<String> values) {
        longestFirst = values.stream()
                .sorted(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    /**
     * The secret values of a build.
     *
     * @param run the build; {@code null} when it was deleted
     * @param environment its variables, with those of the blocks around a step
     * @param sensitive the names of the variables whose values are secret; some need not be set
     * @return its secrets
     */
    public static SecretTexts of(@CheckForNull Run<?, ?> run, EnvVars environment, Set<String> sensitive) {
        Set<String> values = new HashSet<>();
        if (run != null) {
            for (ParametersAction action : run.getActions(ParametersAction.class)) {
                action.getAllParameters().stream()
                        .filter(ParameterValue::isSensitive)
                        .map(ParameterValue::getValue)
                        .filter(value -> value != null)
                        .map(value -> value instanceof Secret secret ? secret.getPlainText() : value.toString())
                        .forEach(values::add);
            }
        }
        sensitive.stream().map(environment::get).filter(value -> value != null).forEach(values::add);
        values.removeIf(String::isBlank);
        return new SecretTexts(values);
    }

    /**
     * The secrets themselves, for whoever hides them in texts of its own.
     *
     * @return the longest first
     */
    public List<String> all() {
        return longestFirst;
    }

    /**
     * Whether a text holds one of them.
     *
     * @param text any text
     * @return whether it does
     */
    public boolean isIn(String text) {
        return longestFirst.stream().anyMatch(text::contains);
    }

    /**
     * A text that may be written down.
     *
     * @param text any text
     * @return the text with stars in place of each secret
     */
    public String mask(String text) {
        String masked = text;
        for (String secret : longestFirst) {
            masked = masked.replace(secret, MASK);
        }
        return masked;
    }
}
