package io.jenkins.plugins.spindelivery.cli.input;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.PatchText;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ReadLimits;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Reads the file of {@code spin patch}. */
public final class PatchFile {
    private PatchFile() {}

    /**
     * Reads a patch.
     *
     * @param file the file
     * @return its tree
     * @throws io.jenkins.plugins.spindelivery.engine.problem.ProblemException when it can't be read, or is no patch
     */
    public static JsonNode read(Path file) {
        byte[] content = LocalFile.read(file, ReadLimits.DEFAULT.maxBytes());
        return PatchText.read(file.toString(), new String(content, StandardCharsets.UTF_8));
    }
}
