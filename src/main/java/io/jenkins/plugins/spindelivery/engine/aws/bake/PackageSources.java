package io.jenkins.plugins.spindelivery.engine.aws.bake;

import io.jenkins.plugins.spindelivery.engine.artifact.Fetched;

/**
 * Who may fetch the files that a bake installs.
 *
 * @see PackageReading
 */
public interface PackageSources {

    /**
     * The AWS account that reads objects in S3.
     *
     * @return its name; empty for the bake's own
     */
    String account();

    /**
     * Where buckets are looked for first.
     *
     * @return the region; empty for the bake's own
     */
    String region();

    /**
     * Whether a reference leads to a repository of GitHub's or GitLab's.
     *
     * @param reference as the user wrote it
     * @return whether {@link #fetch} brings it, with a credential that must not get to the builder
     */
    boolean isRepository(String reference);

    /**
     * Fetches a file of a repository.
     *
     * @param reference as the user wrote it
     * @return the whole of it
     * @throws io.jenkins.plugins.spindelivery.engine.problem.ProblemException when it can't be had; when the server asks to
     *     be asked later, it may be a {@link io.jenkins.plugins.spindelivery.engine.artifact.TryLater}
     */
    Fetched fetch(String reference);
}
