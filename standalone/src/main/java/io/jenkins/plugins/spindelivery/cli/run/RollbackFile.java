package io.jenkins.plugins.spindelivery.cli.run;

import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.RollbackPoint;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** The file of {@code --rollback-file}: what a later rollback of a deploy needs. It may hold Secrets. */
public final class RollbackFile {
    private RollbackFile() {}

    /**
     * Makes sure, before anything is done, that the file can be written.
     *
     * @param path the file; {@code null} for none
     * @throws ProblemException when it is there already, or its folder is not
     */
    public static void check(Path path) {
        if (path == null) {
            return;
        }
        if (Files.exists(path)) {
            throw wrong(Problem.of("cli.rollback-file-exists", path.toString()));
        }
        Path folder = path.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw wrong(Problem.of("cli.rollback-file-folder", path.toString(), folder));
        }
    }

    /**
     * Writes the file, for its owner alone.
     *
     * @param path the file
     * @param point what to write
     * @throws ProblemException when it can't be written
     */
    public static void write(Path path, RollbackPoint point) {
        try {
            boolean posix = path.toAbsolutePath()
                    .getFileSystem()
                    .supportedFileAttributeViews()
                    .contains("posix");
            Files.createFile(
                    path,
                    posix
                            ? new FileAttribute<?>[] {
                                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                            }
                            : new FileAttribute<?>[0]);
            Files.write(path, point.write());
        } catch (IOException e) {
            throw wrong(Problem.of("cli.rollback-file-unwritten", path.toString(), String.valueOf(e.getMessage())));
        }
    }

    /**
     * Reads the file.
     *
     * @param path the file
     * @return what is in it
     * @throws ProblemException when it can't be read, or is no such file
     */
    public static RollbackPoint read(Path path) {
        try {
            return RollbackPoint.read(Files.readAllBytes(path), path.toString());
        } catch (IOException e) {
            throw wrong(Problem.of("cli.rollback-file-unreadable", path.toString(), String.valueOf(e.getMessage())));
        }
    }

    private static ProblemException wrong(Problem problem) {
        return new ProblemException(Category.INPUT, problem);
    }
}
