package io.jenkins.plugins.spindelivery.engine.aws.destroy;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.aws.life.MortalAws;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsResult;
import io.jenkins.plugins.spindelivery.engine.aws.peer.AwsPeer;
import io.jenkins.plugins.spindelivery.engine.aws.peer.PeerAccount;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.MetricSources;
import io.jenkins.plugins.spindelivery.engine.event.EventSink;
import io.jenkins.plugins.spindelivery.engine.operation.BlobStore;
import io.jenkins.plugins.spindelivery.engine.operation.Life;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.ResumeProperty;
import io.jenkins.plugins.spindelivery.engine.operation.Scenario;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What is to be destroyed goes once, wherever it stops, and nothing of it stays. */
public class AwsDestroyResumeTest {
    @ClassRule
    public static final AwsPeer AWS = AwsPeer.shared();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    /** One thing of each kind in an account of its own, or the network's alone. */
    private record Destroyed(boolean machines) implements Scenario<DestroyState, AwsResult> {
        @Override
        public boolean triesWritesAgain() {
            return true;
        }

        @Override
        public Trial<DestroyState, AwsResult> prepare() {
            return new Run(new DestroyPlace(AWS.account()).make(machines).account);
        }
    }

    private record Run(PeerAccount account) implements Scenario.Trial<DestroyState, AwsResult> {
        @Override
        public OperationContext context(Clock clock, BlobStore blobs, Life life) {
            return new OperationContext(
                    clock,
                    Runnable::run,
                    EventSink.NONE,
                    name -> {
                        throw new AssertionError("no cluster is asked for");
                    },
                    blobs,
                    MetricSources.NONE,
                    MortalAws.of(account.accounts(), life),
                    () -> {});
        }

        @Override
        public AwsDestroy operation() {
            return new AwsDestroy();
        }

        @Override
        public DestroyState begin(OperationContext context) {
            return AwsDestroy.start(
                    new DestroyRequest(
                            PeerAccount.NAME,
                            List.of(PeerAccount.REGION),
                            Map.of("cluster", "shop-test"),
                            List.of(),
                            false,
                            60),
                    context);
        }

        @Override
        public String outcome(AwsResult result) {
            String told = result.objects().stream()
                    .map(each -> each.action().word() + " " + each.kind() + " " + each.name())
                    .collect(Collectors.joining("\n"));
            List<String> left = account.leftovers(PeerAccount.REGION).stream()
                    .map(line -> line.replaceAll("sg-[0-9a-f]+ ", ""))
                    .sorted()
                    .toList();
            return result.status().word() + "\n" + told + "\n" + left;
        }
    }

    @Test
    public void allOfItIsGoneWhereverItStops() {
        String outcome = new ResumeProperty(folder.getRoot().toPath()).survives(new Destroyed(true));
        assertTrue(outcome, outcome.startsWith("succeeded\n") && outcome.endsWith("deleted Image shop-1\n[]"));
    }

    @Test
    public void aCancelSaysWhatIsGone() {
        List<String> outcomes =
                new ResumeProperty(folder.getRoot().toPath()).survivesWhileCancelling(new Destroyed(false));
        assertEquals(
                """
                cancelled

                [LoadBalancer shop, SecurityGroup (shop-lb), SecurityGroup (shop-web), TargetGroup shop]""",
                outcomes.get(0));
    }
}
