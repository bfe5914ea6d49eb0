package io.jenkins.plugins.spindelivery.cli.command;

import io.jenkins.plugins.spindelivery.cli.Session;
import io.jenkins.plugins.spindelivery.cli.input.BakeRequestFile;
import io.jenkins.plugins.spindelivery.cli.output.Reply;
import io.jenkins.plugins.spindelivery.cli.run.Downloads;
import io.jenkins.plugins.spindelivery.engine.aws.bake.Bake;
import io.jenkins.plugins.spindelivery.engine.aws.bake.BakeRequest;
import io.jenkins.plugins.spindelivery.engine.aws.bake.BakeRequests;
import io.jenkins.plugins.spindelivery.engine.aws.bake.BakeState;
import io.jenkins.plugins.spindelivery.engine.aws.bake.PackageReading;
import io.jenkins.plugins.spindelivery.engine.aws.bake.PackageSources;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spin bake run}. */
@Command(
        name = "run",
        description =
                "Bake an image, or find the one that an earlier bake of the same request has made. The builder and"
                        + " all that belongs to it are removed in any case; Ctrl-C removes a half-made image, too.")
public final class BakeRunCommand extends AwsCommand {
    @Option(
            names = "--request",
            paramLabel = "FILE",
            required = true,
            order = 10,
            description = "The bake request as JSON; - for standard input.")
    private String file;

    @Option(names = "--rebake", order = 11, description = "Make a new image even if there is one of this request.")
    private boolean rebake;

    @Mixin
    private FetchFlags fetching;

    @Override
    protected Reply execute(Session session) {
        BakeRequestFile input = BakeRequestFile.read(file, session.console().in());
        BakeRequests.Read read = BakeRequests.read(
                input.json(),
                input.name(),
                aws().account().id(),
                regions(session, input),
                session.console().env().getOrDefault("USER", ""),
                operation().timeout().toSeconds());
        read.warnings().forEach(session::warn);
        BakeRequest request = rebake ? read.request().rebaking() : read.request();
        return begin(session, new Bake(), context -> start(request, session, context), false);
    }

    private BakeState start(BakeRequest request, Session session, OperationContext context) {
        if (request.recipe().packageArtifacts().isEmpty()) {
            return Bake.start(request, context.clock());
        }
        try (Downloads downloads = fetching.open(session)) {
            PackageSources sources = new DownloadedPackages(downloads, fetching.buckets());
            return Bake.start(PackageReading.complete(request, sources, context), context.clock());
        }
    }

    /** Those of the flags, for a request that names none. */
    private List<String> regions(Session session, BakeRequestFile input) {
        boolean named = input.json().has("region") || input.json().has("regions");
        return named ? List.of() : aws().regions(session);
    }
}
