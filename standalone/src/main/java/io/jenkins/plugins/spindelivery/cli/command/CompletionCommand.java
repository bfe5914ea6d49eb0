package io.jenkins.plugins.spindelivery.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.cli.ExitCode;
import io.jenkins.plugins.spindelivery.cli.Session;
import io.jenkins.plugins.spindelivery.cli.output.Reply;
import io.jenkins.plugins.spindelivery.cli.output.Shape;
import java.util.List;
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
    /** Flags that take a file or something else; picocli completes files for those that take nothing else. */
    private static final List<String> FILE_FLAGS =
            List.of("-f|--filename", "--artifact", "--require-artifact", "--config", "--metrics");

    private static final String NOTHING = ")\n      return\n";
    private static final String FILES =
            """
            )
                  local IFS=$'\\n'
                  type compopt &>/dev/null && compopt -o filenames
                  COMPREPLY=( $( compgen -f -- "${curr_word}" ) ) # files
                  return $?
            """;

    @Spec
    private CommandSpec spec;

    @Override
    public Shape shape() {
        return Shape.OTHER;
    }

    @Override
    protected Reply execute(Session session) {
        String script = withFiles(AutoComplete.bash("spin", spec.root().commandLine()));
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("script", script);
        return new Reply(ExitCode.DONE, json, () -> session.console().out().print(script));
    }

    private static String withFiles(String script) {
        String completed = script;
        for (String flag : FILE_FLAGS) {
            completed = completed.replace("    " + flag + NOTHING, "    " + flag + FILES);
        }
        return completed;
    }
}
