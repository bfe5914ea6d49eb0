package io.jenkins.plugins.spindelivery.engine.aws.bake;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsResult;
import io.jenkins.plugins.spindelivery.engine.aws.peer.AwsPeer;
import io.jenkins.plugins.spindelivery.engine.aws.peer.PeerAccount;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.After;
import org.junit.ClassRule;
import org.junit.Test;

/** What a bake makes. */
public class BakeTest {
    @ClassRule
    public static final AwsPeer AWS = AwsPeer.shared();

    private final ExecutorService executor = Executors.newFixedThreadPool(8);
    private final PeerAccount account = AWS.account();

    @After
    public void shutDown() {
        executor.shutdownNow();
    }

    private BakeRun bake() {
        account.rules().runUserData(true);
        return new BakeRun(account.accounts(), executor);
    }

    @Test
    public void anImageIsBaked() {
        BakeRun bake = bake();
        AwsResult result = bake.run(Bakes.of().request());
        assertEquals(BakeRun.errors(result), Status.SUCCEEDED, result.status());
    }
}
