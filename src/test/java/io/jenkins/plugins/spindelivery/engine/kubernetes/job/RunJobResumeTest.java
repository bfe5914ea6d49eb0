package io.jenkins.plugins.spindelivery.engine.kubernetes.job;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.WriteOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.job.RunJobRequest.Cleanup;
import io.jenkins.plugins.spindelivery.engine.operation.ResumeProperty;
import java.util.List;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.TestRule;

/** Jobs that are stopped everywhere. */
public class RunJobResumeTest {
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

    private static JobScenario scenario(String yaml, String outputs, Cleanup cleanup) {
        return new JobScenario(LIVE, namespace -> {}, yaml, outputs, cleanup);
    }

    @Test
    public void aJobRunsOnce() {
        String job = RunJobTest.job("migrate:1", "SPINNAKER_PROPERTY_A=b", "");
        String outcome = property.survives(scenario(job, "main", Cleanup.STOPPED));
        assertEquals(
                """
                succeeded
                Job NAMESPACE/migrate created stable
                outputs {a=b}
                log [SPINNAKER_PROPERTY_A=b]
                main 0 Completed
                left Job migrate migrate:1
                left Pod of migrate""",
                outcome);
    }

    @Test
    public void aJobWithAGeneratedNameRunsOnce() {
        String job = RunJobTest.job("migrate:1", "one", "").replace("name: migrate}", "generateName: migrate-}");
        String outcome = property.survives(scenario(job, "", Cleanup.ALWAYS));
        assertTrue(outcome, outcome.startsWith("succeeded\nJob NAMESPACE/migrate-NAME deleted stable\n"));
        assertTrue(outcome, !outcome.contains("left"));
    }

    @Test
    public void aJobThatRanBeforeRunsOnceMore() {
        String outcome = property.survives(new JobScenario(
                LIVE, RunJobResumeTest::before, RunJobTest.job("migrate:2", "two", ""), "", Cleanup.STOPPED));
        assertEquals(
                """
                succeeded
                Job NAMESPACE/migrate configured stable
                outputs {}
                log [two]
                main 0 Completed
                left Job migrate migrate:2
                left Pod of migrate""",
                outcome);
    }

    private static void before(String namespace) {
        var job = JobScenario.manifests(RunJobTest.job("migrate:1", "one", ""))
                .get(0)
                .json();
        job.withObject("/metadata").put("namespace", namespace);
        LIVE.cluster().create(job, WriteOptions.DEFAULT);
        LIVE.testCluster()
                .api()
                .await(
                        "/apis/batch/v1/namespaces/" + namespace + "/jobs/migrate",
                        live -> live.at("/status/succeeded").asInt() == 1);
    }

    @Test
    public void aFailure() {
        String job = RunJobTest.job("migrate:1-failed", "locked", "");
        String outcome = property.survives(scenario(job, "", Cleanup.ALWAYS));
        assertTrue(outcome, outcome.startsWith("failed\nJob NAMESPACE/migrate deleted failed\n"));
        assertTrue(outcome, !outcome.contains("left"));
    }

    /** It would run for ever, so how far it is does not depend on time. */
    @Test
    public void aCancelLeavesNothing() {
        String job = RunJobTest.job("migrate:1-neverready", "waiting", "");
        List<String> outcomes = property.survivesWhileCancelling(
                scenario(job, "", Cleanup.STOPPED).within(2));
        for (String outcome : outcomes) {
            assertTrue(outcome, !outcome.contains("left"));
        }
        assertTrue(outcomes.get(0), outcomes.get(0).startsWith("cancelled\n"));
    }
}
