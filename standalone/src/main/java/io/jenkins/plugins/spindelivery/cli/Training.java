package io.jenkins.plugins.spindelivery.cli;

import io.jenkins.plugins.spindelivery.cli.output.Console;
import io.jenkins.plugins.spindelivery.cli.output.Terminal;
import io.jenkins.plugins.spindelivery.cli.run.HeadStart;
import io.jenkins.plugins.spindelivery.cli.run.Signals;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs the usual commands once, so that Java can note which classes they need and the script {@code spin} can put these
 * into an archive from which they start faster. It needs no cluster and leaves nothing behind.
 */
public final class Training {
    private static final String MANIFEST =
            """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings}
            data: {colour: "${ parameters.colour }", size: '3'}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, labels: {app: web}}
            spec:
              replicas: 1
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  containers:
                  - name: web
                    image: web:1
                    envFrom: [{configMapRef: {name: settings}}]
            """;

    private static final String CANARY =
            """
            {"metrics": [
              {"name": "latency", "groups": ["a"], "analysisConfigurations": {"canary": {"direction": "increase"}}},
              {"name": "errors", "groups": ["b"]}],
             "classifier": {"groupWeights": {"a": 60, "b": 40}, "scoreThresholds": {"pass": 75, "marginal": 50}}}
            """;

    private static final String MEASUREMENTS =
            """
            {"metrics": {
              "latency": {"control": [1, 2.5, null, 1.75], "experiment": [11.25, 12.5, 13, 11]},
              "errors": {"control": [1.5, 2, 1], "experiment": [2, 1, 1.5]}}}
            """;

    private final Console console;
    private final String kubeconfig;
    private final String manifest;
    private final String state;
    private final String canary;
    private final String measurements;

    private Training(Path folder) throws Exception {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        console = new Console(
                InputStream.nullInputStream(), nowhere, System.err, Map.of(), Terminal.NONE, Clock.systemUTC());
        kubeconfig = folder.resolve("kubeconfig").toString();
        manifest = Files.writeString(folder.resolve("manifest.yaml"), MANIFEST).toString();
        state = folder.resolve("state.json").toString();
        canary = Files.writeString(folder.resolve("canary.json"), CANARY).toString();
        measurements =
                Files.writeString(folder.resolve("metrics.json"), MEASUREMENTS).toString();
    }

    /**
     * The training's entry.
     *
     * @param arguments an empty folder for its files
     * @throws Exception when a command does not end as it should; then there is no use in an archive
     */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        HeadStart.begin();
        Signals.listen(() -> {});
        Language.of(Map.of("LANG", "zh_CN.UTF-8"));
        try (TrainingServer server = TrainingServer.start(folder)) {
            Files.writeString(folder.resolve("kubeconfig"), server.kubeconfig());
            new Training(folder).run();
        }
        System.exit(ExitCode.DONE);
    }

    private void run() {
        List<String> request = List.of("-f", manifest, "--kubeconfig", kubeconfig, "--param", "colour=red");
        for (Locale language : List.of(Locale.SIMPLIFIED_CHINESE, Locale.US)) {
            Locale.setDefault(language);
            expect(ExitCode.DONE, List.of("version"));
            expect(ExitCode.DONE, List.of("help", "deploy"));
            expect(ExitCode.REFUSED, List.of("deploy", "--misspelt"));
        }
        expect(ExitCode.DONE, List.of("render", "-f", manifest, "--param", "colour=red"));
        expect(ExitCode.DONE, with("plan", request));
        expect(ExitCode.DONE, with("deploy", request, "--state", state));
        expect(ExitCode.DONE, with("deploy", request, "--state", state, "-o", "json"));
        expect(ExitCode.DONE, List.of("status", "deploy/web", "--kubeconfig", kubeconfig));
        expect(ExitCode.DONE, List.of("status", "deploy/web", "--kubeconfig", kubeconfig, "-o", "json"));
        List<String> judge = List.of("canary", "judge", "--config", canary, "--metrics", measurements);
        expect(ExitCode.DONE, judge);
        expect(
                ExitCode.DONE,
                Stream.concat(judge.stream(), Stream.of("-o", "json")).toList());
    }

    private static List<String> with(String command, List<String> request, String... more) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(request);
        all.addAll(List.of(more));
        return all;
    }

    private void expect(int code, List<String> command) {
        int ended = new Spin(console, halted -> {}).run(command.toArray(String[]::new));
        if (ended != code) {
            throw new IllegalStateException("spin " + command.get(0) + " ended with " + ended + " in training");
        }
    }
}
