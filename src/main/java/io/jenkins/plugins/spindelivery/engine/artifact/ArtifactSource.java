package io.jenkins.plugins.spindelivery.engine.artifact;

/** A source for references of one form: buckets, or one server's repositories. */
public interface ArtifactSource extends ArtifactFetcher {

    /**
     * Whether a reference is for this source.
     *
     * @param reference as a user wrote it
     * @return whether {@link #fetch} is to be asked for it; it may turn out to be malformed there
     */
    boolean takes(String reference);
}
