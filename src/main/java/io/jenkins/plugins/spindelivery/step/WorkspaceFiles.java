package io.jenkins.plugins.spindelivery.step;

import hudson.FilePath;
import hudson.Util;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.spindelivery.engine.artifact.Fetched;
import io.jenkins.plugins.spindelivery.engine.problem.Faults;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jenkins.MasterToSlaveFileCallable;
import org.apache.tools.ant.DirectoryScanner;

/**
 * Reads manifests from a build's workspace, and from nowhere else: the agent may hold what the job must not see, and a
 * built-in node the secrets of Jenkins.
 */
final class WorkspaceFiles {
    /** A drive, a root, or a home. */
    private static final Pattern ABSOLUTE = Pattern.compile("([A-Za-z]:|[/\\\\~]).*", Pattern.DOTALL);

    private WorkspaceFiles() {}

    /**
     * Reads files.
     *
     * @param workspace where; its agent has to be connected
     * @param patterns paths below it with slashes: files, Ant patterns, or folders, which stand for the {@code *.yaml},
     *     {@code *.yml} and {@code *.json} in them
     * @param maxBytes how large one file may be
     * @return in the order of the patterns, those of one pattern by path, each once; a file that is too large comes with
     *     one byte too many, so that the reader can say so
     * @throws ProblemException with everything that leads outside or to nothing
     * @throws IOException when the agent can't be asked
     * @throws InterruptedException when the build is being stopped
     */
    static List<Fetched> read(FilePath workspace, List<String> patterns, int maxBytes)
            throws IOException, InterruptedException {
        Faults faults = new Faults();
        patterns.forEach(pattern -> faults.collect(() -> requireInside(pattern)));
        faults.throwIfAny();
        Found found = workspace.act(new Reader(new ArrayList<>(patterns), maxBytes));
        if (!found.problem.isEmpty()) {
            throw wrong(Problem.of("step.file-" + found.problem, "", found.path));
        }
        List<Fetched> files = new ArrayList<>();
        for (int i = 0; i < found.names.size(); i++) {
            files.add(Fetched.of(found.names.get(i), found.contents.get(i)));
        }
        return files;
    }

    /**
     * Whether a path can only lead to something below the workspace, as far as that can be told without looking.
     *
     * @param pattern the path
     * @throws ProblemException when not
     */
    static void requireInside(String pattern) {
        boolean up = Arrays.asList(pattern.split("[/\\\\]")).contains("..");
        if (up || ABSOLUTE.matcher(pattern).matches()) {
            throw wrong(Problem.of("step.file-outside", "", pattern));
        }
    }

    private static ProblemException wrong(Problem problem) {
        return new ProblemException(Category.INPUT, problem);
    }

    /** What an agent found. */
    private static final class Found implements Serializable {
        private static final long serialVersionUID = 1L;

        private final ArrayList<String> names = new ArrayList<>();
        private final ArrayList<byte[]> contents = new ArrayList<>();
        private String problem = "";
        private String path = "";

        Found stopped(String why, String where) {
            problem = why;
            path = where;
            return this;
        }
    }

    /** Finds and reads on the agent. */
    private static final class Reader extends MasterToSlaveFileCallable<Found> {
        private static final long serialVersionUID = 1L;

        /** In all, beyond which a controller would rather not hold it in memory. */
        private static final int MOST_BYTES = 64 << 20;

        private static final int MOST_FILES = 5_000;

        private final ArrayList<String> patterns;
        private final int maxBytes;

        Reader(ArrayList<String> patterns, int maxBytes) {
            this.patterns = patterns;
            this.maxBytes = maxBytes;
        }

        @Override
        public Found invoke(File workspace, VirtualChannel channel) throws IOException {
            Found found = new Found();
            if (!workspace.isDirectory()) {
                return found.stopped("no-workspace", workspace.getPath());
            }
            Path root = workspace.toPath().toRealPath();
            long bytes = 0;
            for (String pattern : patterns) {
                List<String> names = names(root, pattern);
                if (names.isEmpty()) {
                    return found.stopped("missing", pattern);
                }
                for (String name : names) {
                    if (found.names.contains(name)) {
                        continue;
                    }
                    Path file = root.resolve(name).toRealPath();
                    if (!file.startsWith(root)) {
                        return found.stopped("link-outside", name);
                    }
                    byte[] content = read(file);
                    bytes += content.length;
                    if (bytes > MOST_BYTES || found.names.size() == MOST_FILES) {
                        return found.stopped("too-much", pattern);
                    }
                    found.names.add(name);
                    found.contents.add(content);
                }
            }
            return found;
        }

        private byte[] read(Path file) throws IOException {
            try (InputStream in = Files.newInputStream(file)) {
                return in.readNBytes(maxBytes + 1);
            }
        }

        private static List<String> names(Path root, String pattern) throws IOException {
            Path place = place(root, pattern);
            if (place != null && Files.isRegularFile(place)) {
                return List.of(pattern);
            }
            if (place != null && Files.isDirectory(place)) {
                return place.toRealPath().startsWith(root) ? inFolder(place, pattern) : List.of(pattern);
            }
            DirectoryScanner scanner =
                    Util.createFileSet(root.toFile(), pattern).getDirectoryScanner();
            return Arrays.stream(scanner.getIncludedFiles())
                    .map(name -> name.replace(File.separatorChar, '/'))
                    .sorted()
                    .toList();
        }

        /** Patterns can't be paths everywhere. */
        private static Path place(Path root, String pattern) {
            try {
                return root.resolve(pattern);
            } catch (InvalidPathException e) {
                return null;
            }
        }

        private static List<String> inFolder(Path folder, String name) throws IOException {
            String prefix = name.endsWith("/") ? name : name + "/";
            try (Stream<Path> files = Files.list(folder)) {
                return files.filter(Files::isRegularFile)
                        .map(file -> file.getFileName().toString())
                        .filter(Reader::holdsManifests)
                        .sorted()
                        .map(file -> prefix + file)
                        .toList();
            }
        }

        private static boolean holdsManifests(String name) {
            String small = name.toLowerCase(Locale.ROOT);
            return small.endsWith(".yaml") || small.endsWith(".yml") || small.endsWith(".json");
        }
    }
}
