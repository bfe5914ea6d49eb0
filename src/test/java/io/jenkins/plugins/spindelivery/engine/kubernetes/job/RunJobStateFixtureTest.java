package io.jenkins.plugins.spindelivery.engine.kubernetes.job;

import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.spindelivery.engine.kubernetes.job.RunJobRequest.Cleanup;
import io.jenkins.plugins.spindelivery.engine.kubernetes.job.RunJobState.Stage;
import io.jenkins.plugins.spindelivery.engine.operation.OperationFile;
import io.jenkins.plugins.spindelivery.engine.operation.Sealer;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A state of the first layout: a running Job that was just cancelled. The file never changes. */
public class RunJobStateFixtureTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private static OperationFile file() throws URISyntaxException {
        return new OperationFile(
                Path.of(RunJobStateFixtureTest.class
                        .getResource("state-v1.json")
                        .toURI()),
                Sealer.NONE);
    }

    private static RunJobState read() throws URISyntaxException {
        return file().state(new RunJob(), file().load());
    }

    @Test
    public void theStateIsRead() throws URISyntaxException {
        RunJobState state = read();
        assertEquals(Stage.RUN, state.stage());
        assertEquals(Cleanup.STOPPED, state.request().cleanup());
        assertEquals("main", state.request().outputs());
        assertEquals(7200, state.request().timeoutSeconds());
        assertEquals("Job shop/migrate", state.job().toString());
        assertEquals("bcdf567e-9563-4964-b1f0-b97da3ae4020", state.uid());
        LogPosition position = state.logs().position("migrate-x7k2p", "main").orElseThrow();
        assertEquals("2026-11-22T20:00:00Z", position.since());
        assertEquals(2, position.count());
        assertEquals(Map.of("rows", "17"), state.logs().outputs().values());
        assertEquals(
                "kubernetes.job-outputs-malformed",
                state.logs().outputs().wrong().code());
        assertEquals(3, state.containers().get(0).exitCode());
        assertEquals(Status.CANCELLED, state.ending().status());
    }

    @Test
    public void everyStageHasItsName() {
        assertEquals(
                "a new stage belongs in this list, and a new state version with it",
                List.of("DEPLOY", "RUN", "CLEANUP", "END"),
                Arrays.stream(Stage.values()).map(Enum::name).toList());
    }

    /** What is read is written again under the same names. */
    @Test
    public void nothingIsRenamedOrLost() throws URISyntaxException {
        OperationFile copy = new OperationFile(folder.getRoot().toPath().resolve("copy.json"), Sealer.NONE);
        copy.save(new RunJob(), read());
        assertEquals(file().load().state(), copy.load().state());
    }
}
