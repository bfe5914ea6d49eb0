package io.jenkins.plugins.spindelivery.engine.artifact;

import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Reads files that the user of this process may read. It is for the command line and a user's own machine: it does not
 * keep anybody inside a folder.
 */
public final class FileSource implements ArtifactFetcher {
    private static final List<String> ENDINGS = List.of(".yaml", ".yml", ".json");

    private final Path base;
    private final int maxBytes;

    /**
     * Files below, or seen from, a folder.
     *
     * @param base what relative paths start from
     * @param maxBytes how large a file may be
     */
    public FileSource(Path base, int maxBytes) {
        this.base = base;
        this.maxBytes = maxBytes;
    }

    /**
     * The files that a path stands for.
     *
     * @param reference a file, or a folder
     * @return the path itself, or the folder's {@code .yaml}, {@code .yml} and {@code .json} files by name, without
     *     those of folders in it
     * @throws ProblemException when a folder can't be read or has no such file
     */
    public List<String> expand(String reference) {
        Path path = resolve(reference);
        if (!Files.isDirectory(path)) {
            return List.of(reference);
        }
        try (Stream<Path> files = Files.list(path)) {
            List<String> found = files.filter(file -> hasManifestEnding(file) && !Files.isDirectory(file))
                    .map(file -> Path.of(reference).resolve(file.getFileName()).toString())
                    .sorted()
                    .toList();
            if (found.isEmpty()) {
                throw Failures.of("artifact.folder-empty", reference);
            }
            return found;
        } catch (IOException | UncheckedIOException e) {
            throw Failures.of("artifact.file-unreadable", e, reference);
        }
    }

    /**
     * Reads a file.
     *
     * @param reference its path
     * @return the content, named by the path as it was given
     * @throws ProblemException when it is not there, no regular file, too large, or can't be read
     */
    @Override
    public Fetched fetch(String reference) {
        Path path = resolve(reference);
        if (!Files.exists(path)) {
            throw Failures.of("artifact.file-missing", reference);
        } else if (Files.isDirectory(path)) {
            throw Failures.of("artifact.file-folder", reference);
        } else if (!Files.isRegularFile(path)) {
            // Reading a pipe or a device could wait forever, or never end.
            throw Failures.of("artifact.file-special", reference);
        }
        try (InputStream in = Files.newInputStream(path)) {
            byte[] content = in.readNBytes(maxBytes);
            if (in.read() >= 0) {
                throw Failures.of("artifact.too-large", reference, maxBytes);
            }
            return Fetched.of(reference, content);
        } catch (IOException e) {
            throw Failures.of("artifact.file-unreadable", e, reference);
        }
    }

    private Path resolve(String reference) {
        try {
            return base.resolve(reference);
        } catch (InvalidPathException e) {
            throw Failures.of("artifact.file-name", reference);
        }
    }

    private static boolean hasManifestEnding(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return ENDINGS.stream().anyMatch(name::endsWith);
    }
}
