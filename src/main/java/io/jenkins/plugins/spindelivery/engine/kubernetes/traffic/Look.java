package io.jenkins.plugins.spindelivery.engine.kubernetes.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.WatchedObjects;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiResource;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One look at ReplicaSets, at their pods, and at who is behind the Services, by the watches that all who wait on a
 * connection share. An instance serves one move.
 */
final class Look {
    private static final Set<String> OVER = Set.of("Succeeded", "Failed");

    private static final String SERVICE_NAME = "kubernetes.io/service-name";

    private final Cluster cluster;
    private final WatchedObjects live;
    private final Map<String, List<ObjectNode>> pods = new HashMap<>();
    private final Map<String, List<ObjectNode>> slices = new HashMap<>();

    Look(Cluster cluster, OperationContext context, boolean fresh) {
        this.cluster = cluster;
        this.live = new WatchedObjects(cluster, context, fresh);
    }

    /** The live ReplicaSet; empty when it is gone, or another has its name. */
    Optional<ObjectNode> replicaSet(Group group) {
        return live.find(group.ref())
                .filter(object -> group.uid().isEmpty() || uid(object).equals(group.uid()))
                .filter(object -> !isGoing(object));
    }

    /** Its pods, by name, without those that have ended or are ending. */
    List<ObjectNode> pods(Group group) {
        return podsOf(group.ref().namespace(), group.uid());
    }

    List<ObjectNode> podsOf(String namespace, String owner) {
        return pods(namespace).stream()
                .filter(pod -> owner.equals(controller(pod)))
                .filter(pod ->
                        !isGoing(pod) && !OVER.contains(pod.at("/status/phase").asText()))
                .sorted((one, other) -> name(one).compareTo(name(other)))
                .toList();
    }

    private List<ObjectNode> pods(String namespace) {
        return pods.computeIfAbsent(namespace, where -> live.list(type("v1", "Pod"), where));
    }

    private List<ObjectNode> slices(String namespace) {
        return slices.computeIfAbsent(
                namespace, where -> live.list(type("discovery.k8s.io/v1", "EndpointSlice"), where));
    }

    private ApiResource type(String apiVersion, String kind) {
        return cluster.resources()
                .find(apiVersion, kind)
                .orElseThrow(() -> new ProblemException(
                        Category.REFUSED, Problem.of("kubernetes.traffic-no-slices", "", apiVersion, kind)));
    }

    /** What a Deployment makes its pods by. */
    List<ObjectNode> replicaSetsOf(String namespace, String owner) {
        return live.list(type("apps/v1", "ReplicaSet"), namespace).stream()
                .filter(set -> owner.equals(controller(set)))
                .toList();
    }

    /** The Services that have endpoints. */
    Set<String> services(String namespace) {
        Set<String> names = new HashSet<>();
        slices(namespace)
                .forEach(slice -> names.add(
                        slice.path("metadata").path("labels").path(SERVICE_NAME).asText()));
        names.remove("");
        return names;
    }

    /** The uids of the pods to which a Service sends requests now. */
    Set<String> ready(String namespace, String service) {
        return endpoints(namespace, service, true);
    }

    /** The uids of all pods that the Service knows, ready or not. */
    Set<String> known(String namespace, String service) {
        return endpoints(namespace, service, false);
    }

    private Set<String> endpoints(String namespace, String service, boolean onlyReady) {
        // A pod may be in two slices, one for each family of addresses.
        Set<String> uids = new HashSet<>();
        for (ObjectNode slice : slicesOf(namespace, service).toList()) {
            for (JsonNode endpoint : slice.path("endpoints")) {
                // To be read as ready when it is not said (EndpointConditions).
                boolean ready = endpoint.at("/conditions/ready").asBoolean(true);
                if (endpoint.at("/targetRef/kind").asText().equals("Pod") && (ready || !onlyReady)) {
                    uids.add(endpoint.at("/targetRef/uid").asText());
                }
            }
        }
        return uids;
    }

    private Stream<ObjectNode> slicesOf(String namespace, String service) {
        return slices(namespace).stream().filter(slice -> slice.path("metadata")
                .path("labels")
                .path(SERVICE_NAME)
                .asText()
                .equals(service));
    }

    /** Wakes the driver when anything that these groups wait for is not any more as it was seen. */
    void wakeAtChange(Collection<Group> groups) {
        List<ObjectRef> refs = new ArrayList<>();
        for (Group group : groups) {
            refs.add(group.ref());
            pods(group)
                    .forEach(pod ->
                            refs.add(new ObjectRef("v1", "Pod", group.ref().namespace(), name(pod))));
            group.services().forEach(service -> slicesOf(group.ref().namespace(), service)
                    .forEach(slice -> refs.add(new ObjectRef(
                            "discovery.k8s.io/v1", "EndpointSlice", group.ref().namespace(), name(slice)))));
        }
        live.fetch(refs);
        live.wakeAtChange(refs);
    }

    static boolean isReady(JsonNode pod) {
        for (JsonNode condition : pod.at("/status/conditions")) {
            if (condition.path("type").asText().equals("Ready")) {
                return condition.path("status").asText().equals("True");
            }
        }
        return false;
    }

    static String uid(JsonNode object) {
        return object.at("/metadata/uid").asText();
    }

    static String name(JsonNode object) {
        return object.at("/metadata/name").asText();
    }

    static boolean isGoing(JsonNode object) {
        return object.path("metadata").has("deletionTimestamp");
    }

    static String controller(JsonNode object) {
        for (JsonNode owner : object.at("/metadata/ownerReferences")) {
            if (owner.path("controller").asBoolean(false)) {
                return owner.path("uid").asText();
            }
        }
        return "";
    }
}
