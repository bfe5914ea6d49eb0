package io.jenkins.plugins.spindelivery.cli.command;

import io.jenkins.plugins.spindelivery.engine.kubernetes.find.Criterion;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.Arrays;
import java.util.Iterator;
import picocli.CommandLine.Option;

/** Which one of the versions of one thing is meant. */
final class TargetFlags {
    @Option(
            names = "--criterion",
            paramLabel = "WHICH",
            completionCandidates = Criteria.class,
            order = 13,
            description = "One of the versions of a cluster: newest, second_newest, oldest, largest or smallest.")
    private String criterion;

    @Option(
            names = "--cluster-name",
            paramLabel = "NAME",
            defaultValue = "",
            order = 14,
            description = "With --criterion: what holds the versions together, the annotation"
                    + " moniker.spinnaker.io/cluster or the name without version.")
    private String cluster;

    @Option(
            names = "--application",
            paramLabel = "NAME",
            defaultValue = "",
            order = 15,
            description = "With --criterion: only versions of this application.")
    private String application;

    /** The words for completion. */
    static final class Criteria implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Criterion.values()).map(Criterion::word).iterator();
        }
    }

    /**
     * Which version.
     *
     * @return {@code null} when there is no criterion
     * @throws ProblemException when the word is none
     */
    Criterion criterion() {
        return criterion == null
                ? null
                : Criterion.of(criterion)
                        .orElseThrow(() -> new ProblemException(
                                Category.INPUT, Problem.of("kubernetes.find-unknown-criterion", "", criterion)));
    }

    /** What holds the versions together; may be empty. */
    String cluster() {
        return cluster;
    }

    /** The versions' application; empty for any. */
    String application() {
        return application;
    }
}
