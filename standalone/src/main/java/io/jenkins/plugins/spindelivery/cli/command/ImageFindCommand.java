package io.jenkins.plugins.spindelivery.cli.command;

import io.jenkins.plugins.spindelivery.cli.Session;
import io.jenkins.plugins.spindelivery.cli.output.Reply;
import io.jenkins.plugins.spindelivery.engine.aws.image.ImageChoice;
import io.jenkins.plugins.spindelivery.engine.aws.image.ImageFind;
import io.jenkins.plugins.spindelivery.engine.aws.image.ImageFindRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code spin image find}. */
@Command(name = "find", description = "Find an image by package and tags, or that of a cluster, in each region.")
public final class ImageFindCommand extends AwsCommand {
    @Option(
            names = "--package",
            paramLabel = "NAME",
            defaultValue = "",
            order = 10,
            description = "The package that the image's appversion names.")
    private String packageName;

    @Option(
            names = "--tag",
            paramLabel = "KEY=VALUE",
            order = 11,
            description = "A tag of the image; a value may hold *. Can be repeated.")
    private Map<String, String> tags = new LinkedHashMap<>();

    @Option(
            names = "--cluster",
            paramLabel = "NAME",
            defaultValue = "",
            order = 12,
            description = "The image of a server group of this cluster, such as shop-web.")
    private String cluster;

    @Option(
            names = "--choice",
            paramLabel = "newest|oldest|largest|fail",
            completionCandidates = Choices.ImageChoices.class,
            defaultValue = "newest",
            order = 13,
            description = "Which of the cluster's server groups; fail: there must be one alone (default:"
                    + " ${DEFAULT-VALUE}).")
    private ImageChoice choice;

    @Option(names = "--also-disabled", order = 14, description = "Server groups that take no requests count, too.")
    private boolean alsoDisabled;

    @Override
    protected Reply execute(Session session) {
        List<String> regions = aws().regions(session);
        ImageFindRequest request =
                new ImageFindRequest(aws().account().id(), regions, packageName, tags, cluster, choice, !alsoDisabled);
        return begin(session, new ImageFind(), context -> ImageFind.start(request, context), false);
    }
}
