package io.jenkins.plugins.spindelivery.cli.input;

import io.jenkins.plugins.spindelivery.engine.pipeline.export.PipelineImport;
import io.jenkins.plugins.spindelivery.engine.pipeline.export.PipelineImport.Found;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** The pipelines in a file, or in all files of a folder. */
public final class PipelineFiles {
    private static final Set<String> ENDINGS = Set.of("json", "yaml", "yml");
    private static final int MOST_FILES = 10_000;

    private final List<Found> found = new ArrayList<>();
    private final List<Problem> unreadable = new ArrayList<>();
    private final List<Problem> without = new ArrayList<>();

    /**
     * Reads.
     *
     * @param path a file, or a folder, of which everything that ends in {@code .json}, {@code .yaml} or {@code .yml} is
     *     read, folders in it too
     * @throws ProblemException of category INPUT when there is no such file or folder, or it has far too many files
     */
    public PipelineFiles(Path path) {
        LocalFile.requireName(path);
        if (Files.isDirectory(path)) {
            files(path).forEach(this::read);
        } else {
            read(path);
        }
    }

    /**
     * The pipelines.
     *
     * @return by file, and in the file's order
     */
    public List<Found> found() {
        return List.copyOf(found);
    }

    /**
     * Files that can't be read.
     *
     * @return why
     */
    public List<Problem> unreadable() {
        return List.copyOf(unreadable);
    }

    /**
     * Files without a pipeline.
     *
     * @return a warning for each
     */
    public List<Problem> without() {
        return List.copyOf(without);
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> files = all.filter(Files::isRegularFile)
                    .filter(PipelineFiles::isWanted)
                    .limit(MOST_FILES + 1L)
                    .sorted()
                    .toList();
            if (files.size() > MOST_FILES) {
                throw new ProblemException(
                        Category.INPUT, Problem.of("cli.import-too-many", folder.toString(), MOST_FILES));
            }
            return files;
        } catch (IOException e) {
            throw LocalFile.unreadable("cli.source-unreadable", folder, e);
        }
    }

    private static boolean isWanted(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1));
    }

    private void read(Path file) {
        try {
            byte[] text = LocalFile.read(file, PipelineImport.LIMITS.maxBytes());
            List<Found> pipelines = PipelineImport.find(file.toString(), text);
            found.addAll(pipelines);
            if (pipelines.isEmpty()) {
                without.add(PipelineImport.none(file.toString()));
            }
        } catch (ProblemException e) {
            unreadable.addAll(e.problems());
        }
    }
}
