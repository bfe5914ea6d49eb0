package io.jenkins.plugins.spindelivery.build;

import io.jenkins.plugins.spindelivery.engine.fuzz.FuzzTarget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Runs Jazzer on a target in a process of its own with a small heap: whatever the target does to its JVM, this one
 * reports it. What made new code run stays in the folder and is where the next run goes on.
 */
final class Fuzzer {
    private static final String HEAP = "-Xmx512m";
    /** What takes a second without Jazzer's probes takes more than this with them. */
    private static final Duration PROCESSOR_TIME = Duration.ofSeconds(3);

    /** Also the code of the parsers that ours calls, or the fuzzer would not know when it has got further. */
    private static final String INSTRUMENTED =
            "io.jenkins.plugins.spindelivery.engine.**:org.yaml.snakeyaml.**:org.springframework.expression.**";
    /** Expressions may give regular expressions of their own: BoundedPattern takes those that end soon. */
    private static final String ALLOWED_ON_PURPOSE = "com.code_intelligence.jazzer.sanitizers.RegexInjection";

    /** Time on the clock after which an input that does not end is given up; the targets themselves are stricter. */
    private static final int HANG_SECONDS = 30;

    private static final int LONGEST_INPUT = 8192;
    private static final int EXCERPT_LINES = 12;
    private static final Pattern STATUS = Pattern.compile("(?m)^#(\\d+)\\s.*\\bcov: (\\d+) .*\\bcorp: (\\d+)/");

    private final Path folder;

    /** A fuzzer that keeps its files in a folder. */
    Fuzzer(Path folder) {
        this.folder = folder.toAbsolutePath();
    }

    /**
     * What a run did.
     *
     * @param runs how many inputs were tried
     * @param coverage how many edges of the code they reached
     * @param corpus how many inputs are kept because each reaches something else
     * @param exit the process's exit code; zero when nothing was found
     * @param findings files with inputs that failed
     * @param excerpt what failed, as Jazzer tells it
     * @param log everything that Jazzer said
     */
    record Result(long runs, long coverage, long corpus, int exit, List<Path> findings, String excerpt, Path log) {}

    /**
     * Fuzzes.
     *
     * @param target what
     * @param seconds for how long; the start of the JVM comes on top
     */
    Result run(FuzzTarget target, int seconds) throws IOException, InterruptedException {
        return run(target, seconds, List.of(), List.of());
    }

    /** The same for the same inputs each time, and ready to begin soon. */
    Result runBriefly(FuzzTarget target, int seconds) throws IOException, InterruptedException {
        return run(target, seconds, List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"), List.of("-seed=1"));
    }

    private Result run(FuzzTarget target, int seconds, List<String> ofJava, List<String> ofFuzzer)
            throws IOException, InterruptedException {
        Path own = folder.resolve(target.word());
        Path corpus = Files.createDirectories(own.resolve("corpus"));
        Path findings = Files.createDirectories(own.resolve("findings"));
        keepFindings(findings, Files.createDirectories(own.resolve("earlier-findings")));
        write(corpus, target.seeds());
        write(corpus, target.regressions());
        Path log = own.resolve("log.txt");
        List<String> command = new ArrayList<>(jazzer(target, ofJava));
        command.add("--reproducer_path=" + findings);
        command.add("-artifact_prefix=" + findings + "/");
        command.add("-dict=" + target.dictionary().toAbsolutePath());
        command.add("-max_total_time=" + seconds);
        command.add("-timeout=" + HANG_SECONDS);
        command.add("-max_len=" + LONGEST_INPUT);
        // The seeds are whole manifests: mutations of short texts alone would leave them aside.
        command.add("-len_control=0");
        command.addAll(ofFuzzer);
        command.add(corpus.toString());
        Process process = new ProcessBuilder(command)
                .directory(own.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return result(process.waitFor(), log, findings);
    }

    private static List<String> jazzer(FuzzTarget target, List<String> ofJava) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ofJava);
        command.addAll(List.of(
                HEAP,
                "-Duser.language=en",
                "-Dfuzz.allowed=" + PROCESSOR_TIME,
                "-Dspin.root=" + Path.of(System.getProperty("spin.root", ".")).toAbsolutePath(),
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + target.code().getName(),
                "--instrumentation_includes=" + INSTRUMENTED,
                "--disabled_hooks=" + ALLOWED_ON_PURPOSE));
        return command;
    }

    private static void write(Path folder, Map<String, byte[]> inputs) throws IOException {
        for (Map.Entry<String, byte[]> input : inputs.entrySet()) {
            Files.write(folder.resolve(input.getKey()), input.getValue());
        }
    }

    private static void keepFindings(Path from, Path to) throws IOException {
        for (Path file : files(from)) {
            Files.move(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static Result result(int exit, Path logFile, Path folder) throws IOException {
        String log = Files.readString(logFile, StandardCharsets.ISO_8859_1);
        long[] last = new long[3];
        Matcher status = STATUS.matcher(log);
        while (status.find()) {
            for (int i = 0; i < last.length; i++) {
                last[i] = Long.parseLong(status.group(i + 1));
            }
        }
        List<Path> findings = files(folder).stream()
                .filter(file -> !file.toString().endsWith(".java"))
                .toList();
        return new Result(last[0], last[1], last[2], exit, findings, exit == 0 ? "" : excerpt(log), logFile);
    }

    /** The exception with the top of its stack; the log's end when there is none. */
    private static String excerpt(String log) {
        List<String> lines = log.lines().toList();
        int from = Math.max(0, lines.size() - EXCERPT_LINES);
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("== Java Exception")) {
                from = i;
                break;
            }
        }
        return String.join("\n", lines.subList(from, Math.min(lines.size(), from + EXCERPT_LINES)));
    }
}
