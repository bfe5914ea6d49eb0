package io.jenkins.plugins.spindelivery.bench;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.testcluster.TestCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The benchmark in small: that it measures what it says. What comes out is not looked at, for tests are not timed. */
public class BenchTest {
    @ClassRule
    public static final TestCluster CLUSTER = TestCluster.shared();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private static final List<String> EXPECTED = List.of(
            "objects-first-warm",
            "objects-first-cold",
            "objects-checked-warm",
            "objects-again-warm",
            "objects-again-cold",
            "objects-sent-warm",
            "limit-first",
            "limit-again",
            "rollout-warm",
            "rollout-cold",
            "rollout-own",
            "rollouts-requests",
            "reading-warm",
            "reading-cold",
            "version-cold",
            "status-cold");

    /** Where there is Python and scipy can be fetched. */
    private static final List<String> WITH_SCIPY = List.of("judge-bounds", "judge-warm", "judge-cold");

    private static final Path ROOT =
            Path.of(System.getProperty("spin.root")).toAbsolutePath().normalize();

    @Test
    public void everyPartGivesItsFigures() throws Exception {
        Setting setting = new Setting(ROOT, folder.getRoot().toPath(), CLUSTER, Peers.build(ROOT), Quiet.careless());
        Report report = new Bench.Sizes(1, 1, 4, 3, 10, 3).measure(setting, List.of(Bench.Part.values()));
        List<String> ids = report.rows().stream().map(Row::id).toList();
        List<String> expected = new ArrayList<>(EXPECTED);
        if (ScipyPeer.build(ROOT).isPresent()) {
            expected.addAll(WITH_SCIPY);
        }
        assertEquals(expected, ids);
        for (Row row : report.rows()) {
            assertTrue(row.toString(), row.ours() > 0);
            assertTrue(row.toString(), row.peer().isEmpty() || row.theirs() > 0);
        }
        Path page = folder.newFile("page.md").toPath();
        Files.writeString(page, Files.readString(ROOT.resolve("docs/benchmarks.md")));
        report.writeInto(page);
        assertTrue(Files.readString(page).contains(report.markdown()));
    }
}
