package io.jenkins.plugins.spindelivery.engine.kubernetes.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiException;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiResource;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiResources;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApplyResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.DeleteOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Listing;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Watch;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.WatchListener;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Watches;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.WriteOptions;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A cluster that lists what it was given and answers logs, and writes down what it was asked. */
final class FakeCluster implements Cluster {
    /** What was asked, such as {@code list Pod dev} and {@code log web-a app previous 20}. */
    final List<String> asked = new ArrayList<>();

    private final List<ObjectNode> objects = new ArrayList<>();
    private final Map<String, List<String>> logs = new HashMap<>();
    private final Set<String> forbidden = new HashSet<>();

    FakeCluster with(ObjectNode... added) {
        objects.addAll(List.of(added));
        return this;
    }

    FakeCluster log(String pod, String container, boolean previous, String... lines) {
        logs.put(key(pod, container, previous), List.of(lines));
        return this;
    }

    FakeCluster forbidding(String kind) {
        forbidden.add(kind);
        return this;
    }

    private static String key(String pod, String container, boolean previous) {
        return pod + " " + container + (previous ? " previous" : " current");
    }

    private static ApiResource resource(String apiVersion, String kind, boolean namespaced) {
        return new ApiResource(
                apiVersion, kind, kind.toLowerCase(Locale.ROOT) + "s", namespaced, Set.of("list"), List.of());
    }

    @Override
    public ApiResources resources() {
        return new ApiResources(
                List.of(
                        resource("v1", "Pod", true),
                        resource("v1", "Event", true),
                        resource("apps/v1", "ReplicaSet", true),
                        resource("storage.k8s.io/v1", "StorageClass", false)),
                List.of());
    }

    @Override
    public List<ObjectNode> list(ApiResource resource, String namespace, String labelSelector) {
        asked.add("list " + resource.kind() + " " + namespace);
        refuse(resource.kind());
        return objects.stream()
                .filter(each -> each.path("kind").asText().equals(resource.kind()))
                .filter(each ->
                        each.path("metadata").path("namespace").asText("").equals(namespace))
                .toList();
    }

    private void refuse(String what) {
        if (forbidden.contains(what)) {
            Problem problem = Problem.of("test.forbidden", what);
            throw new ApiException(
                    ProblemException.Category.ACCESS, problem, 403, "Forbidden", MissingNode.getInstance(), null, null);
        }
    }

    @Override
    public List<String> log(ObjectRef pod, String container, boolean previous, int tailLines) {
        asked.add("log " + key(pod.name(), container, previous) + " " + tailLines);
        refuse("log");
        return logs.getOrDefault(key(pod.name(), container, previous), List.of());
    }

    @Override
    public String server() {
        throw new UnsupportedOperationException();
    }

    @Override
    public String defaultNamespace() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void forgetResources() {
        throw new UnsupportedOperationException();
    }

    @Override
    public String version() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<ObjectNode> get(ObjectRef ref) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Listing listing(ApiResource resource, String namespace) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Watch watch(
            ApiResource resource, String namespace, String resourceVersion, Duration period, WatchListener listener) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Watches watches() {
        throw new UnsupportedOperationException();
    }

    @Override
    public ApplyResult apply(ObjectNode object, WriteOptions options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ApplyResult create(ObjectNode object, WriteOptions options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ApplyResult replace(ObjectNode object, WriteOptions options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ApplyResult patch(ObjectRef ref, String contentType, JsonNode patch, WriteOptions options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean delete(ObjectRef ref, DeleteOptions options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean may(String verb, ApiResource resource, String namespace, String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
