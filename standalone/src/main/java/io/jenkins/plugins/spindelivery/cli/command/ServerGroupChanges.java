package io.jenkins.plugins.spindelivery.cli.command;

import io.jenkins.plugins.spindelivery.cli.ExitCode;
import io.jenkins.plugins.spindelivery.cli.Session;
import io.jenkins.plugins.spindelivery.cli.output.Labels;
import io.jenkins.plugins.spindelivery.cli.output.Question;
import io.jenkins.plugins.spindelivery.cli.output.Reply;
import io.jenkins.plugins.spindelivery.cli.output.Shape;
import io.jenkins.plugins.spindelivery.cli.run.AwsConnections;
import io.jenkins.plugins.spindelivery.engine.aws.change.GroupChange;
import io.jenkins.plugins.spindelivery.engine.aws.change.GroupTarget;
import io.jenkins.plugins.spindelivery.engine.aws.change.ServerGroupChange;
import io.jenkins.plugins.spindelivery.engine.aws.change.ServerGroupChangeRequest;
import io.jenkins.plugins.spindelivery.engine.aws.change.ServerGroupChangeRequest.Options;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The commands below {@code spin server-group} that change live server groups. */
final class ServerGroupChanges {
    private ServerGroupChanges() {}

    /** {@code spin server-group resize}. */
    @Command(
            name = "resize",
            description = "Give server groups another size, and wait until as many instances are healthy.")
    static final class Resize extends GroupChangeCommand {
        @Mixin
        private WhichFlag which;

        @Mixin
        private KeepFlags keep;

        @Option(names = "--min", paramLabel = "N", order = 20, description = "The fewest instances.")
        private Integer min;

        @Option(
                names = "--desired",
                paramLabel = "N",
                order = 21,
                description = "How many instances there are to be now.")
        private Integer desired;

        @Option(names = "--max", paramLabel = "N", order = 22, description = "The most instances.")
        private Integer max;

        @Option(
                names = "--by",
                paramLabel = "+N|-N|+N%|-N%",
                order = 23,
                description = "How many more or fewer; a share is rounded up to whole instances.")
        private String amount;

        @Option(
                names = "--to-cluster-max",
                order = 24,
                description = "The largest size that any server group of the cluster has.")
        private boolean toCluster;

        @Mixin
        private GuardFlags guard;

        @Override
        GroupTarget target(String named, String ofCluster) {
            return new GroupTarget(named, ofCluster, which.which(), keep.keep());
        }

        @Override
        GroupChange change() {
            boolean numbers = min != null || desired != null || max != null;
            if (Stream.of(numbers, amount != null, toCluster)
                            .filter(given -> given)
                            .count()
                    > 1) {
                throw wrong("aws.change-sizes");
            }
            if (amount != null) {
                return GroupChange.ResizeBy.of(amount).orElseThrow(() -> wrong("aws.change-by", amount));
            }
            return toCluster ? new GroupChange.ResizeToCluster() : new GroupChange.Resize(min, desired, max);
        }

        @Override
        Options options(Options usual) {
            return guard.in(usual).allowActive(keep.allowActive());
        }
    }

    /** {@code spin server-group enable}. */
    @Command(
            name = "enable",
            description = "Let a server group into the traffic, and wait until its instances are healthy.")
    static final class Enable extends GroupChangeCommand {
        @Mixin
        private WhichFlag which;

        @Override
        GroupTarget target(String named, String ofCluster) {
            return new GroupTarget(named, ofCluster, which.which(), null);
        }

        @Override
        GroupChange change() {
            return new GroupChange.Enable();
        }
    }

    /** {@code spin server-group disable}. */
    @Command(
            name = "disable",
            description = "Take server groups out of the traffic, and wait until it is drained; their instances go on.")
    static final class Disable extends GroupChangeCommand {
        @Mixin
        private WhichFlag which;

        @Option(
                names = "--keep",
                paramLabel = "N",
                order = 13,
                description = "With --cluster: all of its server groups but the N newest.")
        private Integer keep;

        @Mixin
        private GuardFlags guard;

        @Override
        GroupTarget target(String named, String ofCluster) {
            return new GroupTarget(named, ofCluster, which.which(), keep);
        }

        @Override
        GroupChange change() {
            return new GroupChange.Disable();
        }

        @Override
        Options options(Options usual) {
            return guard.in(usual);
        }
    }

    /** {@code spin server-group destroy}. */
    @Command(
            name = "destroy",
            description =
                    "Delete server groups with their instances and launch templates, and wait until they are gone.")
    static final class Destroy extends GroupChangeCommand {
        @Mixin
        private WhichFlag which;

        @Mixin
        private KeepFlags keep;

        @Option(names = "--skip-disable", order = 50, description = "Do not take them out of the traffic first.")
        private boolean skipDisable;

        @Mixin
        private GuardFlags guard;

        @Option(names = "--dry-run", order = 53, description = "Show what would be deleted and delete nothing.")
        private boolean dryRun;

        @Option(
                names = {"-y", "--yes"},
                order = 54,
                description =
                        "Do not ask. Without it spin asks on a terminal before it deletes more than one server group.")
        private boolean yes;

        @Override
        GroupTarget target(String named, String ofCluster) {
            return new GroupTarget(named, ofCluster, which.which(), keep.keep());
        }

        @Override
        GroupChange change() {
            return new GroupChange.Destroy(skipDisable);
        }

        @Override
        Options options(Options usual) {
            return guard.in(usual).dryRun(dryRun).allowActive(keep.allowActive());
        }

        @Override
        boolean confirmed(Session session, ServerGroupChangeRequest request) {
            if (yes || dryRun || keep.keep() == null || !Question.possible(session.console())) {
                return true;
            }
            List<ObjectRef> found;
            try (AwsConnections accounts = new AwsConnections(session.console())) {
                found = ServerGroupChange.find(
                        request, accounts.account(request.account()).region(request.region()), Runnable::run);
            }
            if (found.size() < 2) {
                return true;
            }
            found.forEach(ref -> session.console().err().println("  " + ref));
            return Question.yes(session.console(), Labels.of("delete-question", found.size()));
        }

        @Override
        Reply declined(Session session) {
            return new Reply(
                    ExitCode.INTERRUPTED,
                    Shape.AWS.of("cancelled", session.warnings(), List.of(), 0),
                    () -> session.diagnostics().note(Labels.of("delete-declined")));
        }
    }

    /** {@code spin server-group rollback}. */
    @Command(
            name = "rollback",
            description = "Let an earlier server group take over the traffic of a newer one, which is disabled.")
    static final class Rollback extends GroupChangeCommand {
        @Option(
                names = "--to",
                paramLabel = "NAME",
                order = 20,
                description = "The server group that takes over; without it the next older one.")
        private String to;

        @Option(
                names = "--image",
                paramLabel = "ID",
                order = 21,
                description = "The newest server group takes over that runs this image.")
        private String image;

        @Option(
                names = "--healthy-percent",
                paramLabel = "PERCENT",
                order = 22,
                description =
                        "The share of its instances that has to be healthy before the other is disabled; without it"
                                + " 100, for 10 instances and more 90, for 20 and more 95.")
        private Integer percent;

        @Mixin
        private GuardFlags guard;

        @Override
        GroupTarget target(String named, String ofCluster) {
            return new GroupTarget(named, ofCluster, null, null);
        }

        @Override
        GroupChange change() {
            return new GroupChange.Rollback(to, image, percent);
        }

        @Override
        Options options(Options usual) {
            return guard.in(usual);
        }
    }

    private static ProblemException wrong(String code, Object... arguments) {
        return new ProblemException(Category.INPUT, Problem.of(code, "", arguments));
    }
}
