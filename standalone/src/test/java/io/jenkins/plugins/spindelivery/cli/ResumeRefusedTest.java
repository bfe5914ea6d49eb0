package io.jenkins.plugins.spindelivery.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.cli.run.StateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What {@code spin resume} does with files that it can't go on with: it says why, and leaves them as they are. */
public class ResumeRefusedTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path state;
    private TestConsole console;

    @Before
    public void state() {
        state = folder.getRoot().toPath().resolve("state.json");
        console = new TestConsole();
    }

    private static String deployOf(int version) {
        return "{\"format\":1,\"type\":\"deploy\",\"state\":{\"version\":" + version + ",\"id\":\"1\"}}";
    }

    private void isRefused(String content, String expected) throws IOException {
        Files.writeString(state, content);
        assertEquals(2, console.spin("resume", state.toString()));
        assertEquals("", console.out());
        String[] lines = console.err().split("\n", 2);
        assertEquals("Error: " + state + ": " + expected, lines[0]);
        assertEquals("nothing else is said", "", lines[1]);
        assertEquals("it is left as it is", content, Files.readString(state));
        try (Stream<Path> left = Files.list(folder.getRoot().toPath())) {
            assertEquals(List.of(state), left.toList());
        }
    }

    private static final String NO_STATE =
            "This is no state file of spin, or it is damaged. Give the file that was passed to --state when the work began.";

    @Test
    public void aFileThatIsCutShort() throws IOException {
        isRefused(deployOf(1).substring(0, 40), NO_STATE);
    }

    @Test
    public void anEmptyFile() throws IOException {
        isRefused("", NO_STATE);
    }

    @Test
    public void garbage() throws IOException {
        isRefused("\u0000\u0001PK garbage", NO_STATE);
    }

    @Test
    public void aStateWithoutWhatItNeeds() throws IOException {
        isRefused(deployOf(1), NO_STATE);
    }

    @Test
    public void aStateOfANewerVersion() throws IOException {
        isRefused(
                deployOf(99),
                "A newer version has written this state (layout 99; this version reads up to 1)."
                        + " Resume it with that version.");
    }

    @Test
    public void aFileOfANewerFormat() throws IOException {
        isRefused(
                deployOf(1).replace("\"format\":1", "\"format\":2"),
                "This is no state file that this version can read (format 2, expected 1)."
                        + " Resume it with the version that wrote it.");
    }

    @Test
    public void aStateThatAnotherSpinWorksWith() throws IOException {
        Files.writeString(state, deployOf(1));
        try (StateFile other = StateFile.open(state)) {
            assertEquals(2, console.spin("resume", other.path().toString()));
            assertEquals(
                    "Error: Another spin works with " + state
                            + " right now. Wait for it, or give another file to --state.\n",
                    console.err());
        }
        assertFalse(Files.exists(Path.of(state + ".lock")));
        assertTrue(Files.exists(state));
    }
}
