package io.jenkins.plugins.spindelivery.step;

import io.jenkins.plugins.spindelivery.engine.artifact.Fetched;
import io.jenkins.plugins.spindelivery.engine.aws.bake.PackageSources;

/** The files that a step's bake installs. */
final class StepPackages implements PackageSources {
    private final StepArtifacts artifacts;

    /**
     * Looks for the account, and fetches nothing yet.
     *
     * @param input of the step
     * @param account an AWS account or a server of repositories; empty for the bake's own account and the first server that
     *     fits
     */
    StepPackages(StepInput input, String account) {
        this.artifacts = new StepArtifacts(input.context(), account, input.urls());
    }

    @Override
    public String account() {
        return artifacts.awsAccount();
    }

    @Override
    public String region() {
        return "";
    }

    @Override
    public boolean isRepository(String reference) {
        return artifacts.isRepository(reference);
    }

    @Override
    public Fetched fetch(String reference) {
        return artifacts.fetch(reference);
    }
}
