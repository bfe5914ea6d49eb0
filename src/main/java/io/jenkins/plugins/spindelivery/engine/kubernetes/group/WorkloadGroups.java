package io.jenkins.plugins.spindelivery.engine.kubernetes.group;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiException;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiResource;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.group.WorkloadGroup.Traffic;
import io.jenkins.plugins.spindelivery.engine.kubernetes.traffic.Services;
import io.jenkins.plugins.spindelivery.engine.manifest.Moniker;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.manifest.SpinnakerAnnotations;
import io.jenkins.plugins.spindelivery.engine.manifest.bind.Mentions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Reads the server groups of applications from one cluster. What belongs to an application says so by Spinnaker's
 * annotation or by the label {@code app.kubernetes.io/name}: names alone would make applications of the cluster's own
 * workloads.
 */
public final class WorkloadGroups {
    private static final String API = "apps/v1";
    private static final String DEPLOYMENT = "Deployment";
    private static final String REPLICA_SET = "ReplicaSet";
    private static final List<String> SINGLE = List.of("StatefulSet", "DaemonSet");
    private static final int FORBIDDEN = 403;

    private static final Comparator<WorkloadGroup> NEWEST_FIRST = Comparator.comparing(WorkloadGroup::created)
            .thenComparing(WorkloadGroups::number)
            .thenComparing(group -> group.ref().name())
            .reversed();

    private final Cluster cluster;
    private final List<String> namespaces;

    /** Everything that is looked through, read once. */
    private record Workloads(
            Map<String, ObjectNode> deployments, List<ObjectNode> replicaSets, List<ObjectNode> single) {
        Stream<ObjectNode> all() {
            return Stream.concat(deployments.values().stream(), Stream.concat(replicaSets.stream(), single.stream()));
        }
    }

    /**
     * Looks in a cluster.
     *
     * @param cluster where
     * @param namespaces the only ones to look in; empty for all, or, where the credential may not list all, for the
     *     account's default namespace
     */
    public WorkloadGroups(Cluster cluster, Collection<String> namespaces) {
        this.cluster = cluster;
        this.namespaces = List.copyOf(namespaces);
    }

    /**
     * The server groups of an application.
     *
     * @param application its name
     * @return newest first; without what the account is kept out of
     * @throws ApiException when the cluster can't be asked
     */
    public List<WorkloadGroup> of(String application) {
        Workloads workloads = read();
        Map<String, List<ObjectNode>> services = new HashMap<>();
        List<WorkloadGroup> groups = new ArrayList<>();
        for (ObjectNode object : workloads.replicaSets()) {
            ObjectNode deployment =
                    manager(object).map(workloads.deployments()::get).orElse(null);
            if (belongs(object, deployment, application)) {
                groups.add(replicaSet(object, deployment, application, services));
            }
        }
        for (ObjectNode object : workloads.single()) {
            if (belongs(object, null, application)) {
                groups.add(group(object, null, application, List.of(), Traffic.UNMANAGED));
            }
        }
        groups.sort(NEWEST_FIRST);
        return groups;
    }

    /**
     * The applications that have server groups.
     *
     * @return their names, sorted
     * @throws ApiException when the cluster can't be asked
     */
    public SortedSet<String> applications() {
        SortedSet<String> names = new TreeSet<>();
        read().all().forEach(object -> application(object).ifPresent(names::add));
        return names;
    }

    private Workloads read() {
        Map<String, ObjectNode> deployments = new HashMap<>();
        list(DEPLOYMENT)
                .forEach(object -> deployments.put(object.at("/metadata/uid").asText(), object));
        List<ObjectNode> single = new ArrayList<>();
        SINGLE.forEach(kind -> single.addAll(list(kind)));
        return new Workloads(deployments, list(REPLICA_SET), single);
    }

    private List<ObjectNode> list(String kind) {
        Optional<ApiResource> resource = cluster.resources().find(API, kind);
        if (resource.isEmpty()) {
            return List.of();
        }
        return listed(resource.get()).stream()
                .filter(object ->
                        cluster.forbids("get", ObjectRef.of(object), true).isEmpty())
                .filter(object -> !SpinnakerAnnotations.text(object, SpinnakerAnnotations.CACHING_IGNORE)
                        .filter("true"::equals)
                        .isPresent())
                .toList();
    }

    private List<ObjectNode> listed(ApiResource resource) {
        if (!namespaces.isEmpty()) {
            return namespaces.stream()
                    .flatMap(namespace -> cluster.list(resource, namespace, "").stream())
                    .toList();
        }
        try {
            return cluster.list(resource, "", "");
        } catch (ApiException e) {
            if (e.status() != FORBIDDEN) {
                throw e;
            }
            return cluster.list(resource, cluster.defaultNamespace(), "");
        }
    }

    private static Optional<String> application(ObjectNode object) {
        return SpinnakerAnnotations.text(object, SpinnakerAnnotations.MONIKER_APPLICATION)
                .or(() -> Optional.ofNullable(object.path("metadata")
                        .path("labels")
                        .path(SpinnakerAnnotations.LABEL_APP_NAME)
                        .textValue()))
                .filter(name -> !name.isBlank());
    }

    private static boolean belongs(ObjectNode object, ObjectNode deployment, String wanted) {
        return application(deployment == null ? object : deployment)
                .filter(wanted::equals)
                .isPresent();
    }

    /** The uid of the Deployment that made a ReplicaSet. */
    private static Optional<String> manager(ObjectNode replicaSet) {
        for (JsonNode owner : replicaSet.at("/metadata/ownerReferences")) {
            if (owner.path("controller").asBoolean()
                    && owner.path("kind").asText().equals(DEPLOYMENT)) {
                return Optional.of(owner.path("uid").asText());
            }
        }
        return Optional.empty();
    }

    private WorkloadGroup replicaSet(
            ObjectNode object, ObjectNode deployment, String application, Map<String, List<ObjectNode>> services) {
        List<String> names = deployment == null ? Services.of(object) : List.of();
        if (names.isEmpty()) {
            return group(object, deployment, application, names, Traffic.UNMANAGED);
        }
        List<ObjectNode> known =
                services.computeIfAbsent(object.at("/metadata/namespace").asText(), namespace -> cluster.resources()
                        .find("v1", "Service")
                        .map(resource -> cluster.list(resource, namespace, ""))
                        .orElse(List.of()));
        boolean behind = names.stream().allMatch(name -> known.stream()
                .filter(service -> service.at("/metadata/name").asText().equals(name))
                .anyMatch(service -> selects(service, object)));
        return group(object, null, application, names, behind ? Traffic.ENABLED : Traffic.DISABLED);
    }

    private static boolean selects(ObjectNode service, ObjectNode replicaSet) {
        JsonNode labels = replicaSet.at("/spec/template/metadata/labels");
        JsonNode selector = service.at("/spec/selector");
        List<String> keys = new ArrayList<>();
        selector.fieldNames().forEachRemaining(keys::add);
        return !keys.isEmpty()
                && keys.stream().allMatch(key -> selector.path(key).equals(labels.path(key)));
    }

    private static WorkloadGroup group(
            ObjectNode object, ObjectNode deployment, String application, List<String> services, Traffic traffic) {
        ObjectNode named = deployment == null ? object : deployment;
        boolean daemons = object.path("kind").asText().equals("DaemonSet");
        String revision = revision(object);
        return new WorkloadGroup(
                ObjectRef.of(object),
                deployment == null ? null : ObjectRef.of(deployment),
                application,
                cluster(named),
                SpinnakerAnnotations.text(object, SpinnakerAnnotations.ARTIFACT_VERSION)
                        .orElse(""),
                deployment == null || revision.isEmpty() ? null : Long.valueOf(revision),
                deployment == null || revision.equals(revision(deployment)),
                object.at("/metadata/creationTimestamp").asText(""),
                Mentions.images(object),
                object.at(daemons ? "/status/numberReady" : "/status/readyReplicas")
                        .asInt(),
                daemons
                        ? object.at("/status/desiredNumberScheduled").asInt()
                        : object.at("/spec/replicas").asInt(1),
                services,
                traffic,
                object.path("metadata")
                        .path("labels")
                        .path(SpinnakerAnnotations.LABEL_MANAGED_BY)
                        .asText(""));
    }

    /** Spinnaker's clusters are named by kind and name, and so are those of objects that nobody has annotated. */
    private static String cluster(ObjectNode object) {
        String kind = object.path("kind").asText();
        return SpinnakerAnnotations.text(object, SpinnakerAnnotations.MONIKER_CLUSTER)
                .orElseGet(() -> kind.substring(0, 1).toLowerCase(Locale.ROOT) + kind.substring(1) + " "
                        + Moniker.of(object).cluster());
    }

    /** Times are to the second, and versions may be made faster. */
    private static long number(WorkloadGroup group) {
        Integer sequence = Moniker.ofName(group.ref().name()).sequence();
        return group.revision() != null ? group.revision() : sequence == null ? -1 : sequence;
    }

    private static String revision(ObjectNode object) {
        return SpinnakerAnnotations.text(object, SpinnakerAnnotations.DEPLOYMENT_REVISION)
                .filter(text -> text.matches("\\d{1,18}"))
                .orElse("");
    }
}
