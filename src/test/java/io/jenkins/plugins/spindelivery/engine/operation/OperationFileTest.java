package io.jenkins.plugins.spindelivery.engine.operation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;
import org.junit.rules.TemporaryFolder;

public class OperationFileTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path path;
    private OperationFile file;

    /** The smallest operation there is. */
    private static final class Count implements Operation<Count.State, Integer> {
        record State(@JsonProperty("n") int n) {}

        @Override
        public String type() {
            return "count";
        }

        @Override
        public Class<State> stateType() {
            return State.class;
        }

        @Override
        public int stateVersion() {
            return 1;
        }

        @Override
        public Move<State, Integer> move(State state, OperationContext context) {
            return state.n() < 3 ? Move.next(new State(state.n() + 1)) : Move.finished(state.n());
        }

        @Override
        public State cancel(State state) {
            return new State(3);
        }
    }

    @Before
    public void file() {
        path = folder.getRoot().toPath().resolve("sub/state.json");
        file = new OperationFile(path, Sealer.NONE);
    }

    @Test
    public void whatWasSavedIsLoaded() {
        Count count = new Count();
        file.save(count, new Count.State(1));
        file.save(count, new Count.State(2));
        assertEquals("count", file.load().type());
        assertEquals(new Count.State(2), file.state(count, file.load()));
    }

    @Test
    public void nothingIsLeftOfAWriteButTheFile() throws IOException {
        file.save(new Count(), new Count.State(1));
        try (Stream<Path> files = Files.list(path.getParent())) {
            assertEquals(List.of(path), files.toList());
        }
    }

    @Test
    public void onlyTheOwnerMayRead() throws IOException {
        assumeTrue(path.getFileSystem().supportedFileAttributeViews().contains("posix"));
        file.save(new Count(), new Count.State(1));
        Path blob = path.resolveSibling("state.json.blobs").resolve(file.put("secret".getBytes(UTF_8)));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(blob)));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(blob.getParent())));
    }

    @Test
    public void blobsAreNamedByTheirContent() {
        String name = file.put("one".getBytes(UTF_8));
        assertEquals(name, file.put("one".getBytes(UTF_8)));
        assertFalse(name.equals(file.put("two".getBytes(UTF_8))));
        assertArrayEquals("one".getBytes(UTF_8), file.get(name));
    }

    @Test
    public void whatIsWrittenIsSealed() throws IOException {
        Sealer reversing = new Sealer() {
            @Override
            public byte[] seal(byte[] plain) {
                byte[] sealed = new byte[plain.length];
                for (int i = 0; i < plain.length; i++) {
                    sealed[i] = (byte) ~plain[i];
                }
                return sealed;
            }

            @Override
            public byte[] open(byte[] sealed) {
                return seal(sealed);
            }
        };
        OperationFile sealed = new OperationFile(path, reversing);
        sealed.save(new Count(), new Count.State(7));
        String blob = sealed.put("hunter2".getBytes(UTF_8));
        assertFalse(Files.readString(path, java.nio.charset.StandardCharsets.ISO_8859_1)
                .contains("count"));
        Path blobFile = path.resolveSibling("state.json.blobs").resolve(blob);
        assertFalse(Files.readString(blobFile, java.nio.charset.StandardCharsets.ISO_8859_1)
                .contains("hunter2"));
        assertEquals(new Count.State(7), sealed.state(new Count(), sealed.load()));
        assertEquals("hunter2", new String(sealed.get(blob), UTF_8));
    }

    @Test
    public void aMissingFileSaysSo() {
        assertEquals("operation.state-missing", code(() -> file.load()));
    }

    @Test
    public void aFileThatIsNoStateSaysSoWithoutQuotingIt() throws IOException {
        Files.createDirectories(path.getParent());
        Files.writeString(path, "{\"password\": hunter2}");
        ProblemException e = assertThrows(ProblemException.class, () -> file.load());
        assertEquals("operation.state-malformed", e.problems().get(0).code());
        assertFalse(e.getMessage().contains("hunter2"));
        Files.writeString(path, "{\"format\": 99, \"type\": \"count\", \"state\": {}}");
        assertEquals("operation.state-format", code(() -> file.load()));
        Files.writeString(path, "{}");
        assertEquals("operation.state-format", code(() -> file.load()));
    }

    @Test
    public void blobsThatAreMissingDamagedOrElsewhereAreRefused() throws IOException {
        String name = file.put("one".getBytes(UTF_8));
        Path blob = path.resolveSibling("state.json.blobs").resolve(name);
        Files.writeString(blob, "other");
        assertEquals("operation.blob-damaged", code(() -> file.get(name)));
        Files.delete(blob);
        assertEquals("operation.blob-missing", code(() -> file.get(name)));
        Files.writeString(folder.getRoot().toPath().resolve("outside"), "x");
        assertEquals("operation.blob-missing", code(() -> file.get("../../outside")));
    }

    @Test
    public void deletingLeavesNothing() throws IOException {
        file.save(new Count(), new Count.State(1));
        file.put("one".getBytes(UTF_8));
        file.delete();
        try (Stream<Path> files = Files.list(path.getParent())) {
            assertEquals(List.of(), files.toList());
        }
    }

    @Test
    public void deletingKeepsFilesThatAreNotOurs() throws IOException {
        file.save(new Count(), new Count.State(1));
        Path stranger = path.resolveSibling("notes.txt");
        Files.writeString(stranger, "mine");
        file.delete();
        assertTrue(Files.exists(stranger));
        assertFalse(Files.exists(path));
    }

    @Test
    public void theDriverOfTheTestsGoesThroughTheFile() {
        OperationContext context =
                new OperationContext(java.time.Clock.systemUTC(), Runnable::run, event -> {}, account -> null, file);
        assertEquals(3, (int) OperationRunner.run(new Count(), new Count.State(0), context, file, state -> {}));
        assertEquals(new Count.State(3), file.state(new Count(), file.load()));
    }

    private static String code(ThrowingRunnable action) {
        return assertThrows(ProblemException.class, action).problems().get(0).code();
    }

    @Test
    public void deletingLeavesOtherPeoplesFiles() throws IOException {
        file.save(new Count(), new Count.State(1));
        String blob = file.put(new byte[] {1});
        Path blobs = path.resolveSibling("state.json.blobs");
        Files.writeString(blobs.resolve(blob + ".123.tmp"), "what a crash left");
        Files.writeString(blobs.resolve("notes.txt"), "mine");
        file.delete();
        try (Stream<Path> left = Files.list(blobs)) {
            assertEquals(List.of(blobs.resolve("notes.txt")), left.toList());
        }
    }

    @Test
    public void aStateOfANewerVersionIsNotGuessedAt() throws IOException {
        Files.createDirectories(path.getParent());
        Files.writeString(path, "{\"format\":1,\"type\":\"count\",\"state\":{\"version\":2,\"n\":1}}");
        OperationFile.Saved saved = file.load();
        ProblemException refused = assertThrows(ProblemException.class, () -> file.state(new Count(), saved));
        assertEquals("operation.state-newer", refused.problems().get(0).code());
        assertEquals(path.toString(), refused.problems().get(0).where());
        assertEquals(
                "A newer version has written this state (layout 2; this version reads up to 1)."
                        + " Resume it with that version.",
                refused.problems().get(0).message());
    }

    /** A newer version may add what this one can do without; what it can't do without raises the version. */
    @Test
    public void fieldsThatThisVersionDoesNotKnowAreLeftOut() throws IOException {
        Files.createDirectories(path.getParent());
        Files.writeString(
                path,
                "{\"format\":1,\"type\":\"count\",\"state\":{\"version\":1,\"n\":1,\"colour\":\"red\"},\"by\":\"7\"}");
        assertEquals(new Count.State(1), file.state(new Count(), file.load()));
    }

    @Test
    public void aStateThatIsCutShortSaysSo() throws IOException {
        file.save(new Count(), new Count.State(1));
        byte[] whole = Files.readAllBytes(path);
        for (int length = 0; length < whole.length; length++) {
            Files.write(path, Arrays.copyOf(whole, length));
            assertEquals("after " + length + " bytes", "operation.state-malformed", code(() -> file.load()));
        }
    }

    @Test
    public void deletingTakesAlsoWhatACrashLeftOfAWrite() throws IOException {
        file.save(new Count(), new Count.State(1));
        Path cut = Files.writeString(path.resolveSibling("state.json.4711.tmp"), "{");
        Path notOurs = Files.writeString(path.resolveSibling("state.json.old.tmp"), "mine");
        file.delete();
        assertFalse(Files.exists(cut));
        assertTrue(Files.exists(notOurs));
    }
}
