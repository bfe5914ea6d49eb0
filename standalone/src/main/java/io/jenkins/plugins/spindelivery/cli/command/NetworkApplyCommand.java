package io.jenkins.plugins.spindelivery.cli.command;

import io.jenkins.plugins.spindelivery.cli.Session;
import io.jenkins.plugins.spindelivery.cli.input.DescriptionFile;
import io.jenkins.plugins.spindelivery.cli.output.Reply;
import io.jenkins.plugins.spindelivery.engine.aws.network.AwsNetwork;
import io.jenkins.plugins.spindelivery.engine.aws.network.NetworkRequest;
import picocli.CommandLine.Option;

/** Makes what a description says of load balancers and security groups. */
abstract class NetworkApplyCommand extends AwsCommand {
    @Option(
            names = {"-f", "--filename"},
            required = true,
            paramLabel = "FILE",
            order = 10,
            description = "The description, YAML or JSON; - for standard input.")
    private String file;

    @Option(
            names = "--dry-run",
            order = 53,
            description = "Show what would be made, changed and removed, and write nothing.")
    private boolean dryRun;

    /** Whether the description may be about security groups alone. */
    abstract boolean onlyGroups();

    @Override
    protected Reply execute(Session session) {
        String region = aws().region(session);
        DescriptionFile description =
                DescriptionFile.read(file, session.console().in());
        NetworkRequest request = new NetworkRequest(
                aws().account().id(),
                region,
                description.name(),
                "",
                onlyGroups(),
                dryRun,
                operation().timeout().toSeconds());
        return begin(
                session,
                new AwsNetwork(),
                context -> AwsNetwork.start(request, description.content(), context),
                dryRun);
    }
}
