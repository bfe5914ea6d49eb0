package io.jenkins.plugins.spindelivery.cli;

import io.jenkins.plugins.spindelivery.cli.output.Console;
import io.jenkins.plugins.spindelivery.cli.output.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/** A console whose streams are texts. */
public final class TestConsole {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> env = new HashMap<>();
    private String in = "";
    private Terminal terminal = Terminal.NONE;
    private Clock clock = Clock.systemUTC();

    /** What is typed or piped in. */
    public TestConsole in(String text) {
        in = text;
        return this;
    }

    /** An environment variable. */
    public TestConsole env(String name, String value) {
        env.put(name, value);
        return this;
    }

    /** What the streams are connected to. */
    public TestConsole terminal(Terminal connected) {
        terminal = connected;
        return this;
    }

    /** What the time is. */
    public TestConsole clock(Clock time) {
        clock = time;
        return this;
    }

    /** The console for the code under test. */
    public Console console() {
        return new Console(
                new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                env,
                terminal,
                clock);
    }

    /** What came to standard output so far. */
    public String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    /** What came to standard error so far. */
    public String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /** Runs a command line on this console. */
    public int spin(String... arguments) {
        return new Spin(console(), code -> {
                    throw new AssertionError("halted with " + code);
                })
                .run(arguments);
    }
}
