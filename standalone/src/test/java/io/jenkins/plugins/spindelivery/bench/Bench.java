package io.jenkins.plugins.spindelivery.bench;

import io.jenkins.plugins.spindelivery.engine.testcluster.TestCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.runner.Description;
import org.junit.runners.model.Statement;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./dev bench}. */
@Command(name = "./dev bench", description = "Measures Spin Delivery beside kubectl and Go on this machine.")
public final class Bench implements Runnable {
    @Option(names = "--rounds", defaultValue = "5", description = "Runs that count, of each contestant (default: 5).")
    private int rounds;

    @Option(names = "--warm-ups", defaultValue = "3", description = "Runs before them (default: 3).")
    private int warmUps;

    @Option(names = "--objects", defaultValue = "800", description = "How many objects to deploy (default: 800).")
    private int objects;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    private boolean help;

    /**
     * The program.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Bench()).execute(args));
    }

    @Override
    public void run() {
        try {
            TestCluster cluster = TestCluster.own();
            cluster.apply(
                            new Statement() {
                                @Override
                                public void evaluate() throws Throwable {
                                    measure(cluster);
                                }
                            },
                            Description.EMPTY)
                    .evaluate();
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private void measure(TestCluster cluster) throws Exception {
        Path root = Path.of(System.getProperty("spin.root", ".")).toAbsolutePath().normalize();
        Path folder = Files.createDirectories(root.resolve("standalone/target/bench"));
        Setting setting = new Setting(root, folder, cluster, Peers.build(root));
        List<Row> rows = new ArrayList<>();
        rows.addAll(new ManyObjects(setting, objects).measure(warmUps, rounds));
        rows.forEach(row -> System.out.printf("%-24s %9.1f %9.1f %6.2f (%.2f) %s%n", row.id(), row.ours(), row.theirs(), row.ratio(), row.target(), row.met()));
    }
}
