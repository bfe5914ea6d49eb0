package io.jenkins.plugins.spindelivery.engine.kubernetes.rollout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.WriteOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.Deploy;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployRequest;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.find.Target;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.manifest.prepare.PreparationOptions;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ManifestReader;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ReadLimits;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.OperationFile;
import io.jenkins.plugins.spindelivery.engine.operation.OperationRunner;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Changes objects in one namespace of the test cluster and keeps the events. */
final class RolloutBench {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final LiveCluster live;
    private final String namespace;
    private final Path folder;
    private final List<Event> events = Collections.synchronizedList(new ArrayList<>());
    private UnaryOperator<Cluster> interference = UnaryOperator.identity();
    private int count;

    RolloutBench(LiveCluster live, Path folder) {
        this.live = live;
        this.namespace = live.testCluster().newNamespace("rollout");
        this.folder = folder;
    }

    /** A workload whose pods are ready at once; {@code more} goes into its spec. */
    static String workload(String kind, String image, String more) {
        String service = kind.equals("StatefulSet") ? "  serviceName: web\n" : "";
        return "apiVersion: apps/v1\nkind: " + kind + "\nmetadata: {name: web, labels: {app: web}}\nspec:\n"
                + (more.isEmpty() ? "" : "  " + more + "\n") + service
                + "  selector: {matchLabels: {app: web}}\n  template:\n    metadata: {labels: {app: web}}\n"
                + "    spec: {containers: [{name: web, image: '" + image + "'}]}\n";
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** From now on calls go through it. */
    void interfere(UnaryOperator<Cluster> with) {
        interference = with;
    }

    OperationContext context() {
        OperationFile file = OperationRunner.file(folder.resolve("operation-" + count++));
        Cluster cluster = interference.apply(live.cluster());
        return new OperationContext(Clock.systemUTC(), live.executor(), events::add, account -> cluster, file);
    }

    DeployResult deploy(String yaml) {
        return deploy(DeployOptions.DEFAULT, yaml);
    }

    DeployResult deploy(DeployOptions options, String yaml) {
        OperationContext context = context();
        DeployRequest request =
                new DeployRequest("test", PreparationOptions.DEFAULTS.withNamespace(namespace), options);
        return OperationRunner.run(
                new Deploy(),
                Deploy.start(
                        request, ManifestReader.read("test.yaml", yaml.getBytes(UTF_8), ReadLimits.DEFAULT), context),
                context,
                (OperationFile) context.blobs(),
                state -> {});
    }

    /** A deploy that has to succeed. */
    void deployed(String yaml) {
        DeployResult result = deploy(yaml);
        assertEquals(result.errors().toString(), Status.SUCCEEDED, result.status());
    }

    RolloutRequest request(String kind, Change change) {
        return new RolloutRequest("test", Target.named(kind, "web", namespace), change, true, 60);
    }

    RolloutResult change(String kind, Change change) {
        return change(request(kind, change), state -> {});
    }

    RolloutResult change(RolloutRequest request, Consumer<RolloutState> between) {
        events.clear();
        OperationContext context = context();
        return OperationRunner.run(
                new RolloutChange(),
                RolloutChange.start(request, context),
                context,
                (OperationFile) context.blobs(),
                between);
    }

    /** A change that has to succeed; what became of each object. */
    List<String> changed(String kind, Change change) {
        RolloutResult result = change(kind, change);
        assertEquals(result.errors().toString(), Status.SUCCEEDED, result.status());
        return outcomes(result);
    }

    static List<String> outcomes(RolloutResult result) {
        return result.objects().stream()
                .map(object -> object.kind() + " " + object.name() + " "
                        + object.action().word() + " " + object.status())
                .toList();
    }

    static List<String> codes(RolloutResult result) {
        return result.errors().stream().map(Problem::code).toList();
    }

    List<Event> events() {
        return List.copyOf(events);
    }

    String namespace() {
        return namespace;
    }

    ObjectNode web(String kind) {
        return live.cluster()
                .get(new ObjectRef("apps/v1", kind, namespace, "web"))
                .orElseThrow();
    }

    String image(String kind) {
        return web(kind).at("/spec/template/spec/containers/0/image").asText();
    }

    /** As somebody else does it. */
    void patch(String kind, String manager, String mergePatch) {
        live.cluster()
                .patch(
                        new ObjectRef("apps/v1", kind, namespace, "web"),
                        "application/merge-patch+json",
                        json(mergePatch),
                        new WriteOptions(manager, false, false));
    }

    Cluster cluster() {
        return live.cluster();
    }

    LiveCluster live() {
        return live;
    }
}
