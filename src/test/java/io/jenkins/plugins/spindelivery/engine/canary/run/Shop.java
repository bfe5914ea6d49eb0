package io.jenkins.plugins.spindelivery.engine.canary.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.spindelivery.engine.canary.metrics.MetricSource;
import io.jenkins.plugins.spindelivery.engine.canary.run.Canary.ConfigFile;
import io.jenkins.plugins.spindelivery.engine.event.EventSink;
import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.Deploy;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployRequest;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployResult;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.manifest.prepare.PreparationOptions;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ManifestReader;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ReadLimits;
import io.jenkins.plugins.spindelivery.engine.operation.BlobStore;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.OperationFile;
import io.jenkins.plugins.spindelivery.engine.operation.OperationRunner;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A shop whose next version is tried as a canary, in a namespace of its own. */
final class Shop {
    /** The version that runs: a Service, its configuration in a version of a ConfigMap, and two pods. */
    static final String LIVE =
            """
            apiVersion: v1
            kind: Service
            metadata: {name: web}
            spec: {ports: [{name: http, port: 80}], selector: {app: web}}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings}
            data: {colour: blue}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              replicas: 2
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  containers: [{name: web, image: "web:1", envFrom: [{configMapRef: {name: settings}}]}]
            """;

    /** Compares one metric. */
    static final ConfigFile CONFIG = config(
            """
            {"name": "shop", "metrics": [{
               "name": "errors", "groups": ["web"], "query": {"type": "prometheus",
                 "customInlineTemplate": "PromQL:errors{workload=\\"${scope}\\"}"},
               "analysisConfigurations": {"canary": {"direction": "increase"}}}],
             "classifier": {"groupWeights": {"web": 100}}}
            """);

    private Shop() {}

    static ConfigFile config(String text) {
        return new ConfigFile("canary.json", text.getBytes(UTF_8));
    }

    /** The next version, with another image and another configuration. */
    static String next(String image, String colour) {
        return """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings}
            data: {colour: COLOUR}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: web
              annotations: {strategy.spinnaker.io/max-version-history: '1'}
            spec:
              replicas: 2
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  containers: [{name: web, image: "IMAGE", envFrom: [{configMapRef: {name: settings}}]}]
            """
                .replace("IMAGE", image)
                .replace("COLOUR", colour);
    }

    static List<Manifest> manifests(String yaml) {
        return ManifestReader.read("shop.yaml", yaml.getBytes(UTF_8), ReadLimits.DEFAULT);
    }

    static DeployRequest deploy(String namespace) {
        DeployOptions options =
                new DeployOptions(DeployOptions.Check.FULL, false, false, false, false, true, false, 60);
        return new DeployRequest("test", PreparationOptions.DEFAULTS.withNamespace(namespace), options);
    }

    /** A namespace in which the live version runs. */
    static String open(LiveCluster live, String name, Path folder) {
        String namespace = live.testCluster().newNamespace(name);
        deploy(live, namespace, LIVE, folder);
        return namespace;
    }

    static void deploy(LiveCluster live, String namespace, String yaml, Path folder) {
        OperationFile file = OperationRunner.file(folder);
        OperationContext context = new OperationContext(
                Clock.systemUTC(), live.executor(), EventSink.NONE, account -> live.cluster(), file);
        DeployResult result = OperationRunner.run(
                new Deploy(), Deploy.start(deploy(namespace), manifests(yaml), context), context, file, state -> {});
        file.delete();
        assertEquals(result.errors().toString(), Status.SUCCEEDED, result.status());
    }

    static OperationContext context(
            Clock clock, BlobStore blobs, LiveCluster live, Cluster cluster, EventSink events, MetricSource source) {
        Thread driver = Thread.currentThread();
        return new OperationContext(
                clock,
                live.executor(),
                events,
                account -> cluster,
                blobs,
                name -> source,
                () -> LockSupport.unpark(driver));
    }

    /** A canary with a baseline, measured once after a second. */
    static CanaryRequest measured(String namespace) {
        return new CanaryRequest(
                deploy(namespace), 1, List.of("web"), "", new CanaryRequest.Baseline(""), null, analysis(1), 1, false);
    }

    static Analysis analysis(long interval) {
        return new Analysis("metrics", null, null, interval, 0, 0, 0, 1, null, null);
    }
}
