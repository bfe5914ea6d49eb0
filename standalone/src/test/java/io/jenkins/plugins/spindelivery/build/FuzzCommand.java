package io.jenkins.plugins.spindelivery.build;

import io.jenkins.plugins.spindelivery.engine.fuzz.FuzzTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code ./dev fuzz}: looks for inputs that break the reader, the expressions, the binding or the pipelines. */
public final class FuzzCommand {
    private static final int DEFAULT_SECONDS = 600;
    private static final int USAGE_ERROR = 2;
    private static final Path FOLDER = Path.of(System.getProperty("spin.root", "."), "standalone", "target", "fuzz");

    private final List<FuzzTarget> targets = new ArrayList<>();
    private int seconds = DEFAULT_SECONDS;
    private Path input;

    private FuzzCommand() {}

    /** Exit code 0: nothing was found; 1: something was; 2: wrong usage. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        FuzzCommand command = new FuzzCommand();
        if (!command.parse(List.of(arguments))) {
            System.err.println("usage: ./dev fuzz [TARGET...] [--seconds N]    all targets together, 600 s by default\n"
                    + "       ./dev fuzz TARGET --input FILE           tries one input, such as a finding\n"
                    + "targets: " + words());
            System.exit(USAGE_ERROR);
        }
        System.exit((command.input == null ? command.fuzz() : command.replay()) ? 0 : 1);
    }

    private static String words() {
        return Arrays.stream(FuzzTarget.values()).map(FuzzTarget::word).collect(Collectors.joining(", "));
    }

    private boolean parse(List<String> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            boolean last = i == arguments.size() - 1;
            if (argument.equals("--seconds") && !last && arguments.get(i + 1).matches("[1-9]\\d{0,5}")) {
                seconds = Integer.parseInt(arguments.get(++i));
            } else if (argument.equals("--input") && !last && Files.isRegularFile(Path.of(arguments.get(i + 1)))) {
                input = Path.of(arguments.get(++i));
            } else {
                Optional<FuzzTarget> target = Arrays.stream(FuzzTarget.values())
                        .filter(one -> one.word().equals(argument))
                        .findFirst();
                if (target.isEmpty()) {
                    return false;
                }
                targets.add(target.get());
            }
        }
        if (targets.isEmpty()) {
            targets.addAll(List.of(FuzzTarget.values()));
        }
        return input == null || targets.size() == 1;
    }

    private boolean fuzz() throws IOException, InterruptedException {
        boolean clean = true;
        int each = Math.max(1, seconds / targets.size());
        for (FuzzTarget target : targets) {
            System.out.printf("%s: %d s…%n", target.word(), each);
            Fuzzer.Result result = new Fuzzer(FOLDER).run(target, each);
            System.out.printf(
                    "%s: %,d inputs tried, %,d edges of code reached, %,d inputs kept%n",
                    target.word(), result.runs(), result.coverage(), result.corpus());
            clean &= result.exit() == 0;
            report(target, result);
        }
        System.out.println(clean ? "Nothing was found." : "Not clean, see above.");
        return clean;
    }

    private static void report(FuzzTarget target, Fuzzer.Result result) {
        if (result.exit() != 0) {
            System.out.println(result.excerpt());
        }
        if (result.exit() != 0 && result.findings().isEmpty()) {
            System.out.println("The fuzzer itself failed: " + result.log());
        }
        for (Path finding : result.findings()) {
            System.out.printf("again:  ./dev fuzz %s --input %s%n", target.word(), finding);
            System.out.printf(
                    "keep:   cp %s %s/NAME%n",
                    finding, target.dictionary().resolveSibling(target.word()).normalize());
        }
    }

    private boolean replay() throws IOException {
        try {
            targets.get(0).run(Files.readAllBytes(input));
            System.out.println("No finding: it ends as it should.");
            return true;
        } catch (RuntimeException | Error e) {
            e.printStackTrace(System.out);
            return false;
        }
    }
}
