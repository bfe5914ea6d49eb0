package io.jenkins.plugins.spindelivery.cli.command;

import io.jenkins.plugins.spindelivery.cli.Session;
import io.jenkins.plugins.spindelivery.cli.output.Reply;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRegion;
import io.jenkins.plugins.spindelivery.engine.aws.deploy.CopiedSettings;
import io.jenkins.plugins.spindelivery.engine.aws.deploy.ServerGroupDeploy;
import io.jenkins.plugins.spindelivery.engine.aws.deploy.ServerGroupDeployRequest;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroups;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spin server-group deploy}. */
@Command(
        name = "deploy",
        description = "Deploy a server group of an image, wait until its instances are up, and see to the older ones.")
final class ServerGroupDeployCommand extends AwsCommand {
    @Option(
            names = "--application",
            paramLabel = "NAME",
            defaultValue = "",
            order = 10,
            description = "The application, the first part of the server group's name.")
    private String application;

    @Option(
            names = "--stack",
            paramLabel = "NAME",
            defaultValue = "",
            order = 11,
            description = "The stack, the second part of the name.")
    private String stack;

    @Option(
            names = "--detail",
            paramLabel = "NAME",
            defaultValue = "",
            order = 12,
            description = "The detail, the third part of the name.")
    private String detail;

    @Option(
            names = "--copy-from",
            paramLabel = "NAME",
            defaultValue = "",
            order = 13,
            description =
                    "A live server group, or a cluster for its newest one that takes requests: its settings stand for"
                            + " those that are not given.")
    private String copyFrom;

    @Spec
    private CommandSpec spec;

    @Mixin
    private LaunchFlags launch;

    @Mixin
    private GroupFlags group;

    @Mixin
    private StrategyFlags strategy;

    @Mixin
    private GateFlags gate;

    @Option(
            names = "--rollback-on-failure",
            order = 59,
            description = "When it fails or is stopped, let the older ones serve again and destroy the new one;"
                    + " rollingRedBlack always does.")
    private boolean rollbackOnFailure;

    @Option(
            names = "--healthy-percent",
            paramLabel = "N",
            defaultValue = "0",
            order = 59,
            description =
                    "How many percent of the instances have to be up; without it 100 of fewer than 10, 90 of fewer"
                            + " than 20, else 95.")
    private int healthyPercent;

    @Override
    protected Reply execute(Session session) {
        ServerGroupDeployRequest request = new ServerGroupDeployRequest(
                aws().account().id(),
                aws().region(session),
                application,
                stack,
                detail,
                launch.settings(),
                group.settings(),
                strategy.options(gate.program().isPresent()),
                rollbackOnFailure,
                healthyPercent,
                session.console().env().getOrDefault("USER", ""),
                operation().timeout().toSeconds());
        return begin(
                session,
                new ServerGroupDeploy(),
                context -> ServerGroupDeploy.start(filled(request, context), context),
                gate.program());
    }

    private ServerGroupDeployRequest filled(ServerGroupDeployRequest given, OperationContext context) {
        if (copyFrom.isEmpty()) {
            return given;
        }
        AwsRegion region = context.aws().account(given.account()).region(given.region());
        CopiedSettings copied = CopiedSettings.read(region, new ServerGroups(region, context.executor()), copyFrom);
        copied.warning().ifPresent(warning -> context.emit(new Event.Warned(warning)));
        return copied.fill(given, isGiven("--health-check"), isGiven("--health-check-grace"));
    }

    private boolean isGiven(String flag) {
        return spec.commandLine().getParseResult().hasMatchedOption(flag);
    }
}
