package distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Whole folders. */
final class Trees {
    private Trees() {}

    /**
     * The files of a folder and the folders in it.
     *
     * @param root the folder; it need not exist
     * @param wanted decides by the path below the root
     * @return the files, sorted
     * @throws IOException if something can't be read
     */
    static List<Path> files(Path root, Predicate<Path> wanted) throws IOException {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.filter(Files::isRegularFile)
                    .filter(file -> wanted.test(root.relativize(file)))
                    .sorted()
                    .toList();
        }
    }

    /**
     * Copies the files of a folder, over what is there.
     *
     * @param source the folder; it need not exist
     * @param target where to
     * @throws IOException if something can't be read or written
     */
    static void copy(Path source, Path target) throws IOException {
        for (Path file : files(source, any -> true)) {
            Path copy = target.resolve(source.relativize(file).toString());
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /**
     * Deletes a folder with all that is in it; no link is followed.
     *
     * @param root the folder; it need not exist
     * @throws IOException if something can't be deleted
     */
    static void delete(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : (Iterable<Path>) paths.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(path);
            }
        }
    }
}
