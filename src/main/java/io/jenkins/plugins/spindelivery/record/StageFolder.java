package io.jenkins.plugins.spindelivery.record;

import com.fasterxml.jackson.databind.ObjectMapper;
import hudson.model.Run;
import hudson.util.AtomicFileWriter;
import io.jenkins.plugins.spindelivery.engine.operation.StateMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * The folder of one stage below its build: {@code spin-delivery/KEY}, with the record for people and, while the stage is
 * open, the sealed state of its operation.
 *
 * @param path the folder; it need not exist
 */
public record StageFolder(Path path) {
    private static final Logger LOGGER = Logger.getLogger(StageFolder.class.getName());
    private static final ObjectMapper JSON = StateMapper.create();
    private static final String PARENT = "spin-delivery";
    private static final String RECORD = "record.json";

    /**
     * The folder of a stage.
     *
     * @param run its build
     * @param key the stage's key within the build
     * @return the folder
     */
    public static StageFolder of(Run<?, ?> run, String key) {
        return new StageFolder(run.getRootDir().toPath().resolve(PARENT).resolve(key));
    }

    /**
     * The folders of all stages of a build.
     *
     * @param run the build
     * @return those that exist, in no order
     */
    public static List<StageFolder> all(Run<?, ?> run) {
        Path parent = run.getRootDir().toPath().resolve(PARENT);
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(parent)) {
            return folders.filter(Files::isDirectory).map(StageFolder::new).toList();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "Cannot list the stages of " + run);
            return List.of();
        }
    }

    /**
     * Where the operation's state is kept.
     *
     * @return the file; it need not exist
     */
    public Path state() {
        return path.resolve("state");
    }

    /**
     * Where what a later rollback needs is kept, sealed.
     *
     * @return the file; it need not exist
     */
    public Path rollback() {
        return path.resolve("rollback");
    }

    /**
     * The record's file.
     *
     * @return the file; it need not exist
     */
    public Path record() {
        return path.resolve(RECORD);
    }

    /**
     * Reads the record.
     *
     * @return empty when there is none, or when it can't be read, which is logged
     */
    public Optional<StageRecord> read() {
        try {
            if (!Files.isRegularFile(record())) {
                return Optional.empty();
            }
            return Optional.of(JSON.readValue(Files.readAllBytes(record()), StageRecord.class));
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "Cannot read " + record());
            return Optional.empty();
        }
    }

    /**
     * Writes the record in place of the one before it.
     *
     * @param record what to keep
     * @throws IOException when it can't be written; then the one before it is still there
     */
    public void write(StageRecord record) throws IOException {
        Files.createDirectories(path);
        try (AtomicFileWriter writer = new AtomicFileWriter(record(), StandardCharsets.UTF_8)) {
            try {
                writer.write(JSON.writeValueAsString(record));
                writer.commit();
            } finally {
                writer.abort();
            }
        }
    }
}
