package distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

/** Compiles the plugin, packs it, and runs its tests. */
public final class Build {
    private final Path root;
    private final Path target;
    private final PluginPom pom;
    private final JenkinsFolder folder;
    private final List<Path> bundled;

    private Build(Path root, Path distribution) throws IOException {
        this.root = root;
        this.target = root.resolve("target");
        this.pom = PluginPom.read(root.resolve("pom.xml"));
        this.folder = new JenkinsFolder(distribution, target.resolve("distribution/unpacked"));
        this.bundled = Libraries.fetch(root, pom, target.resolve("distribution/bundled"));
    }

    /**
     * Builds. Exits with 0 if all went well.
     *
     * @param arguments the project's folder, the distribution folder, the built commit (may be empty), and then either
     *     {@code pack}, or {@code test} with any number of {@code CLASS} or {@code CLASS#METHOD}
     * @throws IOException if something can't be read or written
     */
    public static void main(String[] arguments) throws IOException {
        try {
            Build build = new Build(Path.of(arguments[0]), Path.of(arguments[1]).toAbsolutePath());
            List<String> tests = List.of(arguments).subList(4, arguments.length);
            boolean passed = build.run(arguments[2], arguments[3].equals("test"), tests);
            System.exit(passed ? 0 : 1);
        } catch (BuildFailed e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private boolean run(String commit, boolean test, List<String> tests) throws IOException {
        Path hpi = pack(commit);
        System.out.println("Built " + root.relativize(hpi) + " for Jenkins " + folder.version() + ".");
        if (!test) {
            return true;
        }
        TestPlan plan = plan();
        List<PluginFile> plugins = folder.withWhatTheyNeed(plan.plugins());
        List<Path> classPath = new ArrayList<>(List.of(classes()));
        classPath.addAll(bundled);
        classPath.addAll(libraries(plugins));
        List<Path> leftOut = compileTests(plan, classPath);
        classPath.add(0, testClasses());
        classPath.add(target.resolve("distribution/classes"));
        TestJvm machine = new TestJvm(root, folder, testClasses(), classPath);
        machine.layOut(linkedManifest(commit).manifest(), plugins);
        machine.give(hpi);
        boolean passed = machine.run(tests);
        tellWhatIsMissing(plan, leftOut);
        return passed;
    }

    private Path pack(String commit) throws IOException {
        List<Path> classPath = new ArrayList<>(bundled);
        classPath.addAll(folder.coreJars());
        classPath.addAll(folder.jars(folder.withWhatTheyNeed(pom.pluginDependencies())));
        classPath.addAll(folder.servletApi());
        List<Path> sources = javaFiles(root.resolve("src/main/java"));
        new Compilation(sources, root.resolve("src/main/resources"), classPath, classes(), Compilation.WARNINGS).run();
        PluginManifest manifest = new PluginManifest(pom, folder, commit, classes());
        Path hpi = target.resolve(pom.text("artifactId") + ".hpi");
        Hpi.pack(manifest.manifest(), classes(), bundled, webapp(), hpi);
        return hpi;
    }

    private TestPlan plan() throws IOException {
        List<String> harness = folder.harnessJars().stream()
                .map(jar -> jar.getFileName().toString())
                .toList();
        return new TestPlan(pom, folder, harness);
    }

    /** The jars of Jenkins, of the harness and of some plugins, the same jar once. */
    private Collection<Path> libraries(List<PluginFile> plugins) throws IOException {
        Collection<Path> jars = new LinkedHashSet<>(folder.coreJars());
        jars.addAll(folder.harnessJars());
        jars.addAll(folder.jars(plugins));
        return jars;
    }

    /** Compiles the tests; those of the engine too, whose test cluster the others use. */
    private List<Path> compileTests(TestPlan plan, List<Path> classPath) throws IOException {
        List<Path> sources = new ArrayList<>();
        List<Path> leftOut = new ArrayList<>();
        for (Path file : javaFiles(root.resolve("src/test/java"))) {
            (plan.leavesOut(Files.readString(file)) ? leftOut : sources).add(file);
        }
        new Compilation(sources, root.resolve("src/test/resources"), classPath, testClasses(), Compilation.NO_WARNINGS)
                .run();
        return leftOut;
    }

    private PluginManifest linkedManifest(String commit) throws IOException {
        List<Path> libraries = new ArrayList<>(List.of(root.resolve("src/main/resources"), classes()));
        libraries.addAll(bundled);
        return new PluginManifest(pom, folder, commit, classes()).linkedTo(libraries, webapp());
    }

    private static void tellWhatIsMissing(TestPlan plan, List<Path> leftOut) {
        if (!plan.missing().isEmpty()) {
            System.out.println("Not in the folder: " + String.join(", ", plan.missing())
                    + "; tests that need it were NOT run: "
                    + (leftOut.isEmpty() ? "none are written so far" : names(leftOut)));
        }
    }

    private static String names(List<Path> files) {
        return String.join(
                ", ",
                files.stream()
                        .map(file -> file.getFileName().toString().replace(".java", ""))
                        .toList());
    }

    private static List<Path> javaFiles(Path folder) throws IOException {
        return Trees.files(folder, file -> file.toString().endsWith(".java"));
    }

    private Path classes() {
        return target.resolve("classes");
    }

    private Path testClasses() {
        return target.resolve("test-classes");
    }

    private Path webapp() {
        return root.resolve("src/main/webapp");
    }
}
