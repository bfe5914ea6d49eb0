package io.jenkins.plugins.spindelivery.engine.kubernetes.job;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.job.RunJobRequest.Cleanup;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.OperationFile;
import io.jenkins.plugins.spindelivery.engine.operation.OperationRunner;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.TestRule;

/** Runs Jobs on the real control plane; its pods end and "log" as their annotations say. */
public class RunJobTest {
    private static final LiveCluster LIVE = new LiveCluster();

    @ClassRule
    public static final TestRule CLUSTER = LIVE.rule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final List<Event> events = new ArrayList<>();
    private String namespace;

    @Before
    public void namespace() {
        namespace = LIVE.testCluster().newNamespace("job");
    }

    /** A Job whose pods log some lines. */
    static String job(String image, String log, String more) {
        return """
                apiVersion: batch/v1
                kind: Job
                metadata: {name: migrate}
                spec:
                  backoffLimit: 0
                  %s
                  template:
                    metadata:
                      annotations:
                        testcluster.spin-delivery.io/log: |
                          %s
                    spec:
                      restartPolicy: Never
                      containers: [{name: main, image: "%s"}]
                """
                .formatted(more, log.replace("\n", "\n          "), image);
    }

    private RunJobResult run(String yaml, String outputs, Cleanup cleanup, long timeout) {
        OperationFile file = OperationRunner.file(folder.getRoot().toPath());
        OperationContext context =
                new OperationContext(Clock.systemUTC(), LIVE.executor(), events::add, account -> LIVE.cluster(), file);
        RunJobState first = RunJob.start(
                JobScenario.request(namespace, outputs, cleanup, timeout), JobScenario.manifests(yaml), context);
        return OperationRunner.run(new RunJob(), first, context, file, state -> {});
    }

    private List<String> codes(RunJobResult result) {
        return result.errors().stream().map(Problem::code).toList();
    }

    private boolean isThere() {
        return LIVE.cluster()
                .get(new ObjectRef("batch/v1", "Job", namespace, "migrate"))
                .isPresent();
    }

    private List<String> logged() {
        return events.stream()
                .filter(Event.LogLines.class::isInstance)
                .map(Event.LogLines.class::cast)
                .flatMap(lines -> lines.lines().stream().map(line -> lines.container() + " | " + line))
                .toList();
    }

    @Test
    public void aJobThatSucceedsGivesItsLogAndOutputs() {
        String log = "migrating\nSPINNAKER_PROPERTY_Version=1.5=rc1\n[INFO] SPINNAKER_PROPERTY_ROWS= 17 \n"
                + "SPINNAKER_PROPERTY_EMPTY=\nSPINNAKER_CONFIG_JSON={\"tables\": [\"a\"], \"rows\": 18}\ndone";
        RunJobResult result = run(job("migrate:1", log, ""), "main", Cleanup.STOPPED, 60);
        assertEquals(result.errors().toString(), Status.SUCCEEDED, result.status());
        assertEquals(Map.of("version", "1.5=rc1", "rows", 18, "tables", List.of("a")), result.outputs());
        assertEquals("main | migrating", logged().get(0));
        assertEquals(6, logged().size());
        assertEquals("done", result.log().get(5));
        assertEquals(1, result.containers().size());
        assertEquals(0, result.containers().get(0).exitCode());
        assertEquals("Completed", result.containers().get(0).reason());
        assertTrue("it stays for people to look at", isThere());
    }

    @Test
    public void aJobOfTheSameNameRunsAgain() {
        run(job("migrate:1", "first", ""), "", Cleanup.STOPPED, 60);
        RunJobResult again = run(job("migrate:1", "first", ""), "", Cleanup.ALWAYS, 60);
        assertEquals(again.errors().toString(), Status.SUCCEEDED, again.status());
        assertEquals(List.of("main | first", "main | first"), logged());
        assertEquals(Map.of(), again.outputs());
        assertEquals(false, isThere());
    }

    @Test
    public void outputsThatWereAskedForHaveToCome() {
        RunJobResult silent = run(job("migrate:1", "nothing", ""), "main", Cleanup.STOPPED, 60);
        assertEquals(Status.FAILED, silent.status());
        assertEquals(List.of("kubernetes.job-no-outputs"), codes(silent));
        RunJobResult other = run(job("migrate:1", "SPINNAKER_PROPERTY_A=b", ""), "sidecar", Cleanup.STOPPED, 60);
        assertEquals(List.of("kubernetes.job-no-outputs"), codes(other));
        RunJobResult malformed =
                run(job("migrate:1", "SPINNAKER_CONFIG_JSON={\"a\": 1} tail", ""), "main", Cleanup.STOPPED, 60);
        assertEquals(List.of("kubernetes.job-outputs-malformed"), codes(malformed));
        RunJobResult list = run(job("migrate:1", "SPINNAKER_CONFIG_JSON=[1]", ""), "main", Cleanup.STOPPED, 60);
        assertEquals(List.of("kubernetes.job-outputs-malformed"), codes(list));
    }

    @Test
    public void aFailureTellsExitCodeReasonAndTail() {
        RunJobResult result = run(job("migrate:1-failed", "table locked", ""), "main", Cleanup.STOPPED, 60);
        assertEquals(Status.FAILED, result.status());
        assertEquals(List.of("kubernetes.job-failed", "kubernetes.job-container"), codes(result));
        assertThat(result.errors().get(0).message(), containsString("BackoffLimitExceeded"));
        assertThat(result.errors().get(1).message(), containsString("main ended with exit code 1 (Error)"));
        assertThat(result.errors().get(1).message(), containsString("table locked"));
        assertEquals(1, result.containers().get(0).exitCode());
        assertTrue("what failed stays for people to look at", isThere());
    }

    @Test
    public void aSecondTryMaySucceed() {
        RunJobResult result = run(
                job("migrate:1-restartonce", "tried", "").replace("restartPolicy: Never", "restartPolicy: OnFailure"),
                "",
                Cleanup.STOPPED,
                60);
        assertEquals(result.errors().toString(), Status.SUCCEEDED, result.status());
        assertTrue(logged().toString(), logged().size() >= 1);
    }

    @Test
    public void whatCannotRunIsNotWaitedFor() {
        RunJobResult result = run(job("migrate:1-pullfail", "", ""), "", Cleanup.STOPPED, 100);
        assertEquals(Status.FAILED, result.status());
        assertThat(result.errors().get(0).message(), containsString("image"));
        assertEquals("it would run when the image comes", false, isThere());
    }

    @Test
    public void whatTakesTooLongIsDeleted() {
        RunJobResult result = run(job("migrate:1-neverready", "waiting", ""), "", Cleanup.STOPPED, 1);
        assertEquals(Status.TIMED_OUT, result.status());
        assertEquals(List.of("kubernetes.job-timeout"), codes(result));
        assertEquals(false, isThere());
        assertEquals(List.of("main | waiting"), logged());
    }

    @Test
    public void itMayStay() {
        RunJobResult result = run(job("migrate:1-neverready", "waiting", ""), "", Cleanup.NEVER, 1);
        assertEquals(Status.TIMED_OUT, result.status());
        assertTrue(isThere());
    }

    @Test
    public void onlyOneJobCanBeRun() {
        for (String yaml : List.of(
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
                job("a:1", "", "") + "---\n" + job("b:1", "", ""))) {
            ProblemException refused = assertThrows(ProblemException.class, () -> run(yaml, "", Cleanup.STOPPED, 1));
            assertThat(refused.problems().get(0).code(), containsString("kubernetes.job-"));
        }
    }

    @Test
    public void aManifestThatIsWrongChangesNothing() {
        String wrong = job("migrate:1", "x", "").replace("restartPolicy: Never", "restartPolicy: Always");
        RunJobResult result = run(wrong, "", Cleanup.STOPPED, 60);
        assertEquals(Status.REFUSED, result.status());
        assertEquals(false, isThere());
    }
}
