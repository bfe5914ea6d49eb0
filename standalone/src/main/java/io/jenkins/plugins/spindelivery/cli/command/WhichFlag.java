package io.jenkins.plugins.spindelivery.cli.command;

import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroupTarget;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.Arrays;
import java.util.Iterator;
import picocli.CommandLine.Option;

/** Which server group of a cluster. */
final class WhichFlag {
    @Option(
            names = "--which",
            paramLabel = "newest|previous|oldest",
            completionCandidates = Words.class,
            order = 12,
            description = "With --cluster: which one of its server groups, by the time of creation.")
    private String which;

    /** The words for completion. */
    static final class Words implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(ServerGroupTarget.values())
                    .map(ServerGroupTarget::word)
                    .iterator();
        }
    }

    /**
     * Which one.
     *
     * @return {@code null} when nothing is said
     * @throws ProblemException when the word is none
     */
    ServerGroupTarget which() {
        return which == null
                ? null
                : ServerGroupTarget.of(which)
                        .orElseThrow(() -> new ProblemException(
                                Category.INPUT, Problem.of("aws.change-target-word", "--which", which)));
    }
}
