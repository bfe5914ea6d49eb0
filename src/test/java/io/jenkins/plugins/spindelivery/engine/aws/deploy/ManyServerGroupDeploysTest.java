package io.jenkins.plugins.spindelivery.engine.aws.deploy;

import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsResult;
import io.jenkins.plugins.spindelivery.engine.aws.peer.AwsPeer;
import io.jenkins.plugins.spindelivery.engine.aws.peer.PeerAccount;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.Capacity;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroup;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroups;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Many deploys at once in an account that is throttled and loses answers: each makes one group, and nothing is left over. */
public class ManyServerGroupDeploysTest {
    @ClassRule
    public static final AwsPeer AWS = AwsPeer.shared();

    private static final int DEPLOYS = 50;
    private static final int CLUSTERS = 10;
    private static final int FAIR = 600;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private static ServerGroupDeployRequest request(int number) {
        ServerGroupDeployRequest plain = Place.request(StrategyOptions.of(DeployStrategy.NONE));
        return new ServerGroupDeployRequest(
                PeerAccount.NAME,
                PeerAccount.REGION,
                "many",
                "s" + number % CLUSTERS,
                "",
                plain.launch(),
                Place.settings(new Capacity(1, 1, 1)),
                plain.strategy(),
                true,
                0,
                "",
                FAIR);
    }

    @Test
    public void eachMakesOneGroup() throws Exception {
        Place place = new Place(AWS.account());
        place.account().rules().delay(Duration.ofMillis(20)).shares(0.1, 0, 0.02, 42);
        ExecutorService threads = Executors.newFixedThreadPool(DEPLOYS);
        List<Future<AwsResult>> runs = new ArrayList<>();
        try {
            List<Callable<AwsResult>> work = new ArrayList<>();
            for (int i = 0; i < DEPLOYS; i++) {
                ServerGroupDeployRequest request = request(i);
                work.add(() -> place.deploy(folder.getRoot().toPath(), request));
            }
            runs.addAll(threads.invokeAll(work));
        } finally {
            threads.shutdownNow();
        }
        TreeSet<String> names = new TreeSet<>();
        for (Future<AwsResult> run : runs) {
            assertEquals(run.get().errors().toString(), "succeeded", run.get().status().word());
            names.add(run.get().outputs().get("serverGroup").toString());
        }
        List<String> there = new ServerGroups(place.account().aside(), Runnable::run)
                .all().stream().map(ServerGroup::name).sorted().toList();
        assertEquals(DEPLOYS, names.size());
        assertEquals(List.copyOf(names), there);
        assertEquals(DEPLOYS, place.templates());
        assertEquals(
                DEPLOYS,
                place.account().leftovers(PeerAccount.REGION).stream()
                        .filter(left -> left.startsWith("Instance "))
                        .count());
    }
}
