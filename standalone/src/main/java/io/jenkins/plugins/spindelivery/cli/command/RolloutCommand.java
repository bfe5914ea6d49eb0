package io.jenkins.plugins.spindelivery.cli.command;

import io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.Change;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code spin rollout}, with the commands for rollouts below it, as kubectl has them. */
@Command(
        name = "rollout",
        description = "Undo, restart, pause or resume the rollouts of workloads.",
        subcommands = {
            RolloutCommand.Undo.class,
            RolloutCommand.Restart.class,
            RolloutCommand.Pause.class,
            RolloutCommand.Resume.class
        })
public final class RolloutCommand extends CommandGroup {
    /** The group; asked for a command when none is given. */
    public RolloutCommand() {
        super("cli.no-rollout-command");
    }

    /** {@code spin rollout undo}. */
    @Command(name = "undo", description = "Take workloads back to an earlier revision, and wait until it runs.")
    static final class Undo extends WaitingChangeCommand {
        @Option(
                names = "--to-revision",
                paramLabel = "NUMBER",
                order = 20,
                description = "The revision, as \"kubectl rollout history\" shows it.")
        private Long revision;

        @Option(
                names = "--revisions-back",
                paramLabel = "N",
                order = 21,
                description = "How many revisions back; without it 1, the one before the present.")
        private Long back;

        @Override
        Change change() {
            if (revision != null && back != null) {
                throw new ProblemException(Category.INPUT, Problem.of("kubernetes.rollout-both-revisions", ""));
            }
            if (back != null && back < 0) {
                throw new ProblemException(Category.INPUT, Problem.of("cli.revisions-back", ""));
            }
            return new Change.Undo(revision, revision != null ? null : back == null ? Long.valueOf(1) : back);
        }
    }

    /** {@code spin rollout restart}. */
    @Command(name = "restart", description = "Replace the pods of workloads by new ones, and wait for them.")
    static final class Restart extends WaitingChangeCommand {
        @Override
        Change change() {
            return new Change.Restart();
        }
    }

    /** {@code spin rollout pause}. */
    @Command(name = "pause", description = "Let the rollouts of Deployments stand still; does not wait.")
    static final class Pause extends ChangeCommand {
        @Override
        Change change() {
            return new Change.Pause();
        }

        @Override
        boolean awaits() {
            return false;
        }
    }

    /** {@code spin rollout resume}. */
    @Command(name = "resume", description = "Let paused rollouts of Deployments go on, and wait for them.")
    static final class Resume extends WaitingChangeCommand {
        @Override
        Change change() {
            return new Change.Resume();
        }
    }
}
