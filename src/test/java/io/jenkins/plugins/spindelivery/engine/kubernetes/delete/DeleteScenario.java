package io.jenkins.plugins.spindelivery.engine.kubernetes.delete;

import io.jenkins.plugins.spindelivery.engine.event.EventSink;
import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.MortalCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.Remains;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.operation.BlobStore;
import io.jenkins.plugins.spindelivery.engine.operation.Life;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.Scenario;
import java.time.Clock;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A delete in a namespace of its own.
 *
 * @param live the cluster
 * @param before makes what is in the namespace, given its name
 * @param request what to delete, given the namespace
 */
record DeleteScenario(LiveCluster live, Consumer<String> before, Function<String, DeleteRequest> request)
        implements Scenario<DeleteState, DeleteResult> {

    @Override
    public Trial<DeleteState, DeleteResult> prepare() {
        String namespace = live.testCluster().newNamespace("resume-delete");
        before.accept(namespace);
        return new Run(namespace);
    }

    private final class Run implements Trial<DeleteState, DeleteResult> {
        private final String namespace;

        Run(String namespace) {
            this.namespace = namespace;
        }

        @Override
        public Delete operation() {
            return new Delete();
        }

        @Override
        public OperationContext context(Clock clock, BlobStore blobs, Life life) {
            Cluster cluster = MortalCluster.of(live.cluster(), life);
            return new OperationContext(clock, live.executor(), EventSink.NONE, account -> cluster, blobs);
        }

        @Override
        public DeleteState begin(OperationContext context) {
            return Delete.start(request.apply(namespace), context);
        }

        @Override
        public String outcome(DeleteResult result) {
            return Remains.of(
                    live.cluster(),
                    namespace,
                    Remains.told(result.status(), result.objects(), result.errors(), result.warnings()));
        }
    }
}
