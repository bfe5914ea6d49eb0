package io.jenkins.plugins.spindelivery.cli.output;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.cli.output.Terminal.Size;
import java.util.Map;
import org.junit.Test;

public class TerminalTest {

    private static Terminal terminal(Map<String, String> env) {
        return Terminal.detect(env, new NativeDevices(env, "12"));
    }

    @Test
    public void knowsFromTheScriptWhichStreamsAreTerminals() {
        Terminal terminal = terminal(Map.of("TERM", "xterm"));
        assertFalse(terminal.input());
        assertTrue(terminal.output());
        assertTrue(terminal.error());
    }

    @Test
    public void respectsNoColorOnlyWhenItIsNotEmpty() {
        assertTrue(terminal(Map.of("TERM", "xterm")).colourOut());
        assertTrue(terminal(Map.of("TERM", "xterm", "NO_COLOR", "")).colourOut());
        Terminal plain = terminal(Map.of("TERM", "xterm", "NO_COLOR", "1"));
        assertFalse(plain.colourOut());
        assertTrue("the cursor may still move", plain.movable());
    }

    @Test
    public void aDumbTerminalGetsNoEscapeSequences() {
        for (Map<String, String> env : java.util.List.of(Map.of("TERM", "dumb"), Map.<String, String>of())) {
            assertFalse(terminal(env).movable());
            assertFalse(terminal(env).colourOut());
        }
    }

    @Test
    public void showsBlockCharactersOnlyUnderUtf8() {
        assertTrue(terminal(Map.of("LANG", "de_DE.UTF-8")).unicode());
        assertTrue(terminal(Map.of("LANG", "C.utf8")).unicode());
        assertFalse(terminal(Map.of("LANG", "C")).unicode());
        assertFalse(terminal(Map.of()).unicode());
        assertFalse(
                "LC_ALL decides",
                terminal(Map.of("LC_ALL", "C", "LANG", "C.UTF-8")).unicode());
        assertEquals("~", terminal(Map.of()).ellipsis());
    }

    @Test
    public void takesTheSizeFromTheEnvironmentWhereTheSystemTellsNone() {
        Map<String, String> env = Map.of("COLUMNS", "132", "LINES", "no number");
        Terminal terminal = Terminal.detect(env, new NativeDevices(env, ""));
        assertEquals(new Size(132, 24), terminal.size().get());
    }
}
