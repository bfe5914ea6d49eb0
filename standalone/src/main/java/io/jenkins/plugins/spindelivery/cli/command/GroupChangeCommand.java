package io.jenkins.plugins.spindelivery.cli.command;

import io.jenkins.plugins.spindelivery.cli.Session;
import io.jenkins.plugins.spindelivery.cli.output.Reply;
import io.jenkins.plugins.spindelivery.engine.aws.change.GroupChange;
import io.jenkins.plugins.spindelivery.engine.aws.change.GroupTarget;
import io.jenkins.plugins.spindelivery.engine.aws.change.ServerGroupChange;
import io.jenkins.plugins.spindelivery.engine.aws.change.ServerGroupChangeRequest;
import io.jenkins.plugins.spindelivery.engine.aws.change.ServerGroupChangeRequest.Options;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A command that changes live server groups. */
abstract class GroupChangeCommand extends AwsCommand {
    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            descriptionKey = "server-group-name",
            description = "The server group, such as shop-web-v003; without it --cluster says which.")
    private String name;

    @Option(
            names = "--cluster",
            paramLabel = "NAME",
            order = 11,
            description = "The cluster whose server groups are meant, such as shop-web.")
    private String cluster;

    @Option(
            names = "--no-wait",
            order = 56,
            description = "End when AWS has been told, and do not wait for the effect.")
    private boolean noWait;

    /** Which server groups, when the name and the cluster are given. */
    abstract GroupTarget target(String named, String ofCluster);

    /**
     * What to do.
     *
     * @throws ProblemException when the flags say nothing clear
     */
    abstract GroupChange change();

    /** How; nothing but waiting is said in what is given. */
    Options options(Options usual) {
        return usual;
    }

    /** Whether to go on, now that it is clear what is meant. */
    boolean confirmed(Session session, ServerGroupChangeRequest request) {
        return true;
    }

    /** What to answer when the user does not want it. */
    Reply declined(Session session) {
        throw new IllegalStateException("nobody was asked");
    }

    @Override
    protected final Reply execute(Session session) {
        Options options = options(Options.DEFAULT.await(!noWait));
        ServerGroupChangeRequest request = new ServerGroupChangeRequest(
                aws().account().id(),
                aws().region(session),
                target(name, cluster),
                change(),
                options,
                operation().timeout().toSeconds());
        List<Problem> wrong = request.problems();
        if (!wrong.isEmpty()) {
            throw new ProblemException(Category.INPUT, wrong);
        }
        if (!confirmed(session, request)) {
            return declined(session);
        }
        return begin(
                session,
                new ServerGroupChange(),
                context -> ServerGroupChange.start(request, context),
                options.dryRun());
    }
}
