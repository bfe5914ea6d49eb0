package io.jenkins.plugins.spindelivery.bench;

import io.jenkins.plugins.spindelivery.engine.testcluster.TestCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./dev bench}. */
@Command(
        name = "./dev bench",
        sortOptions = false,
        description =
                "Measures Spin Delivery beside kubectl, Go and scipy, on a test cluster of its own. The report goes to"
                        + " standard output and to target/bench.json.",
        footer = {"", "Nothing else should run on the machine: whatever does is measured, too."})
public final class Bench implements Runnable {

    /** The parts of the benchmark. */
    enum Part {
        OBJECTS,
        ROLLOUT,
        ROLLOUTS,
        READING,
        STARTING,
        JUDGE
    }

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "PART",
            description = "Only these parts: ${COMPLETION-CANDIDATES}.")
    private Set<Part> only = new TreeSet<>(Set.of(Part.values()));

    @Option(names = "--rounds", defaultValue = "5", description = "Runs that count, of each contestant (default: 5).")
    private int rounds;

    @Option(
            names = "--warm-ups",
            defaultValue = "5",
            description = "Runs before them, until Java has compiled what runs often (default: 5).")
    private int warmUps;

    @Option(names = "--objects", defaultValue = "800", description = "How many objects to deploy (default: 800).")
    private int objects;

    @Option(
            names = "--deployments",
            defaultValue = "200",
            description = "How many Deployments to roll out at once (default: 200).")
    private int deployments;

    @Option(
            names = "--documents",
            defaultValue = "7800",
            description = "How many documents to read (default: 7800, which are 4 MiB).")
    private int documents;

    @Option(names = "--metrics", defaultValue = "100", description = "How many metrics to judge (default: 100).")
    private int metrics;

    @Option(names = "--docs", description = "Put the figures into docs/benchmarks.md as well.")
    private boolean docs;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    /**
     * The program.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        CommandLine line = new CommandLine(new Bench()).setCaseInsensitiveEnumValuesAllowed(true);
        System.exit(line.execute(args));
    }

    @Override
    public void run() {
        try {
            Report report = report(root());
            System.out.println(report.markdown());
            report.writeJson(root().resolve("target/bench.json"));
            if (docs) {
                report.writeInto(root().resolve("docs/benchmarks.md"));
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Report report(Path root) throws Exception {
        TestCluster cluster = TestCluster.own();
        List<Report> reports = new ArrayList<>();
        Setting.inside(cluster, () -> reports.add(measure(root, cluster)));
        return reports.get(0);
    }

    private Report measure(Path root, TestCluster cluster) throws Exception {
        Path folder = Files.createDirectories(root.resolve("standalone/target/bench"));
        Setting setting = new Setting(root, folder, cluster, Peers.build(root), Quiet.patient());
        return new Sizes(rounds, warmUps, objects, deployments, documents, metrics).measure(setting, only);
    }

    /**
     * How much is measured.
     *
     * @param rounds runs that count
     * @param warmUps runs before them
     * @param objects how many objects are deployed
     * @param deployments how many Deployments roll out at once
     * @param documents how many documents are read
     * @param metrics how many metrics are judged
     */
    record Sizes(int rounds, int warmUps, int objects, int deployments, int documents, int metrics) {

        /** Measures the given parts. */
        Report measure(Setting setting, Collection<Part> parts) throws Exception {
            List<Row> rows = new ArrayList<>();
            for (Part part : parts) {
                System.err.println(part.name().toLowerCase(Locale.ROOT));
                rows.addAll(measure(setting, part));
            }
            return Report.of(setting, rounds, rows);
        }

        private List<Row> measure(Setting setting, Part part) throws Exception {
            return switch (part) {
                case OBJECTS -> new ManyObjects(setting, objects).measure(warmUps, rounds);
                case ROLLOUT -> new OneRollout(setting).measure(4 * warmUps, rounds);
                case ROLLOUTS -> new ManyRollouts(setting, deployments).measure();
                case READING -> new Reading(setting, documents).measure(rounds);
                case STARTING -> new Starting(setting).measure(1, rounds);
                case JUDGE -> judge(setting);
            };
        }

        private List<Row> judge(Setting setting) throws Exception {
            Optional<ScipyPeer> scipy = ScipyPeer.build(setting.root());
            return scipy.isEmpty() ? List.of() : new Judging(setting, scipy.get(), metrics).measure(rounds);
        }
    }

    private static Path root() {
        return Path.of(System.getProperty("spin.root", ".")).toAbsolutePath().normalize();
    }
}
