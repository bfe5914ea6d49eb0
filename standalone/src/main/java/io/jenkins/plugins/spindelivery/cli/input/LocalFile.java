package io.jenkins.plugins.spindelivery.cli.input;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Reads files as a shell hands them over: also pipes ({@code -f <(make-manifests)}), which the engine's source refuses. */
final class LocalFile {
    private LocalFile() {}

    /**
     * Reads a file.
     *
     * @param file any readable file
     * @param maxBytes no more than this is wanted
     * @return its content; longer than the limit by one byte at most, so that the reader can refuse it
     * @throws ProblemException when it can't be read
     */
    static byte[] read(Path file, int maxBytes) {
        requireName(file);
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(maxBytes + 1);
        } catch (NoSuchFileException e) {
            throw unreadable("cli.source-missing", file, e);
        } catch (AccessDeniedException e) {
            throw unreadable("cli.source-denied", file, e);
        } catch (IOException e) {
            throw unreadable("cli.source-unreadable", file, e);
        }
    }

    /**
     * Refuses the empty path. It would be the current folder, and a variable of the shell that is not set would deploy
     * whatever lies there.
     *
     * @param path as it was given
     * @throws ProblemException when it is empty
     */
    static void requireName(Path path) {
        if (path.toString().isBlank()) {
            throw new ProblemException(Category.INPUT, Problem.of("cli.source-blank", ""));
        }
    }

    /**
     * Why a file can't be read.
     *
     * @param code the problem's code; its text may name the file and the system's reason
     * @param path the file or folder
     * @param cause what the system said
     * @return the exception to throw
     */
    static ProblemException unreadable(String code, Path path, IOException cause) {
        String reason = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new ProblemException(Category.INPUT, List.of(Problem.of(code, "", path, reason)), cause);
    }
}
