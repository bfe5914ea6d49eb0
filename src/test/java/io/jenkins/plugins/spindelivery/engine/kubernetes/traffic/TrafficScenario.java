package io.jenkins.plugins.spindelivery.engine.kubernetes.traffic;

import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.MortalCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.Remains;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployResult;
import io.jenkins.plugins.spindelivery.engine.operation.BlobStore;
import io.jenkins.plugins.spindelivery.engine.operation.Life;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.Scenario;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * Moving traffic in a namespace of its own.
 *
 * @param live the cluster
 * @param folder a temporary one
 * @param before makes what is in the namespace
 * @param begin gives the first state
 */
record TrafficScenario(
        LiveCluster live,
        Path folder,
        Consumer<TrafficPlace> before,
        BiFunction<TrafficPlace, OperationContext, TrafficState> begin)
        implements Scenario<TrafficState, DeployResult> {

    @Override
    public Trial<TrafficState, DeployResult> prepare() {
        TrafficPlace place = new TrafficPlace(live, folder);
        before.accept(place);
        return new Run(place);
    }

    private final class Run implements Trial<TrafficState, DeployResult> {
        private final TrafficPlace place;

        Run(TrafficPlace place) {
            this.place = place;
        }

        @Override
        public Traffic operation() {
            return new Traffic();
        }

        @Override
        public OperationContext context(Clock clock, BlobStore blobs, Life life) {
            return place.context(clock, blobs, MortalCluster.of(live.cluster(), life));
        }

        @Override
        public TrafficState begin(OperationContext context) {
            return begin.apply(place, context);
        }

        @Override
        public String outcome(DeployResult result) {
            String told = String.join(
                    "\n", Remains.told(result.status(), result.objects(), result.errors(), result.warnings()));
            return told.replace(place.namespace(), "NAMESPACE") + "\n--- " + place.shown();
        }
    }
}
