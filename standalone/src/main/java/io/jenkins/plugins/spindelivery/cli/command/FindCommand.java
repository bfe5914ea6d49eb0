package io.jenkins.plugins.spindelivery.cli.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.cli.ExitCode;
import io.jenkins.plugins.spindelivery.cli.Session;
import io.jenkins.plugins.spindelivery.cli.output.FoundReport;
import io.jenkins.plugins.spindelivery.cli.output.Reply;
import io.jenkins.plugins.spindelivery.cli.output.Shape;
import io.jenkins.plugins.spindelivery.cli.run.Connections;
import io.jenkins.plugins.spindelivery.cli.run.Driver;
import io.jenkins.plugins.spindelivery.engine.kubernetes.KubernetesClusters;
import io.jenkins.plugins.spindelivery.engine.kubernetes.find.FoundObject;
import io.jenkins.plugins.spindelivery.engine.kubernetes.find.FoundValue;
import io.jenkins.plugins.spindelivery.engine.kubernetes.find.ObjectSearch;
import io.jenkins.plugins.spindelivery.engine.kubernetes.find.Target;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spin find}. */
@Command(name = "find", description = "Find objects by name, label or criterion, and show what they are made of.")
public final class FindCommand extends SpinCommand {
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

    @Option(names = "--optional", order = 50, description = "Finding nothing is no error.")
    private boolean optional;

    @Mixin
    private ClusterFlags cluster;

    @Override
    public Shape shape() {
        return Shape.FIND;
    }

    @Override
    protected Reply execute(Session session) {
        Target target = new Target(
                kinds, name, selector, namespace, version.criterion(), version.cluster(), version.application());
        String account = cluster.account(session).id();
        try (KubernetesClusters clusters = Connections.open(session.console())) {
            List<FoundObject> found = search(session, clusters, new ObjectSearch.Request(account, target, optional));
            return new Reply(
                    ExitCode.DONE, json(session, found), () -> new FoundReport(found).print(session.console()));
        }
    }

    private static List<FoundObject> search(
            Session session, KubernetesClusters clusters, ObjectSearch.Request request) {
        return new Driver(session, clusters).once(context -> {
            try {
                return ObjectSearch.find(request, context, delay -> Thread.sleep(delay.toMillis()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ProblemException(Category.INPUT, Problem.of("cli.interrupted", ""));
            }
        });
    }

    private static ObjectNode json(Session session, List<FoundObject> found) {
        ObjectNode result = Shape.FIND.of("", session.warnings(), List.of(), 0);
        ObjectMapper mapper = new ObjectMapper();
        found.forEach(each -> ((ArrayNode) result.get("objects")).add(mapper.valueToTree(FoundValue.of(each))));
        return result;
    }
}
