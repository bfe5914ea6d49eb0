package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.manifest.prepare.PreparationOptions;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ManifestReader;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ReadLimits;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.Operation;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.OperationFile;
import io.jenkins.plugins.spindelivery.engine.operation.OperationRunner;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;

/** Deploys into one namespace of the test cluster and keeps the events. */
final class DeployBench {
    private final Cluster cluster;
    private final String namespace;
    private final Path folder;
    private final ExecutorService executor;
    private final List<Event> events = Collections.synchronizedList(new ArrayList<>());
    private int count;

    /**
     * A new namespace.
     *
     * @param live the cluster
     * @param prefix of the namespace's name
     * @param folder for the operations' files
     */
    DeployBench(LiveCluster live, String prefix, Path folder) {
        this.cluster = live.cluster();
        this.executor = live.executor();
        this.namespace = live.testCluster().newNamespace(prefix);
        this.folder = folder;
    }

    DeployResult deploy(DeployOptions options, String yaml) {
        return deploy(options, PreparationOptions.DEFAULTS, yaml);
    }

    DeployResult deploy(DeployOptions options, PreparationOptions preparation, String yaml) {
        return deploy(options, preparation, yaml, state -> {});
    }

    DeployResult deploy(
            DeployOptions options, PreparationOptions preparation, String yaml, Consumer<DeployState> between) {
        OperationFile file = OperationRunner.file(folder.resolve("deploy-" + count++));
        OperationContext context =
                new OperationContext(Clock.systemUTC(), executor, events::add, account -> cluster, file);
        DeployRequest request = new DeployRequest("test", preparation.withNamespace(namespace), options);
        events.clear();
        return OperationRunner.run(
                new Deploy(), Deploy.start(request, manifests(yaml), context), context, file, between);
    }

    /** Deploys, and cancels as soon as a stage has begun. */
    DeployResult cancelAt(DeployState.Stage stage, DeployOptions options, String yaml) {
        OperationFile file = OperationRunner.file(folder.resolve("deploy-" + count++));
        OperationContext context =
                new OperationContext(Clock.systemUTC(), executor, events::add, account -> cluster, file);
        DeployRequest request =
                new DeployRequest("test", PreparationOptions.DEFAULTS.withNamespace(namespace), options);
        Deploy deploy = new Deploy();
        Operation<DeployState, DeployResult> cancelled = new Operation<>() {
            @Override
            public String type() {
                return deploy.type();
            }

            @Override
            public Class<DeployState> stateType() {
                return deploy.stateType();
            }

            @Override
            public int stateVersion() {
                return deploy.stateVersion();
            }

            @Override
            public Move<DeployState, DeployResult> move(DeployState state, OperationContext given) {
                return deploy.move(state.stage() == stage ? deploy.cancel(state) : state, given);
            }

            @Override
            public DeployState cancel(DeployState state) {
                return deploy.cancel(state);
            }
        };
        return OperationRunner.run(cancelled, Deploy.start(request, manifests(yaml), context), context, file, s -> {});
    }

    PlanResult plan(PreparationOptions preparation, String yaml) {
        OperationContext context = new OperationContext(
                Clock.systemUTC(),
                executor,
                events::add,
                account -> cluster,
                OperationRunner.file(folder.resolve("plan-" + count++)));
        return Deploy.plan(
                new DeployRequest("test", preparation.withNamespace(namespace), DeployOptions.DEFAULT),
                manifests(yaml),
                context);
    }

    List<Event> events() {
        return List.copyOf(events);
    }

    Cluster cluster() {
        return cluster;
    }

    String namespace() {
        return namespace;
    }

    ObjectNode live(String apiVersion, String kind, String name) {
        return cluster.get(new ObjectRef(apiVersion, kind, namespace, name)).orElseThrow();
    }

    boolean exists(String apiVersion, String kind, String name) {
        return cluster.get(new ObjectRef(apiVersion, kind, namespace, name)).isPresent();
    }

    private static List<Manifest> manifests(String yaml) {
        return ManifestReader.read("test.yaml", yaml.getBytes(UTF_8), ReadLimits.DEFAULT);
    }
}
