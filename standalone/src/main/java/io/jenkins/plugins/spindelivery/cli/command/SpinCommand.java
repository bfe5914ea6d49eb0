package io.jenkins.plugins.spindelivery.cli.command;

import io.jenkins.plugins.spindelivery.cli.Session;
import io.jenkins.plugins.spindelivery.cli.Spin;
import io.jenkins.plugins.spindelivery.cli.output.Reply;
import io.jenkins.plugins.spindelivery.cli.output.Shape;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all commands have in common: a session, one reply, and problems instead of stack traces. */
@Command(
        resourceBundle = "io.jenkins.plugins.spindelivery.cli.Help",
        sortOptions = false,
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        optionListHeading = "%n",
        abbreviateSynopsis = true)
public abstract class SpinCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            order = 1000,
            description = "Show this help.")
    private boolean help;

    /**
     * The command's JSON.
     *
     * @return its shape
     */
    public abstract Shape shape();

    /**
     * Does the work.
     *
     * @param session the streams, warnings and the wish to stop
     * @return how it ends
     * @throws ProblemException when nothing was changed
     */
    protected abstract Reply execute(Session session);

    @Override
    public final Integer call() {
        Session session = spin().begin(shape());
        try {
            return session.finish(execute(session));
        } catch (ProblemException e) {
            return session.finish(session.refusal(e));
        }
    }

    /**
     * The command line as a whole.
     *
     * @return the root command
     */
    protected final Spin spin() {
        // Some commands stand below another one, so it need not be the parent.
        return (Spin) spec.root().userObject();
    }
}
