package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.spindelivery.engine.event.EventSink;
import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.MortalCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.Remains;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.manifest.prepare.PreparationOptions;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ManifestReader;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ReadLimits;
import io.jenkins.plugins.spindelivery.engine.operation.BlobStore;
import io.jenkins.plugins.spindelivery.engine.operation.Life;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.Scenario;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A deploy into a namespace of its own.
 *
 * @param live the cluster
 * @param folder for what the preparation keeps
 * @param options of the deploy and of the one before
 * @param before what was deployed before; empty for nothing
 * @param then what somebody has done since, given the namespace
 * @param yaml what is deployed
 */
record DeployScenario(
        LiveCluster live, Path folder, DeployOptions options, String before, Consumer<String> then, String yaml)
        implements Scenario<DeployState, DeployResult> {

    @Override
    public Trial<DeployState, DeployResult> prepare() {
        String namespace = before.isEmpty() ? live.testCluster().newNamespace("resume") : deployedBefore();
        then.accept(namespace);
        return new Run(namespace);
    }

    private String deployedBefore() {
        try {
            // Preparations go side by side.
            DeployBench bench = new DeployBench(live, "resume", Files.createTempDirectory(folder, "before"));
            DeployResult result = bench.deploy(options, before);
            assertEquals(result.errors().toString(), Status.SUCCEEDED, result.status());
            return bench.namespace();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Run implements Trial<DeployState, DeployResult> {
        private final String namespace;

        Run(String namespace) {
            this.namespace = namespace;
        }

        @Override
        public Deploy operation() {
            return new Deploy();
        }

        @Override
        public OperationContext context(Clock clock, BlobStore blobs, Life life) {
            Cluster cluster = MortalCluster.of(live.cluster(), life);
            return new OperationContext(clock, live.executor(), EventSink.NONE, account -> cluster, blobs);
        }

        @Override
        public DeployState begin(OperationContext context) {
            return Deploy.start(
                    new DeployRequest("test", PreparationOptions.DEFAULTS.withNamespace(namespace), options),
                    ManifestReader.read("test.yaml", yaml.getBytes(UTF_8), ReadLimits.DEFAULT),
                    context);
        }

        @Override
        public String outcome(DeployResult result) {
            List<String> told = new ArrayList<>(
                    Remains.told(result.status(), result.objects(), result.errors(), result.warnings()));
            result.artifacts().forEach(artifact -> told.add(artifact.toString()));
            return Remains.of(live.cluster(), namespace, told);
        }
    }
}
