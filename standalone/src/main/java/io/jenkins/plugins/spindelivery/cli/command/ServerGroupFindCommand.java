package io.jenkins.plugins.spindelivery.cli.command;

import io.jenkins.plugins.spindelivery.cli.ExitCode;
import io.jenkins.plugins.spindelivery.cli.Session;
import io.jenkins.plugins.spindelivery.cli.output.Reply;
import io.jenkins.plugins.spindelivery.cli.output.ServerGroupsReport;
import io.jenkins.plugins.spindelivery.cli.output.Shape;
import io.jenkins.plugins.spindelivery.cli.run.AwsConnections;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsAccount;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroup;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroups;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spin server-group find}. */
@Command(name = "find", description = "Find server groups, newest first, and show their images, sizes and health.")
final class ServerGroupFindCommand extends SpinCommand {
    @ArgGroup(multiplicity = "0..1")
    private Which which;

    @Mixin
    private AwsFlags aws;

    /** Which server groups. */
    static final class Which {
        @Option(
                names = "--application",
                paramLabel = "NAME",
                order = 10,
                description = "The server groups of this application.")
        private String application;

        @Option(
                names = "--cluster",
                paramLabel = "NAME",
                order = 11,
                description = "The server groups of this cluster, such as shop-web.")
        private String cluster;

        @Option(names = "--name", paramLabel = "NAME", order = 12, description = "The server group of this name.")
        private String name;

        List<ServerGroup> in(ServerGroups groups) {
            if (name != null) {
                return groups.named(List.of(name));
            }
            return cluster != null ? groups.ofCluster(cluster) : groups.ofApplication(application);
        }
    }

    @Override
    public Shape shape() {
        return Shape.FIND;
    }

    @Override
    protected Reply execute(Session session) {
        List<ServerGroup> found = new ArrayList<>();
        try (AwsConnections accounts = new AwsConnections(session.console())) {
            AwsAccount account = accounts.account(aws.account().id());
            for (String region : aws.regions(session)) {
                ServerGroups groups = new ServerGroups(account.region(region), Runnable::run);
                List<ServerGroup> here = which == null ? groups.all() : which.in(groups);
                found.addAll(groups.withSources(groups.withHealth(here)));
            }
        }
        ServerGroupsReport report = new ServerGroupsReport(found);
        return new Reply(ExitCode.DONE, report.json(session.warnings()), () -> report.print(session.console()));
    }
}
