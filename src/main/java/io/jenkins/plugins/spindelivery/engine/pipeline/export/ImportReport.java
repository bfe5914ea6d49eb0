package io.jenkins.plugins.spindelivery.engine.pipeline.export;

import io.jenkins.plugins.spindelivery.engine.pipeline.Definition;
import io.jenkins.plugins.spindelivery.engine.pipeline.stage.Finding;
import io.jenkins.plugins.spindelivery.engine.pipeline.stage.Finding.Weight;
import io.jenkins.plugins.spindelivery.engine.pipeline.stage.StepCall;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What came of one pipeline.
 *
 * @param source file and place in it, as the user knows it
 * @param name the pipeline's; empty when none is written
 * @param application the pipeline's; empty when none is written
 * @param definition the pipeline; empty when it can't even be read as one, which {@code own} says
 * @param own findings about the pipeline itself: graph, parameters, expected artifacts
 * @param stages in the definition's order
 * @param triggers in the definition's order
 * @param notifications in the definition's order, those of stages last
 */
public record ImportReport(
        String source,
        String name,
        String application,
        Optional<Definition> definition,
        List<Finding> own,
        List<Stage> stages,
        List<Other> triggers,
        List<Other> notifications) {
    public ImportReport {
        own = List.copyOf(own);
        stages = List.copyOf(stages);
        triggers = List.copyOf(triggers);
        notifications = List.copyOf(notifications);
    }

    /** How well something translates, the best first. */
    public enum Verdict {
        /** It does what it did. */
        TRANSLATES,
        /** It runs, and something of it is different. */
        CHANGES,
        /** It can't run. */
        CANNOT;

        /**
         * What findings come to.
         *
         * @param findings about one thing
         * @return the verdict of the heaviest
         */
        public static Verdict of(Collection<Finding> findings) {
            Weight heaviest = findings.stream()
                    .map(Finding::weight)
                    .max(Comparator.naturalOrder())
                    .orElse(Weight.NOTE);
            return switch (heaviest) {
                case NOTE -> TRANSLATES;
                case CHANGES -> CHANGES;
                case CANNOT -> CANNOT;
            };
        }

        /**
         * For programs.
         *
         * @return the name in small letters
         */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What came of one stage.
     *
     * @param refId the stage's
     * @param name for people
     * @param type as it is written
     * @param calls of our steps; empty when it can't run
     * @param agent the label of the agent that it needs, empty for any; nothing when it needs none
     * @param findings what a person should know
     */
    public record Stage(
            String refId,
            String name,
            String type,
            List<StepCall> calls,
            Optional<String> agent,
            List<Finding> findings) {
        public Stage {
            calls = List.copyOf(calls);
            findings = List.copyOf(findings);
        }

        /**
         * How well it translates.
         *
         * @return by its findings
         */
        public Verdict verdict() {
            return Verdict.of(findings);
        }
    }

    /**
     * What came of a trigger or a notification.
     *
     * @param type as it is written
     * @param findings what a person should know
     */
    public record Other(String type, List<Finding> findings) {
        public Other {
            findings = List.copyOf(findings);
        }

        /**
         * How well it translates.
         *
         * @return by its findings
         */
        public Verdict verdict() {
            return Verdict.of(findings);
        }
    }

    /**
     * How well the whole translates.
     *
     * @return the verdict of its worst part
     */
    public Verdict verdict() {
        return Stream.of(
                        Stream.of(Verdict.of(own)),
                        stages.stream().map(Stage::verdict),
                        triggers.stream().map(Other::verdict),
                        notifications.stream().map(Other::verdict))
                .flatMap(verdicts -> verdicts)
                .max(Comparator.naturalOrder())
                .orElse(Verdict.TRANSLATES);
    }

    /**
     * What the pipeline is called.
     *
     * @return its name, or that of the file that it came from
     */
    public String title() {
        return name.isEmpty() ? JobNames.ofFile(source) : name;
    }
}
