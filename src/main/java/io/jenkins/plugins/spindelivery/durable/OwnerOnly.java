package io.jenkins.plugins.spindelivery.durable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;

/** Files and folders that nobody but their owner may read, on file systems that know modes. */
final class OwnerOnly {
    private OwnerOnly() {}

    static void file(Path file) throws IOException {
        mode(file, "rw-------");
    }

    static void folder(Path folder) throws IOException {
        Files.createDirectories(folder);
        mode(folder, "rwx------");
    }

    private static void mode(Path path, String mode) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (view != null) {
            view.setPermissions(PosixFilePermissions.fromString(mode));
        }
    }
}
