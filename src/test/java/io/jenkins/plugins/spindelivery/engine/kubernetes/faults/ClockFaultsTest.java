package io.jenkins.plugins.spindelivery.engine.kubernetes.faults;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployResult;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.testcluster.TestCluster;
import java.time.Duration;
import java.util.List;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;

/** A machine whose clock is wrong, or is put right in the middle of the work. */
public class ClockFaultsTest {
    @ClassRule
    public static final TestCluster CLUSTER = TestCluster.shared();

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration TEN_YEARS = Duration.ofDays(3652);

    @Rule
    public final FaultBench bench = FaultBench.at(CLUSTER);

    private static String settings(String value) {
        return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings, annotations: "
                + "{strategy.spinnaker.io/max-version-history: '2'}}\ndata: {key: " + value + "}\n---\n";
    }

    /** The cluster's own times order the versions, so the oldest ones go whatever the clock was when they were made. */
    @Test(timeout = 60_000)
    public void aWrongClockChangesNothing() {
        List<Duration> wrong =
                List.of(TEN_YEARS, TEN_YEARS.multipliedBy(-2), TEN_YEARS.plus(DAY), DAY.multipliedBy(-2), DAY);
        for (int i = 0; i < wrong.size(); i++) {
            bench.time().jump(wrong.get(i));
            DeployResult result = bench.deploy(FaultBench.options(30, false), settings("v" + i) + Manifests.WEB);
            assertEquals(result.errors().toString(), Status.SUCCEEDED, result.status());
            assertTrue(result.durationMillis() + " ms", result.durationMillis() < 30_000);
        }
        assertEquals(List.of("settings-v003", "settings-v004"), bench.names("configmaps"));
    }

    /** A pod that no node takes is given five minutes for a new node, by whatever clock. */
    @Test(timeout = 60_000)
    public void aClockThatIsAheadMakesNobodyImpatient() {
        bench.time().jump(DAY);
        DeployResult result = bench.deploy(FaultBench.options(2, false), withoutANode());
        assertEquals(bench.told(result.errors()).toString(), Status.TIMED_OUT, result.status());
    }

    private static String withoutANode() {
        return Manifests.WEB.replace("spec: {containers", "spec: {nodeSelector: {no: such-node}, containers");
    }

    @Test(timeout = 60_000)
    public void aClockThatIsPutBackDoesNotMakeAnybodyWaitForADay() {
        bench.whenWaiting(() -> bench.time().jump(DAY.negated()));
        String never = Manifests.WEB.replace("web:1", "web:1-neverready");
        DeployResult result = bench.deploy(FaultBench.options(3, false), never);
        assertEquals(Status.TIMED_OUT, result.status());
        assertEquals(
                List.of("Deployment NAMESPACE/web: It is not stable in time: Container web runs but is not ready yet."),
                bench.told(result.errors()));
    }
}
