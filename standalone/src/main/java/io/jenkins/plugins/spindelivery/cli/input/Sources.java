package io.jenkins.plugins.spindelivery.cli.input;

import io.jenkins.plugins.spindelivery.engine.artifact.ArtifactFetcher;
import io.jenkins.plugins.spindelivery.engine.artifact.ArtifactSources;
import io.jenkins.plugins.spindelivery.engine.artifact.Fetched;
import io.jenkins.plugins.spindelivery.engine.artifact.SafeUrl;
import io.jenkins.plugins.spindelivery.engine.problem.Faults;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Opens what {@code -f} names: files, folders, URLs and other references, and standard input. */
public final class Sources {
    /** Standard input. */
    private static final String STDIN = "-";

    /** A scheme of two letters or more: {@code C://} is a drive. */
    private static final Pattern OTHER_URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+://");

    private static final List<String> ENDINGS = List.of(".yaml", ".yml", ".json");

    private final InputStream stdin;
    private final boolean recursive;
    private final int maxBytes;
    private final ArtifactFetcher urls;

    /**
     * Sources of one command.
     *
     * @param stdin standard input
     * @param recursive whether folders inside folders are read as well
     * @param maxBytes no more than this is kept of one file
     * @param urls fetches URLs and other {@linkplain ArtifactSources#isReference references}
     */
    public Sources(InputStream stdin, boolean recursive, int maxBytes, ArtifactFetcher urls) {
        this.stdin = stdin;
        this.recursive = recursive;
        this.maxBytes = maxBytes;
        this.urls = urls;
    }

    /**
     * Reads everything.
     *
     * @param arguments in the order of the flags
     * @return the contents in the same order; those of a folder by path
     * @throws ProblemException with all that can't be read
     */
    public List<Fetched> read(List<String> arguments) {
        if (arguments.stream().filter(STDIN::equals).count() > 1) {
            throw new ProblemException(Category.INPUT, Problem.of("cli.source-stdin-twice", ""));
        }
        List<Fetched> contents = new ArrayList<>();
        Faults faults = new Faults();
        for (String argument : arguments) {
            faults.collect(() -> read(argument, contents, faults));
        }
        faults.throwIfAny();
        return contents;
    }

    private void read(String argument, List<Fetched> contents, Faults faults) {
        if (OTHER_URL.matcher(argument).lookingAt() && !ArtifactSources.isReference(argument)) {
            throw new ProblemException(Category.INPUT, Problem.of("cli.source-scheme", "", SafeUrl.display(argument)));
        }
        if (argument.equals(STDIN)) {
            contents.add(Fetched.of(Problem.of("cli.source-stdin-name", "").message(), standardInput()));
        } else if (ArtifactSources.isReference(argument)) {
            contents.add(urls.fetch(argument));
        } else {
            for (Path file : files(path(argument))) {
                faults.collect(() -> contents.add(Fetched.of(file.toString(), LocalFile.read(file, maxBytes))));
            }
        }
    }

    private byte[] standardInput() {
        try {
            return stdin.readNBytes(maxBytes + 1);
        } catch (IOException e) {
            throw new ProblemException(
                    Category.INPUT, List.of(Problem.of("cli.source-unreadable", "", STDIN, e.getMessage())), e);
        }
    }

    private List<Path> files(Path path) {
        LocalFile.requireName(path);
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> found = Files.walk(path, recursive ? Integer.MAX_VALUE : 1)) {
            List<Path> files = found.filter(Sources::holdsManifests).sorted().toList();
            if (files.isEmpty()) {
                throw new ProblemException(Category.INPUT, Problem.of("cli.source-folder-empty", "", path));
            }
            return files;
        } catch (IOException e) {
            throw LocalFile.unreadable("cli.source-unreadable", path, e);
        }
    }

    private static boolean holdsManifests(Path file) {
        String name = file.getFileName().toString();
        return ENDINGS.stream().anyMatch(name::endsWith) && !Files.isDirectory(file);
    }

    private static Path path(String argument) {
        try {
            return Path.of(argument);
        } catch (InvalidPathException e) {
            throw new ProblemException(Category.INPUT, Problem.of("cli.source-missing", "", argument));
        }
    }
}
