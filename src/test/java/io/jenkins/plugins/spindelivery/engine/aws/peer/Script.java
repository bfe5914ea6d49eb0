package io.jenkins.plugins.spindelivery.engine.aws.peer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A script that an instance runs, here by bash in a temporary folder. It ends with this JVM at the latest. */
final class Script {
    private static final Duration LONGEST = Duration.ofMinutes(2);
    /** Written by what would switch an instance off. */
    private static final String OFF = "switched-off";
    /** How long what runs on in the background may hold the output open. */
    private static final long OUTPUT_MILLIS = 2000;

    private static final Set<Script> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Script::end)));
    }

    private final Path folder;
    private final Process process;
    private final StringBuffer out = new StringBuffer();
    private final StringBuffer err = new StringBuffer();
    private volatile boolean late;
    private volatile boolean killed;
    private volatile boolean off;
    private volatile Integer code;

    private Script(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
    }

    /**
     * Starts it.
     *
     * @param text what bash runs; it finds itself on no real machine: what would change one only says so
     * @param instance where it seems to run
     * @param region of the instance
     * @param limit how long it may run, two minutes at most
     * @return at once
     */
    static Script start(String text, String instance, String region, Duration limit) throws IOException {
        Path folder = Files.createTempDirectory("instance");
        Path programs = Files.createDirectory(folder.resolve("programs"));
        for (String program : List.of("shutdown", "poweroff", "halt", "reboot", "systemctl")) {
            program(programs.resolve(program), "touch '" + folder.resolve(OFF) + "'");
        }
        for (String program : List.of("apt-get", "apt", "dnf", "yum", "rpm", "dpkg")) {
            program(programs.resolve(program), "echo \"" + program + " $*\"");
        }
        Path script = folder.resolve("script");
        // Opened again for every line, a device keeps what was written before; a file would not.
        Files.writeString(script, text.replace("/dev/console", "/dev/fd/9"));
        Path work = Files.createDirectory(folder.resolve("work"));
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", "exec 9>&1; exec bash \"$0\"", script.toString())
                .directory(work.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().put("PATH", programs + ":" + System.getenv("PATH"));
        builder.environment().put("HOME", work.toString());
        builder.environment().put("SPIN_PEER_INSTANCE", instance);
        builder.environment().put("SPIN_PEER_REGION", region);
        Script started = new Script(folder, builder.start());
        RUNNING.add(started);
        Thread thread = new Thread(() -> started.watch(limit.compareTo(LONGEST) < 0 ? limit : LONGEST), "script");
        thread.setDaemon(true);
        thread.start();
        return started;
    }

    private static void program(Path file, String line) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + line + "\n");
        if (!file.toFile().setExecutable(true)) {
            throw new IOException(file + " can't be made executable");
        }
    }

    private void watch(Duration limit) {
        Thread first = read(process.getInputStream(), out);
        Thread second = read(process.getErrorStream(), err);
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                late = true;
                end();
            }
            int exit = process.waitFor();
            // All that it has written comes first: to destroy a process closes its output, read or not.
            first.join(OUTPUT_MILLIS);
            second.join(OUTPUT_MILLIS);
            // What it left running in the background goes with it, or would hold its output open.
            end();
            first.join();
            second.join();
            off = Files.exists(folder.resolve(OFF));
            delete();
            code = exit;
        } catch (InterruptedException e) {
            end();
        } finally {
            RUNNING.remove(this);
        }
    }

    private static Thread read(InputStream from, StringBuffer into) {
        Thread thread = new Thread(
                () -> {
                    byte[] buffer = new byte[8192];
                    try (from) {
                        for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                            into.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
                        }
                    } catch (IOException e) {
                        // It was killed.
                    }
                },
                "script-output");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void end() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private void delete() {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            // What the script itself removes at the same time is gone either way.
        }
    }

    /** Kills it with all that it started. */
    void kill() {
        if (code == null) {
            killed = true;
            end();
        }
    }

    /** Standard output so far. */
    String out() {
        return out.toString();
    }

    /** Standard error so far. */
    String err() {
        return err.toString();
    }

    /** How it ended; empty while it runs. */
    OptionalInt code() {
        return code == null ? OptionalInt.empty() : OptionalInt.of(code);
    }

    /** Whether it was ended because it took too long. */
    boolean late() {
        return late;
    }

    boolean killed() {
        return killed;
    }

    /** Whether it has ended and would have switched the machine off. */
    boolean off() {
        return code != null && off;
    }
}
