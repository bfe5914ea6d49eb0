package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jenkins.plugins.spindelivery.engine.event.EventSink;
import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployState.Stage;
import io.jenkins.plugins.spindelivery.engine.manifest.prepare.PreparationOptions;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ManifestReader;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ReadLimits;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.OperationFile;
import io.jenkins.plugins.spindelivery.engine.operation.OperationRunner;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/** One deploy, driven by hand. */
final class DeployRun {
    private final Deploy deploy = new Deploy();
    private final OperationContext context;
    private final OperationFile file;
    private DeployState state;

    DeployRun(
            LiveCluster live,
            UnaryOperator<Cluster> interference,
            Path folder,
            String namespace,
            PreparationOptions preparation,
            DeployOptions options,
            String yaml) {
        Cluster cluster = interference.apply(live.cluster());
        file = OperationRunner.file(folder);
        context = new OperationContext(Clock.systemUTC(), live.executor(), EventSink.NONE, account -> cluster, file);
        DeployRequest request = new DeployRequest("test", preparation.withNamespace(namespace), options);
        state = Deploy.start(
                request, ManifestReader.read("test.yaml", yaml.getBytes(UTF_8), ReadLimits.DEFAULT), context);
    }

    /** Goes on until a stage begins. */
    DeployRun until(Stage stage) {
        while (state.stage() != stage) {
            move();
        }
        return this;
    }

    /** Makes the move of one stage, so that a test can stop between any two, and saves after it. */
    DeployRun move() {
        Move.Next<DeployState, DeployResult> next =
                (Move.Next<DeployState, DeployResult>) deploy.step(saved(), context);
        state = next.state();
        LockSupport.parkNanos(next.delay().toNanos());
        return this;
    }

    /** Makes one move in a process that dies before it has saved the outcome. */
    DeployRun lostMove() {
        deploy.move(saved(), context);
        return this;
    }

    DeployRun cancel() {
        state = deploy.cancel(saved());
        return this;
    }

    DeployState state() {
        return state;
    }

    /** Changes the state behind the operation's back. */
    DeployRun tamper(UnaryOperator<DeployState> change) {
        state = change.apply(state);
        return this;
    }

    DeployResult finish() {
        file.save(deploy, state);
        return OperationRunner.run(deploy, state, context, file, between -> {});
    }

    void saveNow() {
        saved();
    }

    private DeployState saved() {
        file.save(deploy, state);
        return file.state(deploy, file.load());
    }
}
