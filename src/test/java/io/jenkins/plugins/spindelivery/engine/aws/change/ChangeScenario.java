package io.jenkins.plugins.spindelivery.engine.aws.change;

import io.jenkins.plugins.spindelivery.engine.aws.life.MortalAws;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsResult;
import io.jenkins.plugins.spindelivery.engine.aws.peer.AwsPeer;
import io.jenkins.plugins.spindelivery.engine.aws.peer.PeerAccount;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.MetricSources;
import io.jenkins.plugins.spindelivery.engine.event.EventSink;
import io.jenkins.plugins.spindelivery.engine.operation.BlobStore;
import io.jenkins.plugins.spindelivery.engine.operation.Life;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.Scenario;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A change of server groups in an account of its own.
 *
 * @param peer has the accounts
 * @param names of the server groups that may be there, for the outcome
 * @param before makes what is there
 * @param request what to change
 */
record ChangeScenario(AwsPeer peer, List<String> names, Consumer<TestGroups> before, ServerGroupChangeRequest request)
        implements Scenario<ServerGroupChangeState, AwsResult> {
    private static final Duration SHORT = Duration.ofMillis(50);

    @Override
    public boolean triesWritesAgain() {
        return true;
    }

    @Override
    public Trial<ServerGroupChangeState, AwsResult> prepare() {
        PeerAccount account = peer.account();
        account.rules().delay(SHORT);
        TestGroups groups = new TestGroups(account);
        before.accept(groups);
        return new Run(groups);
    }

    private final class Run implements Trial<ServerGroupChangeState, AwsResult> {
        private final TestGroups groups;

        Run(TestGroups groups) {
            this.groups = groups;
        }

        @Override
        public OperationContext context(Clock clock, BlobStore blobs, Life life) {
            return new OperationContext(
                    clock,
                    Runnable::run,
                    EventSink.NONE,
                    ChangeRun.NO_CLUSTERS,
                    blobs,
                    MetricSources.NONE,
                    MortalAws.of(groups.account().accounts(), life),
                    () -> {});
        }

        @Override
        public ServerGroupChange operation() {
            return new ServerGroupChange();
        }

        @Override
        public ServerGroupChangeState begin(OperationContext context) {
            return ServerGroupChange.start(request, context);
        }

        /** Of one that is being deleted, only that is said: how far that is, does not depend on the run. */
        @Override
        public String outcome(AwsResult result) {
            String lines = names.stream()
                    .map(name -> groups.find(name)
                            .filter(group -> !group.deleting())
                            .map(group -> groups.line(name))
                            .orElse(name + " gone"))
                    .collect(Collectors.joining("\n"));
            return ChangeRun.told(result) + "\n" + lines + "\n" + groups.templates();
        }
    }
}
