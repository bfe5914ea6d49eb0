package io.jenkins.plugins.spindelivery.delivery;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.Util;
import hudson.model.Run;
import hudson.util.AtomicFileWriter;
import io.jenkins.plugins.spindelivery.engine.operation.StateMapper;
import io.jenkins.plugins.spindelivery.record.StageFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import jenkins.model.Jenkins;

/**
 * The index of stages that are under way: one small file each below {@code spin-delivery/open}, so that nobody has to look
 * through all builds when Jenkins starts.
 */
@Extension
public final class OpenStages {
    private static final Logger LOGGER = Logger.getLogger(OpenStages.class.getName());
    private static final ObjectMapper JSON = StateMapper.create();

    /**
     * A stage that is under way.
     *
     * @param run the build's {@link hudson.model.Run#getExternalizableId()}
     * @param job the job's full name, which decides what accounts are seen
     * @param key the stage's key
     * @param owner what waits for the stage; {@code null} when nothing does any more
     * @param folder the stage's folder, relative to JENKINS_HOME if it is below that; a freestyle build that was under way
     *     when Jenkins ended has no other trace than its folder
     */
    public record Entry(
            @JsonProperty("run") String run,
            @JsonProperty("job") String job,
            @JsonProperty("key") String key,
            @JsonProperty("owner") ContextSource.Owner owner,
            @JsonProperty("folder") String folder) {

        /**
         * The entry of a stage.
         *
         * @param run its build
         * @param key the stage's key
         * @param owner what waits for it
         * @param folder where its files are
         * @return the entry
         */
        static Entry of(Run<?, ?> run, StageKey key, ContextSource.Owner owner, StageFolder folder) {
            return new Entry(
                    run.getExternalizableId(), run.getParent().getFullName(), key.value(), owner, placeOf(folder));
        }

        /** The same stage with its files in another place. */
        Entry movedTo(StageFolder place) {
            return new Entry(run, job, key, owner, placeOf(place));
        }

        /** Where the files are. */
        StageFolder stageFolder() {
            return new StageFolder(home().resolve(folder));
        }

        private static String placeOf(StageFolder place) {
            Path path = place.path().toAbsolutePath();
            return (path.startsWith(home()) ? home().relativize(path) : path).toString();
        }

        String id() {
            return Util.getDigestOf(run + " " + key);
        }
    }

    private static Path home() {
        return Jenkins.get().getRootDir().toPath().toAbsolutePath();
    }

    static OpenStages get() {
        return ExtensionList.lookupSingleton(OpenStages.class);
    }

    /** Where stages go on whose build was deleted. */
    static Path orphans() {
        return root().resolve("detached");
    }

    private static Path root() {
        return home().resolve("spin-delivery");
    }

    private static Path file(Entry entry) {
        return root().resolve("open").resolve(entry.id() + ".json");
    }

    void add(Entry entry) throws IOException {
        Path file = file(entry);
        Files.createDirectories(file.getParent());
        try (AtomicFileWriter writer = new AtomicFileWriter(file, StandardCharsets.UTF_8)) {
            try {
                writer.write(JSON.writeValueAsString(entry));
                writer.commit();
            } finally {
                writer.abort();
            }
        }
    }

    void remove(Entry entry) {
        try {
            Files.deleteIfExists(file(entry));
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "Cannot remove " + file(entry));
        }
    }

    /** All entries; one that can't be read is logged and left where it is. */
    List<Entry> all() {
        Path folder = root().resolve("open");
        List<Entry> entries = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return entries;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".json")).toList()) {
                read(file, entries);
            }
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "Cannot list " + folder);
        }
        return entries;
    }

    private static void read(Path file, List<Entry> into) {
        try {
            into.add(JSON.readValue(Files.readAllBytes(file), Entry.class));
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "Cannot read " + file);
        }
    }
}
