package io.jenkins.plugins.spindelivery.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.cli.ExitCode;
import io.jenkins.plugins.spindelivery.cli.Session;
import io.jenkins.plugins.spindelivery.cli.output.Reply;
import io.jenkins.plugins.spindelivery.cli.output.Shape;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code spin completion}. */
@Command(
        name = "completion",
        description = {
            "Print a script that completes spin's commands and flags in bash and zsh.",
            "",
            "Use it at once with   source <(spin completion)   or put that line into your shell's start-up file."
        })
public final class CompletionCommand extends SpinCommand {
    @Spec
    private CommandSpec spec;

    @Override
    public Shape shape() {
        return Shape.OTHER;
    }

    @Override
    protected Reply execute(Session session) {
        String script = AutoComplete.bash("spin", spec.root().commandLine());
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("script", script);
        return new Reply(ExitCode.DONE, json, () -> session.console().out().print(script));
    }
}
