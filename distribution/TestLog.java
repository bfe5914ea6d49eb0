package distribution;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.runner.Description;
import org.junit.runner.notification.Failure;
import org.junit.runner.notification.RunListener;

/** One line for each class on the console, more for what failed; what the tests print goes to one file for each class. */
final class TestLog extends RunListener implements AutoCloseable {
    private static final int TRACE_LINES = 12;
    private static final int TRACE_COLUMNS = 400;

    private final PrintStream console;
    private final Path folder;
    private final Switch output = new Switch();
    private final List<String> failed = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private String name;
    private long started;
    private int tests;
    private int failures;
    private int skipped;
    private int allTests;
    private int allSkipped;

    /**
     * Takes over standard output and standard error.
     *
     * @param console where results go
     * @param folder where the output of the tests goes
     * @throws IOException if the folder can't be written
     */
    TestLog(PrintStream console, Path folder) throws IOException {
        this.console = console;
        this.folder = folder;
        Files.createDirectories(folder);
        PrintStream redirected = new PrintStream(output, true, StandardCharsets.UTF_8);
        System.setOut(redirected);
        System.setErr(redirected);
    }

    /**
     * Begins a class.
     *
     * @param className its full name
     * @throws IOException if its file can't be written
     */
    void begin(String className) throws IOException {
        name = className;
        started = System.nanoTime();
        tests = 0;
        failures = 0;
        skipped = 0;
        notes.clear();
        output.to(Files.newOutputStream(file()));
    }

    /** Ends a class and tells what came of it. */
    void end() {
        allTests += tests;
        allSkipped += skipped;
        double seconds = (System.nanoTime() - started) / 1e9;
        String counts = tests
                + (tests == 1 ? " test" : " tests")
                + (failures > 0 ? ", " + failures + " FAILED" : "")
                + (skipped > 0 ? ", " + skipped + " skipped" : "");
        console.printf(
                Locale.ROOT, "%-60s %s, %.1f s%n", name.replaceFirst(".*\\.spindelivery\\.", ""), counts, seconds);
        notes.forEach(console::println);
        if (failures > 0) {
            console.println("    output: " + file());
        }
        if (tests + skipped + failures == 0) {
            failed.add(name);
            console.println("    no such test in it");
        }
        console.flush();
    }

    /** Tells what came of all classes. */
    void summary() {
        console.println();
        console.println(allTests + (allTests == 1 ? " test, " : " tests, ") + failed.size() + " failed, " + allSkipped
                + " skipped");
        failed.forEach(each -> console.println("FAILED " + each));
    }

    /**
     * Whether there was no failure so far.
     *
     * @return whether all passed
     */
    boolean passed() {
        return failed.isEmpty();
    }

    @Override
    public void testFinished(Description description) {
        tests++;
    }

    @Override
    public void testIgnored(Description description) {
        skipped++;
        notes.add("    ignored: " + description.getDisplayName());
    }

    @Override
    public void testAssumptionFailure(Failure failure) {
        skipped++;
        notes.add("    skipped: " + title(failure) + ": " + failure.getMessage());
    }

    @Override
    public void testFailure(Failure failure) {
        failures++;
        failed.add(failure.getDescription().getDisplayName());
        notes.add("    FAILED " + title(failure));
        failure.getTrace()
                .lines()
                .filter(line -> !line.matches("\\s+at (org\\.junit|java\\.base/|jdk\\.internal).*"))
                .limit(TRACE_LINES)
                .map(line -> line.length() > TRACE_COLUMNS ? line.substring(0, TRACE_COLUMNS) + "…" : line)
                .forEach(line -> notes.add("        " + line));
        failure.getException().printStackTrace(System.out);
    }

    @Override
    public void close() throws IOException {
        output.close();
    }

    private static String title(Failure failure) {
        String method = failure.getDescription().getMethodName();
        return method == null ? failure.getDescription().getDisplayName() : method;
    }

    private Path file() {
        return folder.resolve(name + ".txt");
    }

    /** A stream whose target changes; Java's log keeps the standard error that it found when it was first used. */
    private static final class Switch extends OutputStream {
        private OutputStream target = OutputStream.nullOutputStream();

        synchronized void to(OutputStream next) throws IOException {
            target.close();
            target = next;
        }

        @Override
        public synchronized void write(int octet) throws IOException {
            target.write(octet);
        }

        @Override
        public synchronized void write(byte[] octets, int from, int count) throws IOException {
            target.write(octets, from, count);
        }

        @Override
        public synchronized void close() throws IOException {
            to(OutputStream.nullOutputStream());
        }
    }
}
