package io.jenkins.plugins.spindelivery.engine.artifact;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assume.assumeTrue;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Files and inline content, and the memory for ETags. */
public class LocalSourcesTest {
    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private static String refused(ArtifactFetcher source, String reference) {
        Problem problem = assertThrows(ProblemException.class, () -> source.fetch(reference))
                .problems()
                .get(0);
        assertFalse(problem.describe(), problem.describe().startsWith(problem.code()));
        return problem.code();
    }

    private FileSource files(int limit) {
        return new FileSource(folder.getRoot().toPath(), limit);
    }

    private Path write(String name, String content) throws IOException {
        Path file = folder.getRoot().toPath().resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    @Test
    public void aFileIsRead() throws IOException {
        Path file = write("a.yaml", "a: 1");
        assertArrayEquals(
                "a: 1".getBytes(StandardCharsets.UTF_8),
                files(4).fetch("a.yaml").content());
        assertEquals("a.yaml", files(4).fetch("a.yaml").name());
        assertEquals(4, files(4).fetch(file.toString()).content().length);
        assertEquals("artifact.too-large", refused(files(3), "a.yaml"));
    }

    @Test
    public void whatIsNoReadableFileIsTold() throws IOException {
        Files.createDirectory(folder.getRoot().toPath().resolve("dir"));
        assertEquals("artifact.file-missing", refused(files(9), "b.yaml"));
        assertEquals("artifact.file-folder", refused(files(9), "dir"));
        assertEquals("artifact.file-name", refused(files(9), "a\0b"));
    }

    @Test
    public void aDeviceIsNotRead() {
        assumeTrue(Files.exists(Path.of("/dev/zero")));
        assertEquals("artifact.file-special", refused(files(9), "/dev/zero"));
    }

    @Test
    public void aFolderStandsForItsManifests() throws IOException {
        write("dir/b.yml", "");
        write("dir/a.yaml", "");
        write("dir/c.JSON", "");
        write("dir/README.md", "");
        write("dir/below/d.yaml", "");
        Files.createDirectory(folder.getRoot().toPath().resolve("dir/e.yaml"));
        assertEquals(List.of("dir/a.yaml", "dir/b.yml", "dir/c.JSON"), files(9).expand("dir"));
        assertEquals(List.of("dir/a.yaml"), files(9).expand("dir/a.yaml"));
        assertEquals(List.of("missing.yaml"), files(9).expand("missing.yaml"));
        Files.createDirectory(folder.getRoot().toPath().resolve("empty"));
        ProblemException e = assertThrows(ProblemException.class, () -> files(9).expand("empty"));
        assertEquals("artifact.folder-empty", e.problems().get(0).code());
    }

    @Test
    public void inlineContent() {
        InlineSource text = new InlineSource("manifest", InlineSource.Encoding.TEXT, 6);
        assertArrayEquals(
                "你好".getBytes(StandardCharsets.UTF_8), text.fetch("你好").content());
        assertEquals("manifest", text.fetch("x").name());
        assertEquals("artifact.too-large", refused(text, "1234567"));
        InlineSource base64 = new InlineSource("manifest", InlineSource.Encoding.BASE64, 6);
        assertArrayEquals(
                "a: 1".getBytes(StandardCharsets.UTF_8),
                base64.fetch("YTog\nMQ==").content());
        assertEquals("artifact.inline-base64", refused(base64, "%s3cr3t"));
        assertEquals("artifact.too-large", refused(base64, "MTIzNDU2Nw=="));
    }

    @Test
    public void contentIsNeverShown() {
        Fetched fetched = Fetched.of("name", "s3cr3t".getBytes(StandardCharsets.UTF_8));
        assertEquals("name (6 bytes)", fetched.toString());
    }

    @Test
    public void theEtagMemoryIsBounded() {
        EtagCache cache = new EtagCache(10);
        cache.put("http://a/", marked(6));
        cache.put("http://b/", marked(4));
        cache.get("http://a/");
        cache.put("http://c/", marked(3));
        assertEquals("the least used goes", Optional.empty(), cache.get("http://b/"));
        assertEquals(6, cache.get("http://a/").orElseThrow().content().length);
        cache.put("http://d/", marked(11));
        assertEquals("too large to keep", Optional.empty(), cache.get("http://d/"));
        cache.put("http://a/", Fetched.of("a", new byte[1]));
        assertEquals("no longer marked", Optional.empty(), cache.get("http://a/"));
        for (int i = 0; i < 100; i++) {
            cache.put("http://n/" + i, marked(0));
        }
        assertEquals(Optional.empty(), cache.get("http://n/35"));
        assertEquals(0, cache.get("http://n/36").orElseThrow().content().length);
    }

    private static Fetched marked(int size) {
        return new Fetched("x", new byte[size], Optional.of("\"1\""), Optional.empty());
    }
}
