package io.jenkins.plugins.spindelivery.step;

import hudson.Util;
import hudson.util.FormValidation;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.artifact.ArtifactSources;
import io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.Change;
import io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.PatchText;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ManifestReader;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ReadLimits;
import io.jenkins.plugins.spindelivery.engine.operation.Durations;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jvnet.localizer.LocaleProvider;

/** What can be said about single fields of a step's form by looking at them; texts with expressions are let through. */
final class FieldChecks {
    /** A DNS label, as the API server wants namespaces (RFC 1123). */
    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
    private static final String EXPRESSION = "${";

    private FieldChecks() {}

    /** Checks numbers from 1 to 99 that rise; nothing is fine, and so is what holds an expression. */
    static FormValidation percentages(String value) {
        int last = 0;
        for (String text : Values.texts(Values.plain(value), "[,;\\s]+")) {
            if (text.contains("$")) {
                return FormValidation.ok();
            }
            int percentage = text.matches("\\d{1,2}") ? Integer.parseInt(text) : 0;
            if (percentage <= last) {
                return FormValidation.error(Words.of("kubernetes.traffic-percentages", value));
            }
            last = percentage;
        }
        return FormValidation.ok();
    }

    static FormValidation namespace(String value) {
        return check(value, text -> NAMESPACE.matcher(text).matches() ? null : Words.of("step.namespace-bad", text));
    }

    static FormValidation duration(String value) {
        return check(value, text -> Durations.parse(text).isPresent() ? null : Words.of("step.duration-bad", text));
    }

    static FormValidation moment(String value) {
        return check(value, text -> Moments.parse(text).isPresent() ? null : Words.of("step.moment-bad", text));
    }

    static FormValidation momentOrDuration(String value) {
        return check(
                value,
                text -> Moments.parse(text, Instant.EPOCH).isPresent()
                        ? null
                        : Words.of("step.moment-or-duration-bad", text));
    }

    static FormValidation number(String value) {
        return check(value, text -> NUMBER.matcher(text).matches() ? null : Words.of("step.number-bad", text));
    }

    static FormValidation tags(String value) {
        return each(
                value,
                TagValues.SEPARATOR,
                term -> term.matches("[^=]*[^=\\s][^=]*=.*\\S.*")
                        ? null
                        : message(Problem.of("step.tag-bad", "", term)));
    }

    static FormValidation replicas(String value) {
        return check(
                value,
                text -> Change.Scale.of(text).isPresent()
                        ? null
                        : message(Problem.of("kubernetes.rollout-scale-number", "", text)));
    }

    static FormValidation patch(String value) {
        return reading(value, text -> PatchText.read("patch", text));
    }

    static FormValidation files(String value) {
        return each(value, ",|\\R", text -> {
            try {
                WorkspaceFiles.requireInside(text);
                return null;
            } catch (ProblemException e) {
                return message(e.problems().get(0));
            }
        });
    }

    static FormValidation references(String value) {
        return each(value, "\\R", text -> {
            try {
                ArtifactSources.check(text);
                return null;
            } catch (ProblemException e) {
                return message(e.problems().get(0));
            }
        });
    }

    static FormValidation manifest(String value) {
        return reading(
                value,
                text -> ManifestReader.read(
                        Words.of("step.inline-name"), text.getBytes(StandardCharsets.UTF_8), ReadLimits.DEFAULT));
    }

    static FormValidation parameters(String value) {
        return reading(value, ParameterText::tree);
    }

    /** Everything that is wrong, each on a line of its own. */
    static FormValidation errors(ProblemException wrong) {
        return FormValidation.aggregate(wrong.problems().stream()
                .map(FieldChecks::message)
                .map(FormValidation::error)
                .toList());
    }

    static String message(Problem problem) {
        String text = problem.message(LocaleProvider.getLocale());
        return problem.where().isEmpty() ? text : problem.where() + ": " + text;
    }

    static FormValidation reading(String value, Function<String, ?> reader) {
        String text = Util.fixNull(value);
        try {
            if (!text.isBlank()) {
                reader.apply(text);
            }
            return FormValidation.ok();
        } catch (ProblemException e) {
            return errors(e);
        }
    }

    /** Checks a text; {@code fault} gives what is wrong with it, or {@code null}. */
    static FormValidation check(String value, Function<String, String> fault) {
        return each(value, "\\z", fault);
    }

    /** Checks the parts of a text; {@code fault} gives what is wrong with one, or {@code null}. */
    static FormValidation each(String value, String separator, Function<String, String> fault) {
        List<FormValidation> wrong = Values.texts(Values.plain(value), separator).stream()
                .filter(text -> !text.contains(EXPRESSION))
                .map(fault)
                .flatMap(text -> Optional.ofNullable(text).stream())
                .map(FormValidation::error)
                .toList();
        return FormValidation.aggregate(wrong);
    }
}
