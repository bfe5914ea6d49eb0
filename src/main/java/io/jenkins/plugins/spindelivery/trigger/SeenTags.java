package io.jenkins.plugins.spindelivery.trigger;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import hudson.Util;
import hudson.model.Job;
import hudson.util.AtomicFileWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The tags of a repository that a job's trigger has seen, in the job's folder. */
final class SeenTags {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path file;

    /** The memory of one job for one repository: another repository is looked at for the first time. */
    SeenTags(Job<?, ?> job, String registry, String repository) {
        String name = Util.getDigestOf(registry + "\n" + repository);
        this.file = job.getRootDir().toPath().resolve("spin-delivery-tags-" + name + ".json");
    }

    /** What was remembered; empty before the first look. */
    Optional<Set<String>> read() throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        Set<String> tags = new LinkedHashSet<>();
        JSON.readTree(Files.readString(file)).forEach(tag -> tags.add(tag.asText()));
        return Optional.of(tags);
    }

    /** Remembers; after a crash there is the old memory or the new one. */
    void write(Set<String> tags) throws IOException {
        ArrayNode list = JSON.createArrayNode();
        new TreeSet<>(tags).forEach(list::add);
        AtomicFileWriter writer = new AtomicFileWriter(file, StandardCharsets.UTF_8);
        try {
            writer.write(JSON.writeValueAsString(list));
            writer.commit();
        } finally {
            writer.abort();
        }
    }
}
