package demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiResource;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.WriteOptions;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What is live in the demo's namespace, read from the cluster and not from what spin says. */
final class Live {
    /** The namespace that the manifests name. */
    static final String NAMESPACE = "devops";

    private static final String DEPLOYMENT = "ci-youdu";
    private static final String MERGE_PATCH = "application/merge-patch+json";

    private final Cluster cluster;

    /**
     * Reads from a cluster.
     *
     * @param cluster the cluster
     */
    Live(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Whether the namespace is there. */
    boolean hasNamespace() {
        return cluster.get(new ObjectRef("v1", "Namespace", "", NAMESPACE)).isPresent();
    }

    /**
     * Reads a ConfigMap.
     *
     * @param name its name
     * @return its {@code application.yml}; empty when there is no such ConfigMap
     */
    Optional<String> configuration(String name) {
        return cluster.get(new ObjectRef("v1", "ConfigMap", NAMESPACE, name))
                .map(object -> object.path("data").path("application.yml").asText());
    }

    /**
     * The keys of a Secret, never its values.
     *
     * @param name its name
     * @return in the order of the cluster; empty when there is no such Secret
     */
    List<String> secretKeys(String name) {
        return cluster.get(new ObjectRef("v1", "Secret", NAMESPACE, name))
                .map(object -> names(object.path("data")))
                .orElse(List.of());
    }

    /**
     * The names of all objects of a kind that begin in one way.
     *
     * @param kind ConfigMap or Secret
     * @param prefix how the names begin
     * @return sorted
     */
    List<String> names(String kind, String prefix) {
        return list("v1", kind, "")
                .map(object -> object.path("metadata").path("name").asText())
                .filter(name -> name.startsWith(prefix))
                .sorted()
                .toList();
    }

    /** The service's Deployment; a missing node when there is none. */
    JsonNode deployment() {
        Optional<ObjectNode> found = cluster.get(new ObjectRef("apps/v1", "Deployment", NAMESPACE, DEPLOYMENT));
        return found.isPresent() ? found.get() : JsonNodeFactory.instance.missingNode();
    }

    /** How many replicas the Deployment asks for. */
    int replicas() {
        return deployment().path("spec").path("replicas").asInt();
    }

    /** The image in the Deployment's pod template. */
    String image() {
        return podSpec().path("containers").path(0).path("image").asText();
    }

    /** The ConfigMap that the Deployment's pods mount. */
    String configMap() {
        return podSpec().path("volumes").path(0).path("configMap").path("name").asText();
    }

    /** The Secret that the Deployment's pods take variables from. */
    String secret() {
        JsonNode container = podSpec().path("containers").path(0);
        JsonNode all = container.path("envFrom").path(0).path("secretRef").path("name");
        JsonNode single = container
                .path("env")
                .path(0)
                .path("valueFrom")
                .path("secretKeyRef")
                .path("name");
        return all.isMissingNode() ? single.asText() : all.asText();
    }

    /**
     * The pods of an image that are ready.
     *
     * @param image the image
     * @return their names, sorted, without those on their way out
     */
    List<String> readyPods(String image) {
        return list("v1", "Pod", "k8s-app=" + DEPLOYMENT)
                .filter(pod -> pod.path("metadata").path("deletionTimestamp").isMissingNode())
                .filter(pod -> pod.path("spec")
                        .path("containers")
                        .path(0)
                        .path("image")
                        .asText()
                        .equals(image))
                .filter(Live::isReady)
                .map(pod -> pod.path("metadata").path("name").asText())
                .sorted()
                .toList();
    }

    /**
     * Does what an autoscaler does: changes the number of replicas, under a name of its own.
     *
     * @param replicas the new number
     */
    void scaleAsAutoscaler(int replicas) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("spec").put("replicas", replicas);
        cluster.patch(ObjectRef.of(deployment()), MERGE_PATCH, patch, new WriteOptions("autoscaler", false, false));
    }

    private JsonNode podSpec() {
        return deployment().path("spec").path("template").path("spec");
    }

    private Stream<ObjectNode> list(String apiVersion, String kind, String labels) {
        ApiResource resource = cluster.resources().find(apiVersion, kind).orElseThrow();
        return cluster.list(resource, NAMESPACE, labels).stream();
    }

    private static boolean isReady(JsonNode pod) {
        return StreamSupport.stream(pod.path("status").path("conditions").spliterator(), false)
                .anyMatch(condition -> condition.path("type").asText().equals("Ready")
                        && condition.path("status").asText().equals("True"));
    }

    private static List<String> names(JsonNode map) {
        return StreamSupport.stream(((Iterable<String>) map::fieldNames).spliterator(), false)
                .toList();
    }
}
