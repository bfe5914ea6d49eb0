package io.jenkins.plugins.spindelivery.engine.canary.run;

import io.jenkins.plugins.spindelivery.engine.canary.metrics.MetricSource;
import io.jenkins.plugins.spindelivery.engine.canary.run.Canary.ConfigFile;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.kubernetes.Clusters;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.operation.Gate;
import io.jenkins.plugins.spindelivery.engine.operation.GateAnswer;
import io.jenkins.plugins.spindelivery.engine.operation.Operation;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.OperationFile;
import io.jenkins.plugins.spindelivery.engine.operation.OperationRunner;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Runs canaries to their end, undisturbed.
 *
 * @param clusters where they go
 * @param executor lends threads
 * @param source measures
 * @param body what runs at a gate; {@code null} from it means that it has not ended
 * @param events what has been told
 */
record CanaryDriver(
        Clusters clusters,
        Executor executor,
        MetricSource source,
        Function<Gate, GateAnswer> body,
        List<Event> events) {

    CanaryDriver(Clusters clusters, Executor executor, MetricSource source) {
        this(clusters, executor, source, gate -> null, new ArrayList<>());
    }

    /**
     * Runs one canary.
     *
     * @param request what to do
     * @param manifests the next version
     * @param config the canary configuration
     * @param folder an empty one for the state
     * @return what came of it
     */
    CanaryResult run(CanaryRequest request, List<Manifest> manifests, ConfigFile config, Path folder) {
        OperationFile file = OperationRunner.file(folder);
        OperationContext context = new OperationContext(
                Clock.systemUTC(), executor, events::add, clusters, file, name -> source, () -> {});
        Operation<CanaryState, CanaryResult> operation = new Answering<>(new Canary(), body);
        CanaryState first = Canary.start(request, manifests, config, context);
        return OperationRunner.run(operation, first, context, file, state -> {});
    }
}
