package io.jenkins.plugins.spindelivery.cli.command;

import io.jenkins.plugins.spindelivery.cli.Session;
import io.jenkins.plugins.spindelivery.cli.run.StateFile;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How long work is done, and where its state is kept. */
final class OperationFlags {
    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "30m",
            converter = DurationFlag.class,
            order = 70,
            description = "How long to wait, such as 30m, 90s, 1h30m, or plain seconds (default: ${DEFAULT-VALUE}).")
    private Duration timeout;

    @Option(
            names = "--state",
            paramLabel = "FILE",
            order = 71,
            description = "Where the state is kept while the work runs, for \"spin resume\"; removed when it has ended."
                    + " Without it in a folder of your own. It may hold Secrets, so only you can read it.")
    private Path state;

    /**
     * How long to wait.
     *
     * @return more than nothing
     */
    Duration timeout() {
        return timeout;
    }

    /**
     * Where the state is kept.
     *
     * @param session for environment and clock
     * @param type the operation's type
     * @return the file, locked
     * @throws io.jenkins.plugins.spindelivery.engine.problem.ProblemException when it can't be used
     */
    StateFile state(Session session, String type) {
        return StateFile.create(
                state, type, session.console().env(), session.console().clock());
    }
}
