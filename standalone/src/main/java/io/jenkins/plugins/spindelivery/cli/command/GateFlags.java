package io.jenkins.plugins.spindelivery.cli.command;

import io.jenkins.plugins.spindelivery.cli.run.GateProgram;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What runs while an operation waits for it: the command line's side of a Pipeline step's block. */
final class GateFlags {
    @Option(
            names = "--run",
            paramLabel = "COMMAND",
            order = 59,
            description = "A command for the shell that runs in between, such as smoke tests. If it fails, so does the"
                    + " work, which is then taken back.")
    private String run;

    /**
     * The program.
     *
     * @return what to run; empty for nothing
     */
    Optional<GateProgram> program() {
        return Optional.ofNullable(run).filter(line -> !line.isBlank()).map(GateProgram::ofShell);
    }
}
