package io.jenkins.plugins.spindelivery.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.cli.ExitCode;
import io.jenkins.plugins.spindelivery.cli.Session;
import io.jenkins.plugins.spindelivery.cli.output.Labels;
import io.jenkins.plugins.spindelivery.cli.output.Question;
import io.jenkins.plugins.spindelivery.cli.output.Reply;
import io.jenkins.plugins.spindelivery.cli.output.Shape;
import io.jenkins.plugins.spindelivery.cli.run.Connections;
import io.jenkins.plugins.spindelivery.cli.run.Driver;
import io.jenkins.plugins.spindelivery.cli.run.OperationRunner.Ending;
import io.jenkins.plugins.spindelivery.cli.run.StateFile;
import io.jenkins.plugins.spindelivery.engine.kubernetes.KubernetesClusters;
import io.jenkins.plugins.spindelivery.engine.kubernetes.delete.Delete;
import io.jenkins.plugins.spindelivery.engine.kubernetes.delete.DeleteRequest;
import io.jenkins.plugins.spindelivery.engine.kubernetes.delete.DeleteResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.delete.DeleteState;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spin delete}. */
@Command(name = "delete", description = "Delete objects by name, label or criterion, and wait until they are gone.")
public final class DeleteCommand extends SpinCommand {
    @Option(
            names = "--kind",
            required = true,
            paramLabel = "KIND",
            order = 10,
            description = "The kind, such as Deployment or deploy. Can be repeated.")
    private List<String> kinds = new ArrayList<>();

    @Option(names = "--name", paramLabel = "NAME", order = 11, description = "The object's name.")
    private String name;

    @Option(
            names = {"-l", "--selector"},
            paramLabel = "LABELS",
            order = 12,
            description = "All objects with these labels, such as app=web,tier!=cache. An empty one is refused.")
    private String selector;

    @Mixin
    private TargetFlags version;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAME",
            defaultValue = "",
            order = 40,
            description = "Where the objects are; without it the context's namespace.")
    private String namespace;

    @Option(
            names = "--cascade",
            paramLabel = "background|foreground|orphan",
            completionCandidates = Choices.Cascade.class,
            defaultValue = "background",
            order = 50,
            description = "What happens to what belongs to the objects: deleted after them (default), before them, or"
                    + " left behind.")
    private Cascade cascade;

    @Option(
            names = "--grace-period",
            paramLabel = "SECONDS",
            order = 51,
            description = "How long pods may take to stop; without it as the pods themselves say.")
    private Long gracePeriod;

    @Option(names = "--dry-run", order = 53, description = "Show what would be deleted and delete nothing.")
    private boolean dryRun;

    @Option(
            names = {"-y", "--yes"},
            order = 54,
            description = "Do not ask. Without it spin asks on a terminal before it deletes more than one object.")
    private boolean yes;

    @Option(
            names = "--traffic-guard",
            order = 55,
            description = "Refuse to take away the last pods that get a Service's requests.")
    private boolean trafficGuard;

    @Option(names = "--no-wait", order = 56, description = "End when the objects are marked for deletion.")
    private boolean noWait;

    @Mixin
    private ClusterFlags cluster;

    @Mixin
    private OperationFlags operation;

    /** What happens to dependents, as {@code kubectl delete --cascade} names it. */
    enum Cascade {
        BACKGROUND("Background"),
        FOREGROUND("Foreground"),
        ORPHAN("Orphan");

        private final String policy;

        Cascade(String policy) {
            this.policy = policy;
        }
    }

    @Override
    public Shape shape() {
        return Shape.DELETE;
    }

    @Override
    protected Reply execute(Session session) {
        requireChoice();
        DeleteRequest request = request(cluster.account(session).id());
        if (asks(session) && !confirmed(session, request)) {
            return declined(session);
        }
        try (StateFile state = operation.state(session, new Delete().type())) {
            return run(session, state, context -> Delete.start(request, context), dryRun);
        }
    }

    /** Runs a delete from its beginning or from where it was stopped. */
    static Reply run(Session session, StateFile state, Function<OperationContext, DeleteState> begin, boolean dryRun) {
        try (KubernetesClusters clusters = Connections.open(session.console())) {
            Ending<DeleteResult> ending =
                    new Driver(session, clusters).run(new Delete(), state, begin, DeleteCommand::resumable);
            return Reports.delete(session, state, ending, dryRun);
        }
    }

    private static boolean resumable(DeleteState stopped, DeleteResult result) {
        return result.status() == Status.CANCELLED && !stopped.request().dryRun();
    }

    private void requireChoice() {
        if (selector != null && selector.isBlank()) {
            throw wrong("cli.delete-empty-selector");
        }
        if (name != null && name.isBlank() || name == null && selector == null && version.criterion() == null) {
            throw wrong("cli.delete-nothing");
        }
        if (name != null && selector != null) {
            throw wrong("cli.delete-both");
        }
        if (gracePeriod != null && gracePeriod < 0) {
            throw wrong("cli.grace-period");
        }
    }

    private DeleteRequest request(String account) {
        return new DeleteRequest(
                        account,
                        kinds,
                        name,
                        selector,
                        namespace,
                        cascade.policy,
                        gracePeriod,
                        dryRun,
                        !noWait,
                        operation.timeout().toSeconds(),
                        version.criterion(),
                        version.cluster(),
                        version.application())
                .withTrafficGuard(trafficGuard);
    }

    private boolean asks(Session session) {
        return !yes && !dryRun && Question.possible(session.console());
    }

    private boolean confirmed(Session session, DeleteRequest request) {
        List<ObjectRef> found;
        try (KubernetesClusters clusters = Connections.open(session.console())) {
            found = Delete.find(request, clusters.cluster(request.account()));
        }
        if (found.size() < 2) {
            return true;
        }
        found.forEach(ref -> session.console().err().println("  " + ref));
        return Question.yes(session.console(), Labels.of("delete-question", found.size()));
    }

    private static Reply declined(Session session) {
        ObjectNode json = Shape.DELETE.of("cancelled", session.warnings(), List.of(), 0);
        return new Reply(ExitCode.INTERRUPTED, json, () -> session.diagnostics().note(Labels.of("delete-declined")));
    }

    private static ProblemException wrong(String code) {
        return new ProblemException(Category.INPUT, Problem.of(code, ""));
    }
}
