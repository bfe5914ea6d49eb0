package io.jenkins.plugins.spindelivery.builder;

import com.fasterxml.jackson.databind.ObjectMapper;
import hudson.model.Items;
import hudson.model.Run;
import hudson.util.AtomicFileWriter;
import io.jenkins.plugins.spindelivery.delivery.JenkinsSealer;
import io.jenkins.plugins.spindelivery.engine.operation.StateMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The files of a hand-over, below {@code spin-delivery} in its build's folder: where it is, its log, and until it has ended
 * the configuration of its stages, sealed because parameters may be secret.
 *
 * @param folder where they are
 */
record HandOverFiles(Path folder) {
    private static final ObjectMapper JSON = StateMapper.create();

    /** The files of a build. */
    static HandOverFiles of(Run<?, ?> run) {
        return new HandOverFiles(run.getRootDir().toPath().resolve("spin-delivery"));
    }

    /** The log; it need not exist. */
    Path log() {
        return folder.resolve("hand-over.log");
    }

    private Path state() {
        return folder.resolve("hand-over.json");
    }

    private Path stages() {
        return folder.resolve("hand-over.stages");
    }

    /**
     * Reads where the hand-over is.
     *
     * @return empty when nothing was ever written
     * @throws IOException when it can't be read
     */
    Optional<HandOverState> read() throws IOException {
        return Files.isRegularFile(state())
                ? Optional.of(JSON.readValue(Files.readAllBytes(state()), HandOverState.class))
                : Optional.empty();
    }

    /**
     * Writes where the hand-over is, in place of what was there.
     *
     * @param now to be kept
     * @throws IOException when it can't be written; then the one before it is still there
     */
    void write(HandOverState now) throws IOException {
        Files.createDirectories(folder);
        try (AtomicFileWriter writer = new AtomicFileWriter(state(), StandardCharsets.UTF_8)) {
            try {
                writer.write(JSON.writeValueAsString(now));
                writer.commit();
            } finally {
                writer.abort();
            }
        }
    }

    /**
     * Writes the stages' configuration.
     *
     * @param list the stages in order
     * @throws IOException when it can't be written
     */
    void writeStages(List<HandOverStage> list) throws IOException {
        Files.createDirectories(folder);
        String plain = Items.XSTREAM2.toXML(new ArrayList<>(list));
        Path part = folder.resolve("hand-over.part");
        Files.write(part, new JenkinsSealer().seal(plain.getBytes(StandardCharsets.UTF_8)));
        Files.move(part, stages(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Reads the stages' configuration.
     *
     * @return the stages in order
     * @throws IOException when it can't be read
     * @throws io.jenkins.plugins.spindelivery.engine.problem.ProblemException when it was not sealed by this Jenkins
     */
    List<HandOverStage> readStages() throws IOException {
        byte[] plain = new JenkinsSealer().open(Files.readAllBytes(stages()));
        List<HandOverStage> list = new ArrayList<>();
        for (Object stage : (List<?>) Items.XSTREAM2.fromXML(new String(plain, StandardCharsets.UTF_8))) {
            list.add((HandOverStage) stage);
        }
        return list;
    }

    /**
     * Removes the stages' configuration, which nobody needs any more.
     *
     * @throws IOException when it can't be removed
     */
    void deleteStages() throws IOException {
        Files.deleteIfExists(stages());
    }
}
