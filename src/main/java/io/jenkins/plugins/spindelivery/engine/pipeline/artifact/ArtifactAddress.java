package io.jenkins.plugins.spindelivery.engine.pipeline.artifact;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.artifact.Artifact;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;

/** Where the content of one of Spinnaker's artifacts comes from, in the words of {@code engine.artifact}. */
public sealed interface ArtifactAddress {

    /**
     * Something to be fetched.
     *
     * @param reference as {@code ArtifactFetcher} takes it
     * @param account Spinnaker's artifact account; empty where there is none, or one that is there by itself
     */
    record Remote(String reference, String account) implements ArtifactAddress {}

    /**
     * The content itself.
     *
     * @param base64 may have line breaks; may be secret
     */
    record Content(String base64) implements ArtifactAddress {
        /** For people; never the content. */
        @Override
        public String toString() {
            return "Content";
        }
    }

    /**
     * Something that manifests mention; there is nothing to fetch.
     *
     * @param artifact as it is bound
     */
    record Mention(Artifact artifact) implements ArtifactAddress {}

    /**
     * A chart of a Helm repository, for Helm to fetch.
     *
     * @param name of the chart
     * @param version may be empty
     * @param account Spinnaker's artifact account, which stands for the repository
     */
    record Chart(String name, String version, String account) implements ArtifactAddress {}

    /**
     * None that this product can use.
     *
     * @param why for people
     */
    record None(Problem why) implements ArtifactAddress {}

    /**
     * The address of an artifact.
     *
     * @param artifact Spinnaker's JSON: {@code type}, {@code name}, {@code version}, {@code reference}, {@code
     *     artifactAccount}; one of an old form has a {@code kind} instead of the type. An expression in it that is not
     *     evaluated yet stays as it is
     * @param where what problems call the stage
     * @return where its content comes from
     */
    static ArtifactAddress of(ObjectNode artifact, String where) {
        return AddressReader.read(artifact, where);
    }

    /**
     * An artifact as manifests are bound with it.
     *
     * @param artifact Spinnaker's JSON. Of an image either the reference or name and version are enough; an object in a
     *     cluster may name its account in {@code metadata.account}
     * @return the artifact
     */
    static Artifact binding(ObjectNode artifact) {
        return AddressReader.binding(artifact);
    }
}
