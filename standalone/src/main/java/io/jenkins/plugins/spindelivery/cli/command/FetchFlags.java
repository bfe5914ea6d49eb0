package io.jenkins.plugins.spindelivery.cli.command;

import io.jenkins.plugins.spindelivery.cli.Session;
import io.jenkins.plugins.spindelivery.cli.run.ArtifactSourceArgument;
import io.jenkins.plugins.spindelivery.cli.run.Downloads;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What may be fetched over networks, and with which credentials. */
final class FetchFlags {
    @Option(
            names = "--allow-private-hosts",
            order = 13,
            description = "Let URLs lead to this machine and to link-local addresses.")
    private boolean allowLocalUrls;

    @Option(
            names = "--artifact-source",
            paramLabel = "TYPE[,KEY=VALUE...]",
            order = 14,
            description = "Where references lead: github or gitlab with url, token-env or token-file; s3 with profile,"
                    + " region, role-arn, external-id or endpoint-url. Can be repeated: the first that fits counts.")
    private List<String> sources = new ArrayList<>();

    /**
     * Who reads S3 when the flags say it.
     *
     * @return the first source of that type; empty without one
     * @throws io.jenkins.plugins.spindelivery.engine.problem.ProblemException when a source is misspelt
     */
    Optional<ArtifactSourceArgument> buckets() {
        return sources.stream()
                .map(ArtifactSourceArgument::parse)
                .filter(ArtifactSourceArgument::isBuckets)
                .findFirst();
    }

    /**
     * What fetches for the command.
     *
     * @param session for the environment, and where waiting is told
     * @return to be closed when everything is fetched
     * @throws io.jenkins.plugins.spindelivery.engine.problem.ProblemException when a source is misspelt
     */
    Downloads open(Session session) {
        return new Downloads(
                allowLocalUrls,
                sources.stream().map(ArtifactSourceArgument::parse).toList(),
                session.console(),
                session.diagnostics()::note);
    }
}
