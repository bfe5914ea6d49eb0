package io.jenkins.plugins.spindelivery.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The script {@code standalone/spin}, with stand-ins for Maven and Java that note how they are called. */
public class SpinScriptTest {
    private static final Path SCRIPT = Path.of(System.getProperty("spin.root"), "standalone/spin");

    /** The last call is the command itself. */
    private static final String NOTES_ARGUMENTS =
            "printf '%s\\n' \"$@\" >\"$LOG.java\"; echo \"$*\" >>\"$LOG.calls\"; echo result";
    /** As Java does when it is told to dump an archive. */
    private static final String MAKES_ARCHIVES = NOTES_ARGUMENTS
            + "; case \"$*\" in *-Xshare:dump*) for a; do case $a in"
            + " -XX:SharedArchiveFile=*) echo classes >\"${a#*=}\" ;; esac; done ;; esac";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path root;
    private Path tools;
    private Path source;

    private record Run(int code, String out, String err) {}

    @Before
    public void checkOut() throws Exception {
        root = folder.newFolder("check out").toPath();
        tools = folder.newFolder("tools").toPath();
        source = write(root.resolve("src/main/java/A.java"), "class A {}");
        write(root.resolve("standalone/pom.xml"), "<project/>");
        write(root.resolve("standalone/src/main/java/B.java"), "class B {}");
        Files.copy(SCRIPT, root.resolve("standalone/spin"), StandardCopyOption.COPY_ATTRIBUTES);
        tool(
                "mvn",
                "echo built >>\"$LOG\"; echo from maven; mkdir -p \"$ROOT/standalone/target\";"
                        + " touch \"$ROOT/standalone/target/spin.jar\"");
        tool("java", NOTES_ARGUMENTS);
        write(folder.getRoot().toPath().resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
    }

    private static Path write(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    private void tool(String name, String script) throws IOException {
        Path file = write(tools.resolve(name), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Run run(Path script, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.getRoot());
        builder.environment().keySet().removeAll(List.of("JAVA_HOME", "SPIN_JAVA_OPTS"));
        builder.environment().put("PATH", tools + ":/usr/bin:/bin");
        builder.environment().put("ROOT", root.toString());
        builder.environment().put("LOG", log().toString());
        Process process = builder.start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), out, err);
    }

    private Run run(String... arguments) throws Exception {
        return run(root.resolve("standalone/spin"), arguments);
    }

    private Path log() {
        return folder.getRoot().toPath().resolve("log");
    }

    private List<String> javaArguments() throws IOException {
        return Files.readAllLines(Path.of(log() + ".java"));
    }

    private long trainings() throws IOException {
        return Files.readAllLines(Path.of(log() + ".calls")).stream()
                .filter(call -> call.contains("io.jenkins.plugins.spindelivery.cli.Training "))
                .count();
    }

    private Path archive(String version) {
        return root.resolve("standalone/target/spin-" + version + ".jsa");
    }

    private long builds() throws IOException {
        return Files.exists(log()) ? Files.readAllLines(log()).size() : 0;
    }

    @Test
    public void buildsAtFirstUseOnStandardError() throws Exception {
        Run first = run("version", "-o", "json");
        assertEquals(first.err(), 0, first.code());
        assertEquals("result\n", first.out());
        assertTrue(first.err(), first.err().startsWith("spin: building the command line"));
        assertTrue(first.err(), first.err().contains("from maven\n"));
        assertEquals(1, builds());

        Run second = run("version");
        assertEquals("", second.err());
        assertEquals("result\n", second.out());
        assertEquals(1, builds());
    }

    @Test
    public void buildsAgainWhenASourceIsNewerAddedOrGone() throws Exception {
        run("version");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(60)));
        run("version");
        assertEquals(2, builds());
        // The stamp is older than the source that lies in the future.
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().minusSeconds(60)));
        run("version");
        assertEquals(2, builds());
        Files.delete(source);
        Files.setLastModifiedTime(
                source.getParent(), FileTime.from(Instant.now().plusSeconds(60)));
        run("version");
        assertEquals(3, builds());
    }

    @Test
    public void aFailedBuildIsTriedAgain() throws Exception {
        tool("mvn", "echo built >>\"$LOG\"; echo no network >&2; exit 1");
        Run failed = run("version");
        assertEquals(2, failed.code());
        assertEquals("", failed.out());
        assertTrue(
                failed.err(), failed.err().endsWith("no network\nspin: the build failed; the lines above say why.\n"));
        run("version");
        assertEquals(2, builds());
    }

    @Test
    public void passesArgumentsOnAsTheyAre() throws Exception {
        run("deploy", "--param", "a=b c", "");
        List<String> arguments = javaArguments();
        int main = arguments.indexOf("io.jenkins.plugins.spindelivery.cli.Spin");
        assertEquals(List.of("deploy", "--param", "a=b c", ""), arguments.subList(main + 1, arguments.size()));
        assertTrue("none of the streams is a terminal", arguments.contains("-Dspin.terminals="));
    }

    @Test
    public void worksThroughLinksFromAnywhere() throws Exception {
        Path link = Files.createSymbolicLink(folder.getRoot().toPath().resolve("s"), root.resolve("standalone/spin"));
        Path second = Files.createSymbolicLink(folder.getRoot().toPath().resolve("s2"), Path.of("s"));
        assertEquals("result\n", run(link).out());
        assertEquals("result\n", run(second).out());
        assertEquals(1, builds());
    }

    @Test
    public void saysWhichJavaIsTooOld() throws Exception {
        write(folder.getRoot().toPath().resolve("release"), "JAVA_VERSION=\"11.0.2\"\n");
        Run run = run("version");
        assertEquals(2, run.code());
        assertTrue(run.err(), run.err().startsWith("spin: Java 17 or newer is needed; "));
        assertTrue(run.err(), run.err().contains("is Java 11.0.2."));
        assertEquals(0, builds());
    }

    @Test
    public void asksJavaItselfWhereNoFileTellsTheVersion() throws Exception {
        Files.delete(folder.getRoot().toPath().resolve("release"));
        tool("java", "echo 'openjdk version \"1.8.0_402\"' >&2");
        Run run = run("version");
        assertEquals(2, run.code());
        assertTrue(run.err(), run.err().contains("is Java 1.8.0_402."));
    }

    @Test
    public void startsFromAnArchiveThatIsMadeOnceForEachBuildAndJava() throws Exception {
        tool("java", MAKES_ARCHIVES);
        Run first = run("version");
        assertEquals("result\n", first.out());
        assertTrue(
                first.err(),
                first.err()
                        .endsWith("spin: preparing a faster start; once for each build and each Java,"
                                + " it takes some seconds.\n"));
        assertTrue(javaArguments().contains("-XX:SharedArchiveFile=" + archive("17.0.1")));
        assertEquals("", run("version").err());
        assertEquals(1, trainings());

        write(folder.getRoot().toPath().resolve("release"), "JAVA_VERSION=\"21.0.2\"\n");
        run("version");
        assertEquals(2, trainings());
        assertTrue(javaArguments().contains("-XX:SharedArchiveFile=" + archive("21.0.2")));
        assertTrue("the other Java keeps its archive", Files.exists(archive("17.0.1")));

        Files.setLastModifiedTime(
                root.resolve("standalone/target/spin.jar"),
                FileTime.from(Instant.now().plusSeconds(60)));
        run("version");
        assertEquals("the jar is a new one", 3, trainings());
        assertFalse("and old archives fit no more", Files.exists(archive("17.0.1")));
        assertEquals("no build for that", 1, builds());
        try (Stream<Path> files = Files.list(root.resolve("standalone/target"))) {
            assertEquals(List.of(), files.filter(Files::isDirectory).toList());
        }
    }

    @Test
    public void startsWithoutAnArchiveWhereNoneCanBeMade() throws Exception {
        assertEquals("result\n", run("version").out());
        Run second = run("version");
        assertEquals(0, second.code());
        assertEquals("not tried again", "", second.err());
        assertEquals(1, trainings());
        assertEquals(
                List.of(),
                javaArguments().stream()
                        .filter(argument -> argument.contains("SharedArchiveFile"))
                        .toList());
    }

    @Test
    public void twoAtOnceBuildOnce() throws Exception {
        // The first build waits for the second spin to be there, as far as a stand-in can tell.
        tool(
                "mvn",
                "echo built >>\"$LOG\"; mkdir -p \"$ROOT/standalone/target\"; read -r x <\"$LOG.gate\";"
                        + " touch \"$ROOT/standalone/target/spin.jar\"");
        Path gate = Path.of(log() + ".gate");
        assertEquals(0, new ProcessBuilder("mkfifo", gate.toString()).start().waitFor());
        Thread first = new Thread(() -> quietly(() -> run("version")));
        Thread second = new Thread(() -> quietly(() -> run("version")));
        first.start();
        second.start();
        // Opening the gate waits for the build that reads it.
        Files.writeString(gate, "go\n");
        first.join(60_000);
        second.join(60_000);
        assertEquals(1, builds());
    }

    private interface Work {
        void run() throws Exception;
    }

    private static void quietly(Work work) {
        try {
            work.run();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
