package io.jenkins.plugins.spindelivery.cli.input;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;

import io.jenkins.plugins.spindelivery.engine.artifact.Fetched;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class SourcesTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path root;

    @Before
    public void fill() throws Exception {
        root = folder.getRoot().toPath();
        Files.createDirectories(root.resolve("sub.yaml"));
        for (String name : List.of("b.yaml", "a.yml", "c.json", "notes.txt", "sub.yaml/d.yaml")) {
            Files.writeString(root.resolve(name), name);
        }
    }

    private Sources sources(boolean recursive) {
        ByteArrayInputStream in = new ByteArrayInputStream("typed".getBytes(StandardCharsets.UTF_8));
        return new Sources(
                in, recursive, 100, url -> Fetched.of("fetched " + url, url.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> contents(Sources sources, String... arguments) {
        return sources.read(List.of(arguments)).stream()
                .map(content -> new String(content.content(), StandardCharsets.UTF_8))
                .toList();
    }

    private List<String> codes(String... arguments) {
        return assertThrows(ProblemException.class, () -> sources(false).read(List.of(arguments))).problems().stream()
                .map(problem -> problem.code())
                .toList();
    }

    @Test
    public void readsAFoldersManifestsByName() {
        assertEquals(List.of("a.yml", "b.yaml", "c.json"), contents(sources(false), root.toString()));
        assertEquals(List.of("a.yml", "b.yaml", "c.json", "sub.yaml/d.yaml"), contents(sources(true), root.toString()));
    }

    @Test
    public void keepsTheOrderOfTheFlags() {
        assertEquals(
                List.of("notes.txt", "typed", "HTTPS://host/x?y", "a.yml"),
                contents(
                        sources(false),
                        root.resolve("notes.txt").toString(),
                        "-",
                        "HTTPS://host/x?y",
                        root.resolve("a.yml").toString()));
    }

    @Test
    public void anEmptyNameIsNotTheCurrentFolder() {
        assertEquals(List.of("cli.source-blank"), codes(""));
        assertEquals(List.of("cli.source-blank"), codes(" "));
    }

    @Test
    public void refusesUrlsOfOtherSchemesWithoutShowingTheirSecrets() {
        ProblemException refused = assertThrows(ProblemException.class, () -> sources(false)
                .read(List.of("ftp://user:hunter2@host/a", "file:///etc/x")));
        assertEquals(
                List.of("cli.source-scheme", "cli.source-scheme"),
                refused.problems().stream().map(problem -> problem.code()).toList());
        assertFalse(refused.getMessage(), refused.getMessage().contains("hunter2"));
    }

    @Test
    public void namesThemForMessages() {
        List<Fetched> contents = sources(false)
                .read(List.of("-", "http://host/a", root.resolve("a.yml").toString()));
        assertEquals("standard input", contents.get(0).name());
        assertEquals("fetched http://host/a", contents.get(1).name());
        assertEquals(root.resolve("a.yml").toString(), contents.get(2).name());
    }

    @Test
    public void readsNoMoreThanTheLimitAndOneByte() throws Exception {
        Files.writeString(root.resolve("large.yaml"), "x".repeat(5000));
        assertEquals(
                101,
                contents(sources(false), root.resolve("large.yaml").toString())
                        .get(0)
                        .length());
    }

    @Test
    public void tellsAllThatCanNotBeRead() throws Exception {
        Path empty = folder.newFolder("empty").toPath();
        assertEquals(
                List.of("cli.source-missing", "cli.source-folder-empty"),
                codes(root.resolve("none.yaml").toString(), empty.toString()));
        assertEquals(List.of("cli.source-stdin-twice"), codes("-", "-"));
        assertEquals(List.of("cli.source-missing"), codes("bad\0name"));
    }
}
