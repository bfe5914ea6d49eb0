package io.jenkins.plugins.spindelivery.cli.output;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Files that are written below one folder, and nowhere else. */
public final class OutputFolder {
    private final Path folder;
    private final boolean force;
    private final Map<Path, String> files = new LinkedHashMap<>();

    /**
     * A folder, which is made when there are files for it.
     *
     * @param folder where they go
     * @param force whether files that are there are replaced
     */
    public OutputFolder(Path folder, boolean force) {
        this.folder = folder;
        this.force = force;
    }

    /**
     * Adds a file; nothing is written yet.
     *
     * @param content its text
     * @param names of folders and the file, each a plain name
     */
    public void add(String content, List<String> names) {
        Path file = folder;
        for (String name : names) {
            if (name.isBlank() || name.equals(".") || name.equals("..") || name.matches(".*[/\\\\\\u0000].*")) {
                throw new IllegalArgumentException("no plain name: " + name);
            }
            file = file.resolve(name);
        }
        files.put(file, content);
    }

    /**
     * Writes all files, or none where one of them is there already.
     *
     * @return what was written
     * @throws ProblemException naming every file that is in the way; of category FAILED when writing breaks off
     */
    public List<Path> write() {
        List<Problem> inTheWay = new ArrayList<>();
        for (Path file : files.keySet()) {
            boolean there = Files.exists(file, LinkOption.NOFOLLOW_LINKS);
            boolean plain = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
            if (isBehindALink(file)) {
                inTheWay.add(Problem.of("cli.import-no-file", file.toString()));
            } else if (there && !(force && plain)) {
                inTheWay.add(Problem.of(plain ? "cli.import-exists" : "cli.import-no-file", file.toString()));
            }
        }
        if (!inTheWay.isEmpty()) {
            throw new ProblemException(Category.INPUT, inTheWay);
        }
        files.forEach(this::write);
        return List.copyOf(files.keySet());
    }

    /** A link among the folders would lead out of here. */
    private boolean isBehindALink(Path file) {
        for (Path parent = file.getParent(); !parent.equals(folder); parent = parent.getParent()) {
            if (Files.isSymbolicLink(parent)) {
                return true;
            }
        }
        return false;
    }

    private void write(Path file, String content) {
        try {
            Files.createDirectories(file.getParent());
            if (force) {
                Files.deleteIfExists(file);
            }
            Files.writeString(file, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new ProblemException(
                    Category.FAILED, List.of(Problem.of("cli.import-unwritable", file.toString(), reason)), e);
        }
    }
}
