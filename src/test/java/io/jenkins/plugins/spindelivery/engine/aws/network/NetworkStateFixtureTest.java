package io.jenkins.plugins.spindelivery.engine.aws.network;

import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.spindelivery.engine.operation.OperationFile;
import io.jenkins.plugins.spindelivery.engine.operation.Sealer;
import io.jenkins.plugins.spindelivery.engine.operation.StateMapper;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.junit.Test;

/** A state as the first version wrote it. The file never changes; a new layout gets a file of its own. */
public class NetworkStateFixtureTest {
    @Test
    public void theStateIsReadAndWrittenAsItWas() throws URISyntaxException {
        OperationFile file = new OperationFile(
                Path.of(NetworkStateFixtureTest.class
                        .getResource("state-v1.json")
                        .toURI()),
                Sealer.NONE);
        OperationFile.Saved saved = file.load();
        NetworkState state = file.state(new AwsNetwork(), saved);
        assertEquals(AwsNetwork.TYPE, saved.type());
        assertEquals(NetworkState.Stage.BACK_TARGET_GROUPS, state.stage());
        assertEquals(
                saved.state().toString(),
                StateMapper.create().valueToTree(state).toString());
    }
}
