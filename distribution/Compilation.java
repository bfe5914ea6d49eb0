package distribution;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles one folder of sources with its resources, all of it or, when nothing has changed, nothing. */
final class Compilation {
    /**
     * The warnings of the standalone build, but for what depends on the folder (what a library of that version calls
     * deprecated) and for resources that are only there to be closed, as Jenkins' ACLContext is.
     */
    static final String WARNINGS = "-Xlint:all,-processing,-serial,-classfile,-deprecation,-try";

    /** For tests: the standalone build warns of the engine's, and the others may take liberties. */
    static final String NO_WARNINGS = "-Xlint:none";

    private static final List<String> OPTIONS = List.of("--release", "17", "-encoding", "UTF-8", "-g", "-parameters");

    private final List<Path> sources;
    private final Path resources;
    private final List<Path> classPath;
    private final Path target;
    private final String warnings;

    /**
     * A compilation to come.
     *
     * @param sources the Java files
     * @param resources the folder of what is copied beside the classes
     * @param classPath what the sources are compiled against; annotation processors in it are run, as Maven does
     * @param target where the classes go
     * @param warnings {@link #WARNINGS} or {@link #NO_WARNINGS}
     */
    Compilation(List<Path> sources, Path resources, List<Path> classPath, Path target, String warnings) {
        this.sources = sources;
        this.resources = resources;
        this.classPath = classPath;
        this.target = target;
        this.warnings = warnings;
    }

    /**
     * Brings the classes up to date.
     *
     * @return whether something had changed
     * @throws IOException if something can't be read or written
     * @throws BuildFailed if the sources do not compile; the compiler has said why
     */
    boolean run() throws IOException {
        Path stamp = target.resolveSibling("." + target.getFileName() + ".compiled");
        String state = state();
        if (Files.exists(stamp) && Files.readString(stamp).equals(state)) {
            return false;
        }
        Files.deleteIfExists(stamp);
        Trees.delete(target);
        Files.createDirectories(target);
        Trees.copy(resources, target);
        compile();
        Files.writeString(stamp, state);
        return true;
    }

    private void compile() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        String path = classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        List<String> options = new ArrayList<>(OPTIONS);
        options.addAll(List.of(warnings, "-cp", path, "--processor-path", path, "-d", target.toString()));
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            boolean compiled = compiler.getTask(
                            null, files, Compilation::report, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
            if (!compiled) {
                throw new BuildFailed("The sources do not compile; see above.");
            }
        }
    }

    /** Prints what is about our sources; not that Jenkins' own classes mention annotations that are not there. */
    private static void report(Diagnostic<? extends JavaFileObject> diagnostic) {
        if (diagnostic.getKind() == Diagnostic.Kind.ERROR
                || (diagnostic.getSource() != null && diagnostic.getKind() != Diagnostic.Kind.NOTE)) {
            System.err.println(diagnostic);
        }
    }

    /** All that the outcome depends on, told apart by sizes and times. */
    private String state() throws IOException {
        StringBuilder state = new StringBuilder();
        describe(sources, state);
        describe(Trees.files(resources, any -> true), state);
        for (Path each : classPath) {
            describe(Files.isDirectory(each) ? Trees.files(each, any -> true) : List.of(each), state);
        }
        return state.toString();
    }

    private static void describe(Collection<Path> files, StringBuilder state) throws IOException {
        for (Path file : files) {
            state.append(file)
                    .append(' ')
                    .append(Files.size(file))
                    .append(' ')
                    .append(Files.getLastModifiedTime(file).toMillis())
                    .append('\n');
        }
    }
}
