package io.jenkins.plugins.spindelivery.cli.command;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A word in front of several commands, such as {@code spin canary}; by itself it does nothing. */
@Command(
        resourceBundle = "io.jenkins.plugins.spindelivery.cli.Help",
        synopsisSubcommandLabel = "COMMAND",
        sortOptions = false,
        descriptionHeading = "%n",
        optionListHeading = "%n",
        commandListHeading = "%nCommands:%n")
public abstract class CommandGroup implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            order = 1000,
            description = "Show this help.")
    private boolean help;

    private final String question;

    /**
     * A group.
     *
     * @param question the code of what is asked when no command is given; its argument are the commands
     */
    protected CommandGroup(String question) {
        this.question = question;
    }

    /** The group without a command. */
    @Override
    public final void run() {
        String commands = String.join(", ", spec.subcommands().keySet());
        throw new ParameterException(
                spec.commandLine(), Problem.of(question, "", commands).message());
    }
}
