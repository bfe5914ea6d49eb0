package io.jenkins.plugins.spindelivery.notify;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.spindelivery.delivery.JenkinsSealer;
import io.jenkins.plugins.spindelivery.engine.operation.OperationFile;
import io.jenkins.plugins.spindelivery.engine.operation.StateMapper;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** The letters that wait, each in a sealed file of its own: most are gone after a second, and a few stay for a day. */
final class OutboxFiles {
    private static final Logger LOGGER = Logger.getLogger(OutboxFiles.class.getName());
    private static final ObjectMapper JSON = StateMapper.create();
    private static final String SUFFIX = ".letter";

    private final Path folder;

    OutboxFiles(Path folder) {
        this.folder = folder;
    }

    private Path file(Letter letter) {
        return folder.resolve(JenkinsSealer.fingerprint(letter.id()) + SUFFIX);
    }

    /**
     * Keeps a letter; on disk when this returns.
     *
     * @throws IOException when it can't be written
     */
    void write(Letter letter) throws IOException {
        OperationFile.writeAtomically(file(letter), new JenkinsSealer().seal(JSON.writeValueAsBytes(letter)));
    }

    /** Forgets a letter that was delivered or given up. */
    void delete(Letter letter) {
        try {
            Files.deleteIfExists(file(letter));
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> letter + " may be sent once more, for its file can't be deleted");
        }
    }

    /** The letters that were not yet sent when Jenkins stopped, the oldest first. */
    List<Letter> all() {
        List<Letter> letters = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(file -> file.toString().endsWith(SUFFIX))
                        .forEach(file -> read(file).ifPresent(letters::add));
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, e, () -> "Cannot read the notifications that wait in " + folder);
            }
        }
        letters.sort(Comparator.comparingLong(Letter::millis));
        return letters;
    }

    private static Optional<Letter> read(Path file) {
        try {
            return Optional.of(JSON.readValue(new JenkinsSealer().open(Files.readAllBytes(file)), Letter.class));
        } catch (IOException | ProblemException e) {
            // Jackson's words quote the file.
            LOGGER.warning(() -> "A notification can't be read and is not sent: " + file);
            return Optional.empty();
        }
    }
}
