package io.jenkins.plugins.spindelivery.step;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Run;
import io.jenkins.plugins.spindelivery.delivery.JenkinsSealer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import jenkins.model.Jenkins;

/**
 * Which runs of Packer are under way, as empty files in their builds' folders: a step that begins again after a restart
 * of Jenkins finds out by them that it had begun, and does not run Packer twice.
 */
@Extension
public final class PackerRuns {
    private static final String FOLDER = "spin-delivery-packer";
    private static final int PRINT_LENGTH = 16;

    private final String session = UUID.randomUUID().toString();
    private final AtomicLong count = new AtomicLong();

    /**
     * One run.
     *
     * @param name also marks the processes, by a variable
     * @param file is there while the run is under way
     */
    record Mark(String name, Path file) {

        /** The run is over. */
        void remove() throws IOException {
            Files.deleteIfExists(file);
        }
    }

    static PackerRuns get() {
        return ExtensionList.lookupSingleton(PackerRuns.class);
    }

    /**
     * The run that the same step had begun before Jenkins was restarted.
     *
     * @param run the build
     * @param step the step, whose configuration tells it from others
     * @return empty when it begins for the first time
     * @throws IOException when the build's folder can't be read
     */
    Optional<Mark> before(Run<?, ?> run, PackerStep step) throws IOException {
        Path folder = folder(run);
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> isBefore(file.getFileName().toString(), print(step)))
                    .findFirst()
                    .map(file -> new Mark(file.getFileName().toString(), file));
        }
    }

    private boolean isBefore(String name, String print) {
        return name.startsWith(print) && !name.startsWith(print + "-" + session);
    }

    /**
     * Marks a run as under way.
     *
     * @param run the build
     * @param step the step
     * @return its mark
     * @throws IOException when the build's folder can't be written
     */
    Mark begin(Run<?, ?> run, PackerStep step) throws IOException {
        String name = print(step) + "-" + session + "-" + count.incrementAndGet();
        Path folder = Files.createDirectories(folder(run));
        return new Mark(name, Files.createFile(folder.resolve(name)));
    }

    private static Path folder(Run<?, ?> run) {
        return run.getRootDir().toPath().resolve(FOLDER);
    }

    private static String print(PackerStep step) {
        return JenkinsSealer.fingerprint(Jenkins.XSTREAM2.toXML(step)).substring(0, PRINT_LENGTH);
    }
}
