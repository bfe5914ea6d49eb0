package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployRollbackState.Stage;
import io.jenkins.plugins.spindelivery.engine.operation.OperationFile;
import io.jenkins.plugins.spindelivery.engine.operation.Sealer;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A state of the first layout, in the middle of putting things back. The file never changes. */
public class DeployRollbackStateFixtureTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private static OperationFile file() throws URISyntaxException {
        return new OperationFile(
                Path.of(DeployRollbackStateFixtureTest.class
                        .getResource("rollback-state-v1.json")
                        .toURI()),
                Sealer.NONE);
    }

    private static DeployRollbackState read() throws URISyntaxException {
        return file().state(new DeployRollback(), file().load());
    }

    @Test
    public void theStateIsRead() throws URISyntaxException {
        DeployRollbackState state = read();
        assertEquals(new DeployRollbackRequest("test", true, true, 60), state.request());
        assertEquals(Stage.ROLL_BACK, state.stage());
        assertEquals("aa".repeat(32), state.point());
        assertEquals("conf-v000", state.restored().get(0).name());
        assertTrue(state.deploy().anythingChanged());
        assertEquals(2, state.denials());
        assertNull(state.ending());
    }

    @Test
    public void everyStageHasItsName() {
        assertEquals(
                "a new stage belongs in this list, and a new state version with it",
                List.of("CHECK", "RESTORE", "ROLL_BACK", "END"),
                Arrays.stream(Stage.values()).map(Enum::name).toList());
    }

    /** What is read is written again under the same names. */
    @Test
    public void nothingIsRenamedOrLost() throws URISyntaxException {
        OperationFile copy = new OperationFile(folder.getRoot().toPath().resolve("copy.json"), Sealer.NONE);
        copy.save(new DeployRollback(), read());
        assertEquals(file().load().state(), copy.load().state());
    }
}
