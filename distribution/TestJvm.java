package distribution;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs tests with the Jenkins test harness, laid out as maven-hpi-plugin lays them out: the plugin under test is linked
 * by {@code the.hpl}, the plugins that it needs lie in {@code test-dependencies} with an {@code index}, and the jars of
 * all of them are on the class path too, so that a test and its Jenkins see the same classes.
 */
final class TestJvm {
    private static final List<String> FLAGS = List.of(
            "-Xmx2g",
            "-ea",
            "-Djava.awt.headless=true",
            "-Duser.language=en",
            "-Duser.country=US",
            "-Dfile.encoding=UTF-8");

    private final Path root;
    private final JenkinsFolder folder;
    private final Path testClasses;
    private final List<Path> classPath;
    private final List<Path> pluginFiles = new ArrayList<>();

    /**
     * Tests to run.
     *
     * @param root the project's folder
     * @param folder the Jenkins to test with
     * @param testClasses the compiled tests
     * @param classPath what the tests were compiled against, and the runner
     */
    TestJvm(Path root, JenkinsFolder folder, Path testClasses, List<Path> classPath) {
        this.root = root;
        this.folder = folder;
        this.testClasses = testClasses;
        this.classPath = classPath;
    }

    /**
     * Puts the plugin under test and the plugins that it needs to where the harness looks for them.
     *
     * @param manifest of the plugin under test, linked to its classes
     * @param plugins what it and its tests need
     * @throws IOException if something can't be read or written
     */
    void layOut(Manifest manifest, List<PluginFile> plugins) throws IOException {
        Files.createDirectories(testClasses);
        try (var out = Files.newOutputStream(testClasses.resolve("the.hpl"))) {
            manifest.write(out);
        }
        Path dependencies = testClasses.resolve("test-dependencies");
        Files.createDirectories(dependencies);
        for (PluginFile plugin : plugins) {
            Path copy = dependencies.resolve(plugin.name() + ".jpi");
            pluginFiles.add(copy);
            if (!Files.exists(copy)
                    || Files.size(copy) != Files.size(plugin.file())
                    || !Files.getLastModifiedTime(copy).equals(Files.getLastModifiedTime(plugin.file()))) {
                Files.copy(
                        plugin.file(), copy, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        Files.write(
                dependencies.resolve("index"),
                plugins.stream().map(PluginFile::name).toList(),
                StandardCharsets.UTF_8);
    }

    /**
     * Gives the tests the packed plugin.
     *
     * @param hpi the file
     * @throws IOException if it can't be copied
     */
    void give(Path hpi) throws IOException {
        Files.copy(hpi, testClasses.resolve(hpi.getFileName().toString()), StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Runs tests and prints what came of them.
     *
     * @param selected classes and methods as {@link TestRunner} takes them; empty for all tests of the Jenkins layer
     * @return whether all passed
     * @throws IOException if Java can't be started
     */
    boolean run(List<String> selected) throws IOException {
        Path target = root.resolve("target");
        Path temporary = target.resolve("tmp");
        Trees.delete(temporary);
        Files.createDirectories(temporary);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.addAll(JenkinsFlags.CLOSED);
        folder.opens().forEach(each -> command.add("--add-opens=" + each + "=ALL-UNNAMED"));
        String more = System.getenv("SPIN_TEST_JAVA_OPTS");
        command.addAll(
                more == null || more.isBlank()
                        ? List.of()
                        : List.of(more.strip().split("\\s+")));
        command.add("-Dspin.root=" + root);
        command.add("-DbuildDirectory=" + target);
        command.add("-Djava.io.tmpdir=" + temporary);
        command.add("-Djth.jenkins-war.path=" + folder.war());
        command.add("-cp");
        // The harness looks for a manifest on the class path for each plugin that ours depends on, and installs the
        // archive in which it finds one: the whole plugin rather than one of its jars.
        command.add(Stream.concat(pluginFiles.stream(), classPath.stream())
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator)));
        command.add(TestRunner.class.getName());
        command.add(testClasses.toString());
        command.add(target.resolve("plugin-tests").toString());
        command.addAll(selected);
        return Processes.run(new ProcessBuilder(command).directory(root.toFile())) == 0;
    }
}
