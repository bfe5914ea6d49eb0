package io.jenkins.plugins.spindelivery.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.cli.ExitCode;
import io.jenkins.plugins.spindelivery.cli.Session;
import io.jenkins.plugins.spindelivery.cli.input.ManifestInput;
import io.jenkins.plugins.spindelivery.cli.output.Reply;
import io.jenkins.plugins.spindelivery.cli.output.Shape;
import io.jenkins.plugins.spindelivery.cli.output.StatusReport;
import io.jenkins.plugins.spindelivery.cli.run.Connections;
import io.jenkins.plugins.spindelivery.cli.run.Downloads;
import io.jenkins.plugins.spindelivery.engine.kubernetes.KubernetesClusters;
import io.jenkins.plugins.spindelivery.engine.kubernetes.NamedObjects;
import io.jenkins.plugins.spindelivery.engine.kubernetes.NamedObjects.Named;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.State;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spin status}. */
@Command(
        name = "status",
        customSynopsis = {
            "spin status [OPTIONS] KIND NAME...",
            "       spin status [OPTIONS] KIND/NAME...",
            "       spin status [OPTIONS] -l LABELS [KIND...]",
            "       spin status [OPTIONS] -f FILE|DIR|URL|-"
        },
        description = "Show how objects are doing.",
        footer = {"", "Exit codes: 0 all stable, 1 one has failed, 4 not all are stable yet."})
public final class StatusCommand extends SpinCommand {
    @Parameters(
            arity = "0..*",
            paramLabel = "KIND NAME",
            descriptionKey = "objects",
            description = "A kind and the names of its objects, or KIND/NAME for each; with -l kinds alone.")
    private List<String> words = new ArrayList<>();

    @Option(
            names = {"-l", "--selector"},
            paramLabel = "LABELS",
            order = 10,
            description =
                    "All objects with these labels, such as app=web; without kinds: workloads, Services, Ingresses,"
                            + " claims and autoscalers, but not what belongs to another object.")
    private String selector;

    @Option(
            names = {"-f", "--filename"},
            paramLabel = "FILE|DIR|URL|-",
            order = 11,
            description = "Judge objects offline, as \"kubectl get -o yaml\" prints them. Can be repeated.")
    private List<String> sources = new ArrayList<>();

    @Option(
            names = {"-R", "--recursive"},
            order = 12,
            description = "Read the folders inside folders as well.")
    private boolean recursive;

    @Mixin
    private FetchFlags fetching;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAME",
            defaultValue = "",
            order = 40,
            description = "Where the objects are; without it the context's namespace.")
    private String namespace;

    @Mixin
    private ClusterFlags cluster;

    @Override
    public Shape shape() {
        return Shape.STATUS;
    }

    @Override
    protected Reply execute(Session session) {
        StatusReport report = report(session);
        return new Reply(exitCode(report.overall()), report.json(), () -> report.print(session.console()));
    }

    /** Whoever gates on it must not pass by mistake: what can't be told counts as not stable. */
    private static int exitCode(State overall) {
        return switch (overall) {
            case STABLE -> ExitCode.DONE;
            case FAILED -> ExitCode.FAILED;
            case PROGRESSING, PAUSED, UNKNOWN -> ExitCode.NOT_STABLE;
        };
    }

    private StatusReport report(Session session) {
        boolean live = !words.isEmpty() || selector != null;
        if (live == !sources.isEmpty()) {
            throw wrong(live ? "cli.status-both" : "cli.status-nothing");
        }
        return live ? live(session) : StatusReport.offline(offline(session), session.warnings());
    }

    private List<ObjectNode> offline(Session session) {
        try (Downloads downloads = fetching.open(session)) {
            return new ManifestInput(
                            session.console().in(),
                            recursive,
                            downloads::reference,
                            downloads::url,
                            session.console().clock())
                    .read(sources).stream().map(Manifest::json).toList();
        }
    }

    private StatusReport live(Session session) {
        if (selector != null && selector.isBlank()) {
            throw wrong("cli.status-empty-selector");
        }
        String account = cluster.account(session).id();
        try (KubernetesClusters clusters = Connections.open(session.console())) {
            Cluster live = clusters.cluster(account);
            NamedObjects named = new NamedObjects(live, namespace);
            List<ObjectNode> objects = selector == null ? named.named(names()) : named.labelled(selector, words);
            return StatusReport.live(objects, live, session.console().clock(), session.warnings());
        }
    }

    private List<Named> names() {
        List<Named> names = new ArrayList<>();
        if (words.stream().allMatch(word -> word.indexOf('/') > 0)) {
            for (String word : words) {
                String[] parts = word.split("/", 2);
                names.add(new Named(parts[0], parts[1]));
            }
        } else if (words.stream().anyMatch(word -> word.indexOf('/') >= 0) || words.size() < 2) {
            throw new ProblemException(Category.INPUT, Problem.of("cli.status-words", "", String.join(" ", words)));
        } else {
            words.stream().skip(1).forEach(name -> names.add(new Named(words.get(0), name)));
        }
        return names;
    }

    private static ProblemException wrong(String code) {
        return new ProblemException(Category.INPUT, Problem.of(code, ""));
    }
}
