package io.jenkins.plugins.spindelivery.bench;

import io.jenkins.plugins.spindelivery.engine.manifest.read.ManifestReader;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ReadLimits;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ReadingBench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Reading many manifests, with all checks on, beside Go's sigs.k8s.io/yaml, by which kubectl reads. */
final class Reading {
    /** Reading is soon compiled: its loops are short and many. */
    private static final int WARM_UPS = 20;

    private static final Pattern FIRST = Pattern.compile("documents (\\d+) first ([0-9.]+)");

    private final Setting setting;
    private final int documents;
    private final Path file;
    private final byte[] content;
    private final Path oracle;

    /**
     * The work.
     *
     * @param setting where it is done
     * @param documents how many
     */
    Reading(Setting setting, int documents) throws Exception {
        this.setting = setting;
        this.documents = documents;
        this.file = Files.writeString(setting.folder().resolve("reading.yaml"), manifests(documents));
        this.content = Files.readAllBytes(file);
        this.oracle = setting.folder().resolve("oracle");
        Programs.run(
                setting.root().resolve("testcluster/oracle"),
                Map.of("CGO_ENABLED", "0", "GOWORK", "off"),
                List.of("go", "build", "-trimpath", "-o", oracle.toString(), "."));
    }

    List<Row> measure(int rounds) throws Exception {
        for (int i = 0; i < WARM_UPS; i++) {
            read();
        }
        List<String> cold = coldReader();
        Race race = new Race(setting.quiet())
                .with(Contestant.measured("Go, its own measure", this::goAlone))
                .with(Contestant.of("spin warm", this::read))
                .with(Contestant.of("Go, process", () -> Programs.run(setting.folder(), Map.of(), go())))
                .with(Contestant.of("spin cold", () -> Programs.run(setting.folder(), Map.of(), cold)));
        Map<String, Times> times = race.run(1, rounds);
        String work = "read %,d documents, %.1f MiB, all checks on, "
                .formatted(documents, content.length / (double) (1 << 20));
        return List.of(
                Row.times(
                        "reading-warm",
                        work + "warm",
                        times.get("spin warm"),
                        "Go's sigs.k8s.io/yaml",
                        times.get("Go, its own measure"),
                        0.33),
                Row.times(
                        "reading-cold",
                        work + "cold process",
                        times.get("spin cold"),
                        "the same as a process",
                        times.get("Go, process"),
                        1));
    }

    private void read() {
        expect(ManifestReader.read(file.toString(), content, ReadLimits.DEFAULT).size());
    }

    private void expect(int read) {
        if (read != documents) {
            throw new IllegalStateException(read + " of " + documents + " documents were read");
        }
    }

    private List<String> go() {
        return List.of(oracle.toString(), "time", file.toString(), "0");
    }

    /** Without the start of its process, to be fair to it. */
    private Duration goAlone() throws Exception {
        Matcher said =
                FIRST.matcher(Programs.run(setting.folder(), Map.of(), go()).output());
        if (!said.find()) {
            throw new IllegalStateException("Go's reader said nothing");
        }
        expect(Integer.parseInt(said.group(1)));
        return Duration.ofNanos((long) (Double.parseDouble(said.group(2)) * 1e6));
    }

    /** Java started as the command line's script starts it. */
    private List<String> coldReader() throws IOException {
        Path target = setting.root().resolve("standalone/target");
        String archive;
        try (Stream<Path> files = Files.list(target)) {
            archive = files.filter(each -> each.toString().endsWith(".jsa"))
                    .max(Comparator.comparing(each -> each.toFile().lastModified()))
                    .map(each -> "-XX:SharedArchiveFile=" + each)
                    .orElse("-Xshare:auto");
        }
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                archive,
                "-cp",
                target.resolve("spin.jar") + ":" + target.resolve("test-classes"),
                ReadingBench.class.getName(),
                file.toString(),
                "0");
    }

    /** Documents of about 540 bytes. */
    private static String manifests(int count) {
        return IntStream.range(0, count)
                .mapToObj(i ->
                        """
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata:
                          name: web-%1$d
                          namespace: shop
                          labels:
                            app.kubernetes.io/name: "web-%1$d"
                            tier: frontend
                          annotations:
                            description: 'The web server number %1$d, with a text that is worth a line.'
                        spec:
                          replicas: %2$d
                          selector:
                            matchLabels: {app: web-%1$d}
                          template:
                            metadata:
                              labels: {app: web-%1$d}
                            spec:
                              containers:
                              - name: web
                                image: registry.example.com/web:1.%1$d
                                env:
                                - {name: PORT, value: "8080"}
                        """
                                .formatted(i, i % 5))
                .collect(Collectors.joining("---\n"));
    }
}
