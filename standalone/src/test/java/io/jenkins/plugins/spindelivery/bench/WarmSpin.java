package io.jenkins.plugins.spindelivery.bench;

import io.jenkins.plugins.spindelivery.cli.run.Interruption;
import io.jenkins.plugins.spindelivery.cli.run.OperationRunner;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.FabricCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.Deploy;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployRequest;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.kubeconfig.Kubeconfigs;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.manifest.prepare.PreparationOptions;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ManifestReader;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ReadLimits;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.OperationFile;
import io.jenkins.plugins.spindelivery.engine.operation.Sealer;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/**
 * The engine in a JVM that lives on, as in a Jenkins controller: with an open connection, a pool of threads, and a driver
 * that saves each state to a file.
 */
final class WarmSpin implements AutoCloseable {
    private static final String ACCOUNT = "bench";

    private final Cluster cluster;
    private final ExecutorService executor = Executors.newFixedThreadPool(16);
    private final Path folder = Files.createTempDirectory("bench");
    private int count;

    WarmSpin(Path kubeconfig) throws IOException {
        this(kubeconfig, cluster -> cluster);
    }

    /**
     * With something between the engine and its connection.
     *
     * @param kubeconfig leads to the cluster
     * @param between wraps the connection
     */
    WarmSpin(Path kubeconfig, UnaryOperator<Cluster> between) throws IOException {
        cluster = between.apply(new FabricCluster(
                new Kubeconfigs(Kubeconfigs.Policy.LOCAL, Map.of(), Clock.systemUTC()).load(kubeconfig, "")));
        cluster.resources();
    }

    /**
     * Deploys a file, from reading it to the result.
     *
     * @throws IllegalStateException when it does not succeed
     */
    DeployResult deploy(Path file, String namespace, DeployOptions options) throws IOException {
        OperationFile saved = new OperationFile(folder.resolve(++count + "/operation.json"), Sealer.NONE);
        Interruption driver = new Interruption(() -> {});
        OperationContext context =
                new OperationContext(Clock.systemUTC(), executor, event -> {}, account -> cluster, saved, driver::wake);
        DeployRequest request =
                new DeployRequest(ACCOUNT, PreparationOptions.DEFAULTS.withNamespace(namespace), options);
        List<Manifest> manifests = ManifestReader.read(file.toString(), Files.readAllBytes(file), ReadLimits.DEFAULT);
        DeployResult result = new OperationRunner(saved, context, driver, new Silence())
                .run(new Deploy(), Deploy.start(request, manifests, context), (stopped, end) -> false)
                .result();
        if (result.status() != Status.SUCCEEDED) {
            throw new IllegalStateException("the deploy ended " + result.status() + ": " + result.errors());
        }
        return result;
    }

    @Override
    public void close() {
        executor.shutdownNow();
        cluster.close();
    }
}
