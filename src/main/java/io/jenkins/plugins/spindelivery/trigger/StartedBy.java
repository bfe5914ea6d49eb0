package io.jenkins.plugins.spindelivery.trigger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.model.Run;
import io.jenkins.plugins.spindelivery.delivery.JenkinsSealer;
import io.jenkins.plugins.spindelivery.durable.Journal;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What {@code ${trigger.…}} offers in builds that triggers of ours started: in a sealed file in the build's folder. */
public final class StartedBy {
    private static final Logger LOGGER = Logger.getLogger(StartedBy.class.getName());
    private static final String FILE = "spin-delivery-trigger";

    private StartedBy() {}

    /**
     * What started a build.
     *
     * @param run the build
     * @return the whole {@code trigger}, with {@code type}, {@code user}, {@code payload}, {@code parameters} and {@code
     *     artifacts}, whose elements are Spinnaker's artifacts; empty when no trigger of ours started it
     */
    public static Optional<ObjectNode> of(Run<?, ?> run) {
        TriggerEventAction action = run.getAction(TriggerEventAction.class);
        if (action == null) {
            return Optional.empty();
        }
        try {
            Path file = file(run);
            if (Files.isRegularFile(file)) {
                byte[] plain = new JenkinsSealer().open(Files.readAllBytes(file));
                return Optional.of(Start.read(plain).data());
            }
            Journal starts = Deliveries.get().starts();
            Optional<Journal.Entry> entry = starts == null ? Optional.empty() : starts.entry(action.getStartId());
            return entry.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Start.read(entry.get().content()).data());
        } catch (IOException | ProblemException e) {
            LOGGER.log(Level.WARNING, "What started " + run + " can't be read", e);
            return Optional.empty();
        }
    }

    /** Writes it; on disk when this returns. */
    static void write(Run<?, ?> run, byte[] start) throws IOException {
        Path file = file(run);
        Path cut = file.resolveSibling(FILE + ".tmp");
        try (FileChannel channel = FileChannel.open(
                cut, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer sealed = ByteBuffer.wrap(new JenkinsSealer().seal(start));
            while (sealed.hasRemaining()) {
                channel.write(sealed);
            }
            channel.force(true);
        }
        Files.move(cut, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Path file(Run<?, ?> run) {
        return run.getRootDir().toPath().resolve(FILE);
    }
}
