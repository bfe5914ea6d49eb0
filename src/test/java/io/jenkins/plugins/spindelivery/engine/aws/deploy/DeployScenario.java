package io.jenkins.plugins.spindelivery.engine.aws.deploy;

import io.jenkins.plugins.spindelivery.engine.aws.life.MortalAws;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsResult;
import io.jenkins.plugins.spindelivery.engine.aws.peer.AwsPeer;
import io.jenkins.plugins.spindelivery.engine.operation.BlobStore;
import io.jenkins.plugins.spindelivery.engine.operation.Life;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.Scenario;
import java.time.Clock;
import java.util.function.Consumer;

/**
 * A deploy of a server group in an account of its own.
 *
 * @param peer has the accounts
 * @param before makes what is there
 * @param request what to deploy
 */
record DeployScenario(AwsPeer peer, Consumer<Place> before, ServerGroupDeployRequest request)
        implements Scenario<ServerGroupDeployState, AwsResult> {

    @Override
    public boolean triesWritesAgain() {
        return true;
    }

    @Override
    public Trial<ServerGroupDeployState, AwsResult> prepare() {
        Place place = new Place(peer.account());
        before.accept(place);
        return new Run(place);
    }

    private final class Run implements Trial<ServerGroupDeployState, AwsResult> {
        private final Place place;

        Run(Place place) {
            this.place = place;
        }

        @Override
        public OperationContext context(Clock clock, BlobStore blobs, Life life) {
            return place.context(clock, blobs, MortalAws.of(place.account().accounts(), life));
        }

        @Override
        public ServerGroupDeploy operation() {
            return new ServerGroupDeploy();
        }

        @Override
        public ServerGroupDeployState begin(OperationContext context) {
            return ServerGroupDeploy.start(request, context);
        }

        @Override
        public String outcome(AwsResult result) {
            return Place.told(result) + "\n" + place.cluster() + "\n" + place.templates() + " templates"
                    + (request.strategy().strategy() == DeployStrategy.REFRESH
                            ? ", " + place.versions() + " versions"
                            : "");
        }
    }
}
