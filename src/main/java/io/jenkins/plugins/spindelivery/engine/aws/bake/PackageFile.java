package io.jenkins.plugins.spindelivery.engine.aws.bake;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.engine.artifact.ArtifactSources;
import java.util.Objects;

/**
 * A package that is installed from a file and not from a repository of packages.
 *
 * @param reference where the file is, as the user wrote it
 * @param source how the builder gets it
 * @param content the name of its content beside the state; empty unless it is staged
 * @param digest the SHA-256 of that content in hexadecimal digits; empty unless it is staged
 */
public record PackageFile(
        @JsonProperty("reference") String reference,
        @JsonProperty("source") Source source,
        @JsonProperty("content") String content,
        @JsonProperty("digest") String digest) {

    public PackageFile {
        Objects.requireNonNull(reference, "reference");
        Objects.requireNonNull(source, "source");
    }

    /** How a builder gets a file. */
    public enum Source {
        /** An object in S3, by a URL that is signed for it. */
        OBJECT,
        /** A URL that anybody may fetch. */
        URL,
        /** It is put into a bucket for the time of the bake, because its own place asks for a credential. */
        STAGED
    }

    /**
     * The file's name.
     *
     * @return such as {@code web_0.1-3_all.deb}
     */
    public String fileName() {
        return ArtifactSources.fileName(reference);
    }

    /**
     * The file's name without the extension, which names the package with its version.
     *
     * @param reference where a file is
     * @return such as {@code web_0.1-3_all}
     */
    public static String identifier(String reference) {
        String name = ArtifactSources.fileName(reference);
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }
}
