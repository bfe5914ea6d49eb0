package io.jenkins.plugins.spindelivery.engine.artifact;

import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;

/** Brings what a reference names: a manifest, a values file. Each kind of source is one implementation. */
@FunctionalInterface
public interface ArtifactFetcher {

    /**
     * Fetches the whole content, within the source's limits.
     *
     * @param reference a file's path, a URL, or the content itself, as the source takes it
     * @return the content
     * @throws ProblemException when it can't be had; problems name the reference by {@link SafeUrl#display} or its path
     */
    Fetched fetch(String reference);
}
