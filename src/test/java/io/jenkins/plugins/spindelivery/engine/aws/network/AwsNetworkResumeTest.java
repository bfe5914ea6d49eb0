package io.jenkins.plugins.spindelivery.engine.aws.network;

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
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A description that is stopped anywhere comes to the same, and what is cancelled leaves nothing. */
public class AwsNetworkResumeTest {
    @ClassRule
    public static final AwsPeer AWS = AwsPeer.shared();

    private static final String GROUPS =
            """
            application: shop
            securityGroups:
              - {name: a, ingress: [{ports: 80, group: b}]}
              - {name: b, ingress: [{ports: 80, group: a}], egress: []}
            """;

    private static final String BALANCER =
            """
            application: shop
            securityGroups: [{name: a, ingress: [{ports: 80, cidr: 10.0.0.0/8}]}]
            targetGroups: [{name: web, protocol: HTTP, port: 80, deregistrationDelay: 10}]
            loadBalancers:
              - name: shop
                scheme: internal
                subnets: [SUBNETS]
                securityGroups: [a]
                listeners:
                  - {port: 80, protocol: HTTP, forward: web, rules: [{priority: 1, when: {path: /a}, forward: web}]}
            """;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    /** A description in an account of its own. */
    private record Applied(String description) implements Scenario<NetworkState, AwsResult> {
        @Override
        public boolean triesWritesAgain() {
            return true;
        }

        @Override
        public Trial<NetworkState, AwsResult> prepare() {
            PeerAccount account = AWS.account();
            List<String> subnets = account.subnets();
            return new Run(account, description.replace("SUBNETS", subnets.get(0) + ", " + subnets.get(1)));
        }
    }

    private record Run(PeerAccount account, String description) implements Scenario.Trial<NetworkState, AwsResult> {
        @Override
        public OperationContext context(Clock clock, BlobStore blobs, Life life) {
            return new OperationContext(
                    clock,
                    Runnable::run,
                    EventSink.NONE,
                    NetworkRun.noClusters(),
                    blobs,
                    MetricSources.NONE,
                    MortalAws.of(account.accounts(), life),
                    () -> {});
        }

        @Override
        public AwsNetwork operation() {
            return new AwsNetwork();
        }

        @Override
        public NetworkState begin(OperationContext context) {
            return AwsNetwork.start(NetworkRun.request(false), description.getBytes(StandardCharsets.UTF_8), context);
        }

        @Override
        public String outcome(AwsResult result) {
            List<String> left = account.leftovers(PeerAccount.REGION).stream()
                    .map(line -> line.replaceAll("sg-[0-9a-f]+ ", ""))
                    .sorted()
                    .toList();
            long rules = account.aside().ec2().describeSecurityGroups().securityGroups().stream()
                    .filter(group -> !group.groupName().equals("default"))
                    .mapToLong(group -> group.ipPermissions().size()
                            + group.ipPermissionsEgress().size())
                    .sum();
            return result.status().word() + "\n" + NetworkRun.told(result) + "\n" + left + "\n" + rules + " rules";
        }
    }

    @Test
    public void aBalancerIsMadeOnceWhereverItStops() {
        String outcome = new ResumeProperty(folder.getRoot().toPath()).survives(new Applied(BALANCER));
        assertEquals(
                """
                succeeded
                created SecurityGroup a
                created TargetGroup web
                created LoadBalancer shop
                created Listener shop:80
                [LoadBalancer shop, SecurityGroup (a), TargetGroup web]
                2 rules""",
                outcome);
    }

    @Test
    public void whatIsCancelledLeavesNothing() {
        List<String> outcomes =
                new ResumeProperty(folder.getRoot().toPath()).survivesWhileCancelling(new Applied(GROUPS));
        outcomes.forEach(outcome -> assertTrue(
                outcome,
                outcome.startsWith("cancelled") && outcome.endsWith("\n[]\n0 rules")
                        || outcome.startsWith("succeeded")));
    }
}
