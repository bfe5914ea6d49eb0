package io.jenkins.plugins.spindelivery.cli.command;

import io.jenkins.plugins.spindelivery.cli.run.ArtifactSourceArgument;
import io.jenkins.plugins.spindelivery.cli.run.Downloads;
import io.jenkins.plugins.spindelivery.engine.artifact.Fetched;
import io.jenkins.plugins.spindelivery.engine.aws.bake.PackageSources;
import java.util.Optional;

/**
 * The files that a bake of the command line installs.
 *
 * @param downloads fetches those of repositories
 * @param buckets who reads S3; empty for the bake's own account
 */
record DownloadedPackages(Downloads downloads, Optional<ArtifactSourceArgument> buckets) implements PackageSources {

    @Override
    public String account() {
        return buckets.map(source -> source.profile().id()).orElse("");
    }

    @Override
    public String region() {
        return buckets.map(source -> source.option("region")).orElse("");
    }

    @Override
    public boolean isRepository(String reference) {
        return downloads.isRepository(reference);
    }

    @Override
    public Fetched fetch(String reference) {
        return downloads.reference(reference);
    }
}
