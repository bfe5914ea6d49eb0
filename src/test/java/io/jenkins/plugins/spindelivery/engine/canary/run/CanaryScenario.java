package io.jenkins.plugins.spindelivery.engine.canary.run;

import io.jenkins.plugins.spindelivery.engine.canary.metrics.MetricSource;
import io.jenkins.plugins.spindelivery.engine.event.EventSink;
import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.MortalCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.Remains;
import io.jenkins.plugins.spindelivery.engine.operation.BlobStore;
import io.jenkins.plugins.spindelivery.engine.operation.GateAnswer;
import io.jenkins.plugins.spindelivery.engine.operation.Life;
import io.jenkins.plugins.spindelivery.engine.operation.Operation;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.Scenario;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A canary in a shop of its own. What runs beside it ends well at once.
 *
 * @param live the cluster
 * @param folder for what the preparation keeps
 * @param request what to do, given the namespace
 * @param yaml the next version
 * @param source measures
 */
record CanaryScenario(
        LiveCluster live, Path folder, Function<String, CanaryRequest> request, String yaml, MetricSource source)
        implements Scenario<CanaryState, CanaryResult> {

    @Override
    public Trial<CanaryState, CanaryResult> prepare() {
        try {
            // Preparations go side by side.
            return new Run(Shop.open(live, "resume-canary", Files.createTempDirectory(folder, "before")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Run implements Trial<CanaryState, CanaryResult> {
        private final String namespace;

        Run(String namespace) {
            this.namespace = namespace;
        }

        @Override
        public Operation<CanaryState, CanaryResult> operation() {
            return new Answering<>(new Canary(), gate -> new GateAnswer(gate.id(), true, ""));
        }

        @Override
        public OperationContext context(Clock clock, BlobStore blobs, Life life) {
            return Shop.context(clock, blobs, live, MortalCluster.of(live.cluster(), life), EventSink.NONE, source);
        }

        @Override
        public CanaryState begin(OperationContext context) {
            return Canary.start(request.apply(namespace), Shop.manifests(yaml), Shop.CONFIG, context);
        }

        @Override
        public String outcome(CanaryResult result) {
            List<String> told = new ArrayList<>(
                    Remains.told(result.status(), result.objects(), result.errors(), result.warnings()));
            told.add("verdict " + result.verdict() + ", score " + result.score());
            result.intervals().forEach(interval -> told.add(interval.number() + " " + interval.verdict()));
            return Remains.of(live.cluster(), namespace, told);
        }
    }
}
