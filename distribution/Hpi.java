package distribution;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The plugin as one file: our classes as a jar, the bundled libraries, the static files and the manifest. */
final class Hpi {
    /** The earliest time that archives know: so that equal content makes equal files. */
    private static final long TIME = 315_532_800_000L;

    private Hpi() {}

    /**
     * Packs the plugin.
     *
     * @param manifest what it tells Jenkins
     * @param classes the compiled classes and resources
     * @param libraries the bundled jars
     * @param webapp the folder of static files; it need not exist
     * @param file where to
     * @throws IOException if something can't be read or written
     */
    static void pack(Manifest manifest, Path classes, List<Path> libraries, Path webapp, Path file) throws IOException {
        String name = manifest.getMainAttributes().getValue("Short-Name");
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        try (ZipOutputStream archive = new ZipOutputStream(Files.newOutputStream(unfinished))) {
            manifest(archive, manifest);
            tree(archive, webapp);
            entry(archive, "WEB-INF/lib/" + name + ".jar", jar(manifest, classes));
            for (Path library : libraries) {
                entry(archive, "WEB-INF/lib/" + library.getFileName(), Files.readAllBytes(library));
            }
        }
        Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private static byte[] jar(Manifest manifest, Path classes) throws IOException {
        ByteArrayOutputStream jar = new ByteArrayOutputStream();
        try (ZipOutputStream archive = new ZipOutputStream(jar)) {
            manifest(archive, manifest);
            tree(archive, classes);
        }
        return jar.toByteArray();
    }

    private static void manifest(ZipOutputStream archive, Manifest manifest) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        manifest.write(content);
        entry(archive, JarFile.MANIFEST_NAME, content.toByteArray());
    }

    private static void tree(ZipOutputStream archive, Path root) throws IOException {
        for (Path file : Trees.files(root, any -> true)) {
            entry(archive, root.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
        }
    }

    private static void entry(ZipOutputStream archive, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(TIME);
        archive.putNextEntry(entry);
        archive.write(content);
        archive.closeEntry();
    }
}
