package io.jenkins.plugins.spindelivery.engine.aws.bake;

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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.Tag;

/**
 * A bake in an account of its own.
 *
 * @param aws where accounts are
 * @param executor for the parts of moves
 * @param request what to bake
 */
record BakeScenario(AwsPeer aws, ExecutorService executor, BakeRequest request)
        implements Scenario<BakeState, AwsResult> {

    @Override
    public boolean triesWritesAgain() {
        return true;
    }

    @Override
    public Trial<BakeState, AwsResult> prepare() {
        PeerAccount account = aws.account();
        account.rules().delay(Duration.ofMillis(50)).runUserData(true);
        if (!request.recipe().packageArtifacts().isEmpty()) {
            TestPackages.bucket(account);
        }
        return new Run(account);
    }

    /** What is in an account's regions, without ids and times. */
    static List<String> remains(PeerAccount account) {
        List<String> lines = new ArrayList<>();
        for (String region : PeerAccount.REGIONS) {
            account.leftovers(region)
                    .forEach(line -> lines.add(region + ": "
                            + line.replaceAll("(ami|snap|i|sg)-[0-9a-f]+", "$1").replaceAll("\\d{13}", "TIME")));
            account.aside(region).ec2().describeImages(each -> each.owners("self")).images().stream()
                    .map(BakeScenario::tags)
                    .forEach(tags -> lines.add(region + ": " + tags));
        }
        lines.addAll(TestPackages.objects(account));
        return lines;
    }

    private static String tags(Image image) {
        return image.tags().stream().map(Tag::key).sorted().toList() + " " + image.stateAsString();
    }

    private final class Run implements Trial<BakeState, AwsResult> {
        private final PeerAccount account;

        Run(PeerAccount account) {
            this.account = account;
        }

        @Override
        public Bake operation() {
            return new Bake();
        }

        @Override
        public OperationContext context(Clock clock, BlobStore blobs, Life life) {
            return new OperationContext(
                    new FastClock(clock),
                    executor,
                    EventSink.NONE,
                    name -> {
                        throw new AssertionError("no cluster");
                    },
                    blobs,
                    MetricSources.NONE,
                    MortalAws.of(account.accounts(), life),
                    () -> {});
        }

        @Override
        public BakeState begin(OperationContext context) {
            return Bake.start(TestPackages.complete(request, account, context), context.clock());
        }

        @Override
        public String outcome(AwsResult result) {
            List<String> lines = new ArrayList<>();
            lines.add(result.status().word());
            result.errors().forEach(error -> lines.add("error " + error.code()));
            result.objects()
                    .forEach(object -> lines.add(
                            object.action() + " " + object.ref().toString().replaceAll("\\d{13}", "TIME")));
            lines.addAll(remains(account));
            return String.join("\n", lines);
        }
    }
}
