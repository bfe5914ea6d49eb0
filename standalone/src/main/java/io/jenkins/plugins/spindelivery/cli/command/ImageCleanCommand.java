package io.jenkins.plugins.spindelivery.cli.command;

import io.jenkins.plugins.spindelivery.cli.Session;
import io.jenkins.plugins.spindelivery.cli.output.Reply;
import io.jenkins.plugins.spindelivery.engine.aws.image.ImageCleanUp;
import io.jenkins.plugins.spindelivery.engine.aws.image.ImageCleanUpRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code spin image clean}. */
@Command(
        name = "clean",
        description = "Delete images that are not needed any more, with their snapshots; never one that is in use.")
public final class ImageCleanCommand extends AwsCommand {
    @Option(
            names = "--tag",
            paramLabel = "KEY=VALUE",
            order = 10,
            description = "Only images with this tag; without any all that were baked by spin. Can be repeated.")
    private Map<String, String> tags = new LinkedHashMap<>();

    @Option(
            names = "--keep",
            paramLabel = "COUNT",
            order = 11,
            description = "How many of the newest of each package stay, whatever their age.")
    private Integer keep;

    @Option(
            names = "--older-than",
            paramLabel = "DURATION",
            converter = DurationFlag.class,
            order = 12,
            description = "Only images that are older, such as 30d.")
    private Duration olderThan;

    @Option(names = "--expired", order = 13, description = "Only images whose tag spin-delivery:expires is over.")
    private boolean expired;

    @Option(
            names = "--include-shared",
            order = 14,
            description =
                    "Images that are shared with other accounts go, too; whether they are used there is not known.")
    private boolean includeShared;

    @Option(names = "--dry-run", order = 15, description = "Show what would be deleted and delete nothing.")
    private boolean dryRun;

    @Override
    protected Reply execute(Session session) {
        List<String> regions = aws().regions(session);
        ImageCleanUpRequest request = new ImageCleanUpRequest(
                aws().account().id(),
                regions,
                tags,
                keep,
                olderThan == null ? null : olderThan.toSeconds(),
                expired,
                includeShared,
                dryRun,
                operation().timeout().toSeconds());
        return begin(session, new ImageCleanUp(), context -> ImageCleanUp.start(request, context), dryRun);
    }
}
