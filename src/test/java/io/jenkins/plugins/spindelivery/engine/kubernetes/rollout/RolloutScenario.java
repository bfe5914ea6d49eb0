package io.jenkins.plugins.spindelivery.engine.kubernetes.rollout;

import io.jenkins.plugins.spindelivery.engine.event.EventSink;
import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.MortalCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.Remains;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.find.Target;
import io.jenkins.plugins.spindelivery.engine.operation.BlobStore;
import io.jenkins.plugins.spindelivery.engine.operation.Life;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.Scenario;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/**
 * A change in a namespace of its own.
 *
 * @param live the cluster
 * @param folder for the operations before it
 * @param before manifests that are deployed one after another
 * @param kinds of what is labelled {@code app=web}
 * @param change what to do
 * @param timeoutSeconds how long it may wait
 */
record RolloutScenario(
        LiveCluster live, Path folder, List<String> before, List<String> kinds, Change change, long timeoutSeconds)
        implements Scenario<RolloutState, RolloutResult> {

    @Override
    public Trial<RolloutState, RolloutResult> prepare() {
        RolloutBench bench = new RolloutBench(live, folder.resolve("before-" + System.nanoTime()));
        before.forEach(bench::deployed);
        return new Run(bench.namespace());
    }

    private final class Run implements Trial<RolloutState, RolloutResult> {
        private final String namespace;

        Run(String namespace) {
            this.namespace = namespace;
        }

        @Override
        public RolloutChange operation() {
            return new RolloutChange();
        }

        @Override
        public OperationContext context(Clock clock, BlobStore blobs, Life life) {
            Cluster cluster = MortalCluster.of(live.cluster(), life);
            return new OperationContext(clock, live.executor(), EventSink.NONE, account -> cluster, blobs);
        }

        @Override
        public RolloutState begin(OperationContext context) {
            RolloutRequest request = new RolloutRequest(
                    "test", Target.labelled(kinds, "app=web", namespace), change, true, timeoutSeconds);
            return RolloutChange.start(request, context);
        }

        /** The time of a restart is all that differs from one to the next. */
        @Override
        public String outcome(RolloutResult result) {
            return Remains.of(
                            live.cluster(),
                            namespace,
                            Remains.told(result.status(), result.objects(), result.errors(), result.warnings()))
                    .replaceAll("restartedAt: ['\"]?\\d[^\\n]*", "restartedAt: TIME");
        }
    }
}
