package io.jenkins.plugins.spindelivery.engine.aws.packer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the images that Packer made: in the file of its manifest post-processor, or in what it printed. */
public final class PackerImages {
    /** The file that the post-processor writes unless the template says otherwise. */
    public static final String MANIFEST = "packer-manifest.json";

    private static final Pattern REGION = Pattern.compile("[a-z]{2}(?:-[a-z]+)+-\\d");
    private static final Pattern ARTIFACT = Pattern.compile("(" + REGION + "):\\s*(ami-[0-9a-zA-Z]+)");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, String> printed = new LinkedHashMap<>();

    /**
     * What a manifest says of its last run.
     *
     * @param run the run's id
     * @param images the images' ids by region
     */
    public record Manifest(String run, Map<String, String> images) {}

    /**
     * Reads a manifest, to which each run of Packer adds its builds.
     *
     * @param content the file
     * @return the images of the run that {@code last_run_uuid} names; empty when it is no such file
     */
    public static Optional<Manifest> manifest(byte[] content) {
        JsonNode json;
        try {
            json = JSON.readTree(content);
        } catch (IOException e) {
            return Optional.empty();
        }
        String run = json == null ? "" : json.path("last_run_uuid").asText("");
        if (run.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> images = new LinkedHashMap<>();
        for (JsonNode build : json.path("builds")) {
            if (build.path("packer_run_uuid").asText("").equals(run)) {
                Matcher artifact = ARTIFACT.matcher(build.path("artifact_id").asText(""));
                while (artifact.find()) {
                    images.put(artifact.group(1), artifact.group(2));
                }
            }
        }
        return Optional.of(new Manifest(run, images));
    }

    /**
     * Takes a line that Packer printed. At its end it names each image as {@code eu-central-1: ami-1}.
     *
     * @param line without its end
     */
    public void line(String line) {
        Matcher artifact = ARTIFACT.matcher(line);
        while (artifact.find()) {
            printed.put(artifact.group(1), artifact.group(2));
        }
    }

    /**
     * The images.
     *
     * @param before the manifest as it was before Packer ran
     * @param after the manifest as it is now
     * @return ids by region: those of the manifest if this run has written it, else those that were printed
     */
    public Map<String, String> found(Optional<Manifest> before, Optional<Manifest> after) {
        String earlier = before.map(Manifest::run).orElse("");
        return after.filter(manifest -> !manifest.run().equals(earlier))
                .map(Manifest::images)
                .filter(images -> !images.isEmpty())
                .orElse(printed);
    }
}
