package io.jenkins.plugins.spindelivery.cli.run;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class StateFileTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T10:20:30Z"), ZoneOffset.UTC);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path in(String name) {
        return folder.getRoot().toPath().resolve(name);
    }

    private StateFile create(Path chosen) {
        return StateFile.create(
                chosen, "deploy", Map.of("XDG_STATE_HOME", in("states").toString()), CLOCK);
    }

    private static String code(ProblemException e) {
        return e.problems().get(0).code();
    }

    @Test
    public void usesTheFileOfTheUser() {
        try (StateFile state = create(in("mine.json"))) {
            assertEquals(in("mine.json"), state.path());
        }
        assertFalse("no lock stays behind", Files.exists(in("mine.json.lock")));
    }

    @Test
    public void refusesAFileThatHoldsUnfinishedWork() throws Exception {
        Files.writeString(in("mine.json"), "{}");
        ProblemException refused = assertThrows(ProblemException.class, () -> create(in("mine.json")));
        assertEquals("cli.state-exists", code(refused));
        assertEquals("it is left as it is", "{}", Files.readString(in("mine.json")));
        assertFalse(Files.exists(in("mine.json.lock")));
    }

    @Test
    public void keepsASecondSpinAway() throws Exception {
        Files.writeString(in("mine.json"), "{}");
        StateFile first = StateFile.open(in("mine.json"));
        ProblemException refused = assertThrows(ProblemException.class, () -> StateFile.open(in("mine.json")));
        assertEquals("cli.state-in-use", code(refused));
        first.close();
        StateFile.open(in("mine.json")).close();
    }

    /** Between our opening and locking it another spin may have ended and removed it, and a third have made the next. */
    @Test
    public void aLockOnARemovedFileDoesNotCount() throws Exception {
        Path lock = in("mine.json.lock");
        Files.writeString(lock, "what a killed spin with a greater process id has left".repeat(100_000));
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
            assertTrue(StateFile.isStillTheLock(channel, lock));
            Files.delete(lock);
            assertFalse(StateFile.isStillTheLock(channel, lock));
            Files.writeString(lock, "another's");
            assertFalse(StateFile.isStillTheLock(channel, lock));
        }
    }

    @Test
    public void saysWhichFileIsMissing() {
        ProblemException refused = assertThrows(ProblemException.class, () -> StateFile.open(in("none.json")));
        assertEquals("operation.state-missing", code(refused));
        assertEquals(in("none.json").toString(), refused.problems().get(0).where());
    }

    @Test
    public void otherwiseKeepsStatesInAFolderThatOnlyTheUserReads() throws Exception {
        try (StateFile state = create(null)) {
            assertTrue(
                    state.path().toString(),
                    state.path().getFileName().toString().startsWith("deploy-20261122-102030-"));
            assertEquals(in("states/spin-delivery"), state.path().getParent());
            assertEquals(
                    "rwx------",
                    PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(state.path().getParent())));
        }
    }

    @Test
    public void aHomeThatCannotBeWrittenIsNoObstacle() throws Exception {
        Files.writeString(in("states"), "a file where the folder should be");
        Path parent;
        try (StateFile state = create(null)) {
            parent = state.path().getParent();
            assertTrue(parent.toString(), parent.getFileName().toString().startsWith("spin-delivery-"));
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(parent)));
        }
        assertFalse("nothing stays behind", Files.exists(parent));
    }

    @Test
    public void aStateThatCannotBeWrittenIsRefused() throws Exception {
        Files.writeString(in("file"), "");
        ProblemException refused = assertThrows(ProblemException.class, () -> create(in("file/mine.json")));
        assertEquals("cli.state-not-writable", code(refused));
    }

    @Test
    public void listsUnfinishedWork() throws Exception {
        Map<String, String> env = Map.of("XDG_STATE_HOME", in("states").toString());
        assertEquals(List.of(), StateFile.unfinished(env));
        Path states = Files.createDirectories(in("states/spin-delivery"));
        Files.writeString(states.resolve("deploy-1.json"), "{}");
        Files.writeString(states.resolve("deploy-1.json.lock"), "");
        Files.createDirectory(states.resolve("deploy-1.json.blobs"));
        assertEquals(List.of(states.resolve("deploy-1.json")), StateFile.unfinished(env));
    }
}
