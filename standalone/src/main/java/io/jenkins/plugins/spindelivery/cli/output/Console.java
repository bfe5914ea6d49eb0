package io.jenkins.plugins.spindelivery.cli.output;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;

/**
 * Everything outside the process that a command may use, so that tests can stand in for it.
 *
 * @param in standard input
 * @param out standard output: results
 * @param err standard error: warnings, errors, questions, and progress when the result is JSON
 * @param env the environment
 * @param terminal what the three streams are connected to
 * @param clock tells the time
 */
public record Console(
        InputStream in, PrintStream out, PrintStream err, Map<String, String> env, Terminal terminal, Clock clock) {

    /**
     * The process's own streams and clock. Output is always UTF-8: manifests and JSON must not change with the locale.
     *
     * @return the console
     */
    public static Console system() {
        Map<String, String> env = System.getenv();
        return new Console(
                System.in,
                stream(FileDescriptor.out),
                stream(FileDescriptor.err),
                env,
                Terminal.detect(env, new NativeDevices(env, System.getProperty(NativeDevices.HINT))),
                Clock.systemUTC());
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(
                new java.io.BufferedOutputStream(new FileOutputStream(descriptor), 1 << 16),
                true,
                StandardCharsets.UTF_8);
    }
}
