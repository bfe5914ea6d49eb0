package io.jenkins.plugins.spindelivery.engine.kubernetes.traffic;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.event.EventSink;
import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.Deploy;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployRequest;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployResult;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.manifest.prepare.PreparationOptions;
import io.jenkins.plugins.spindelivery.engine.manifest.prepare.PreparationOptions.Start;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ManifestReader;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ReadLimits;
import io.jenkins.plugins.spindelivery.engine.operation.BlobStore;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.OperationFile;
import io.jenkins.plugins.spindelivery.engine.operation.OperationRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** A namespace with the Service {@code web}, and what is in it. */
final class TrafficPlace {
    /** The Service selects by a label of its own, which no manifest carries. */
    private static final String SERVICE =
            """
            apiVersion: v1
            kind: Service
            metadata: {name: web}
            spec: {selector: {lb: web}, ports: [{port: 80}]}
            """;

    private final LiveCluster live;
    private final Path folder;
    private final String namespace;

    TrafficPlace(LiveCluster live, Path folder) {
        this.live = live;
        this.folder = folder;
        this.namespace = live.testCluster().newNamespace("traffic");
        deploy(SERVICE);
    }

    String namespace() {
        return namespace;
    }

    static String replicaSet(String image, int replicas) {
        return replicaSet(image, replicas, "");
    }

    static String replicaSet(String image, int replicas, String annotations) {
        return """
                apiVersion: apps/v1
                kind: ReplicaSet
                metadata: {name: web, annotations: {%s}}
                spec:
                  replicas: %d
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec: {containers: [{name: web, image: "%s"}]}
                """
                .formatted(annotations, replicas, image);
    }

    static List<Manifest> read(String yaml) {
        return ManifestReader.read("test.yaml", yaml.getBytes(UTF_8), ReadLimits.DEFAULT);
    }

    DeployRequest request(Start start, boolean rollback) {
        PreparationOptions preparation =
                PreparationOptions.builder().namespace(namespace).start(start).build();
        return new DeployRequest(
                "test",
                preparation,
                new DeployOptions(DeployOptions.Check.FULL, false, false, false, rollback, true, false, 60));
    }

    /** A plain deploy, attached to the Service if it is a ReplicaSet. */
    DeployResult deploy(String yaml) {
        OperationFile file = file();
        OperationContext context = context(Clock.systemUTC(), file, live.cluster());
        List<Manifest> manifests = yaml.contains("kind: ReplicaSet")
                ? TrafficManifests.with(read(yaml), List.of("web"), TrafficStrategy.NONE, List.of())
                : read(yaml);
        DeployResult result = OperationRunner.run(
                new Deploy(), Deploy.start(request(null, false), manifests, context), context, file, state -> {});
        awaitService();
        return result;
    }

    /** A plain deploy does not wait for the Service, which learns of ready pods a little later. */
    private void awaitService() {
        Instant deadline = Instant.now().plus(Duration.ofSeconds(30));
        while (list("v1", "Pod").stream()
                .filter(pod -> isLabelled(pod) && Look.isReady(pod))
                .anyMatch(pod -> !serving().contains(Look.uid(pod)))) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("the Service does not know its pods after 30 s:\n" + shown());
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    OperationFile file() {
        try {
            return OperationRunner.file(Files.createTempDirectory(folder, "work"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    OperationContext context(Clock clock, BlobStore blobs, Cluster cluster) {
        return context(clock, blobs, cluster, EventSink.NONE);
    }

    OperationContext context(Clock clock, BlobStore blobs, Cluster cluster, EventSink events) {
        return new OperationContext(clock, live.executor(), events, account -> cluster, blobs);
    }

    TrafficState start(
            TrafficStrategy strategy,
            List<Integer> percentages,
            boolean check,
            boolean back,
            String yaml,
            OperationContext context) {
        TrafficRequest request = new TrafficRequest(
                "test",
                TrafficRequest.Task.DEPLOY,
                null,
                List.of("web"),
                strategy,
                percentages,
                0,
                check,
                false,
                0,
                back,
                true,
                60);
        Start start = strategy == TrafficStrategy.ROLLING_RED_BLACK ? Start.EMPTY : null;
        List<Manifest> manifests = TrafficManifests.with(read(yaml), List.of("web"), strategy, percentages);
        return Traffic.start(request, request(start, back), manifests, context);
    }

    DeployResult deploy(TrafficStrategy strategy, String yaml) {
        OperationFile file = file();
        OperationContext context = context(Clock.systemUTC(), file, live.cluster());
        return run(start(strategy, List.of(), false, false, yaml, context), context, file, state -> {});
    }

    DeployResult run(TrafficRequest request) {
        OperationFile file = file();
        OperationContext context = context(Clock.systemUTC(), file, live.cluster());
        return run(Traffic.start(request, context), context, file, state -> {});
    }

    static DeployResult run(
            TrafficState first, OperationContext context, OperationFile file, Consumer<TrafficState> between) {
        return OperationRunner.run(new Traffic(), first, context, file, between);
    }

    private List<ObjectNode> list(String apiVersion, String kind) {
        Cluster cluster = live.cluster();
        return cluster.list(cluster.resources().find(apiVersion, kind).orElseThrow(), namespace, "").stream()
                .filter(object -> !Look.isGoing(object))
                .toList();
    }

    /** A line for each ReplicaSet: its size, and how many of its pods have the label, behind the Service. */
    String shown() {
        List<ObjectNode> pods = list("v1", "Pod");
        List<String> serving = serving();
        List<String> lines = new ArrayList<>();
        for (ObjectNode set : list("apps/v1", "ReplicaSet")) {
            List<ObjectNode> own = pods.stream()
                    .filter(pod -> Look.controller(pod).equals(Look.uid(set)))
                    .toList();
            long labelled = own.stream().filter(TrafficPlace::isLabelled).count();
            long behind =
                    own.stream().filter(pod -> serving.contains(Look.uid(pod))).count();
            lines.add("%s of %d: template %s, %d of %d pods labelled, %d serving"
                    .formatted(
                            Look.name(set),
                            set.at("/spec/replicas").asInt(),
                            isLabelled(set.at("/spec/template")) ? "in" : "out",
                            labelled,
                            own.size(),
                            behind));
        }
        return String.join("\n", lines);
    }

    private static boolean isLabelled(JsonNode holder) {
        return holder.at("/metadata/labels/lb").asText().equals("web");
    }

    private List<String> serving() {
        List<String> uids = new ArrayList<>();
        list("discovery.k8s.io/v1", "EndpointSlice")
                .forEach(slice -> slice.path("endpoints").forEach(endpoint -> {
                    if (endpoint.at("/conditions/ready").asBoolean()) {
                        uids.add(endpoint.at("/targetRef/uid").asText());
                    }
                }));
        return uids;
    }
}
