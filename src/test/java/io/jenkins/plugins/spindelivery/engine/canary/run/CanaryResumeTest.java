package io.jenkins.plugins.spindelivery.engine.canary.run;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveCluster;
import io.jenkins.plugins.spindelivery.engine.operation.ResumeProperty;
import java.nio.file.Path;
import java.util.List;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.TestRule;

/** Canaries that are stopped everywhere. */
public class CanaryResumeTest {
    private static final LiveCluster LIVE = new LiveCluster();

    @ClassRule
    public static final TestRule CLUSTER = LIVE.rule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private ResumeProperty property;

    @Before
    public void property() {
        property = new ResumeProperty(folder.getRoot().toPath());
    }

    private CanaryScenario scenario(double factor) {
        Path before = folder.getRoot().toPath();
        return new CanaryScenario(
                LIVE, before, CanaryResumeTest::gated, Shop.next("web:2", "red"), ScriptedSource.factor(factor));
    }

    private static CanaryRequest gated(String namespace) {
        CanaryRequest base = Shop.measured(namespace);
        return new CanaryRequest(
                base.deploy(), 1, base.services(), "", base.baseline(), null, base.analysis(), 1, true);
    }

    private static List<String> left(String outcome) {
        return outcome.lines()
                .filter(line -> line.startsWith("--- "))
                .map(line -> line.substring(4))
                .toList();
    }

    private static void onlyProductionIsLeft(String outcome) {
        assertEquals(outcome, List.of("ConfigMap settings-v000", "Service web", "Deployment web"), left(outcome));
        assertEquals(
                outcome,
                1,
                outcome.lines().filter(line -> line.startsWith("ReplicaSet of")).count());
    }

    @Test
    public void aGoodVersion() {
        String outcome = property.survives(scenario(1));
        assertTrue(outcome, outcome.startsWith("succeeded\n"));
        assertTrue(outcome, outcome.contains("verdict PASS, score 100.0\n1 PASS"));
        onlyProductionIsLeft(outcome);
    }

    @Test
    public void aBadVersion() {
        String outcome = property.survives(scenario(9));
        assertTrue(outcome, outcome.startsWith("failed\n"));
        assertTrue(outcome, outcome.contains("verdict FAIL, score 0.0\n1 FAIL"));
        onlyProductionIsLeft(outcome);
    }

    @Test
    public void aCancelAtAnyPoint() {
        List<String> outcomes = property.survivesWhileCancelling(scenario(1));
        for (String outcome : outcomes) {
            onlyProductionIsLeft(outcome);
        }
        assertTrue(outcomes.get(0), outcomes.get(0).startsWith("cancelled\n"));
        assertFalse(outcomes.get(0), outcomes.get(0).contains("verdict PASS"));
    }
}
