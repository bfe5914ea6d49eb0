package io.jenkins.plugins.spindelivery.engine.kubernetes.status;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Judges an object by itself: no cluster is asked, so it works as well on what {@code kubectl get -o yaml} printed.
 *
 * <p>The rules for workloads, Jobs, pods and autoscalers are Spinnaker's (clouddriver's handlers), with these
 * differences: {@code spec.paused} counts as paused, "behind" is observedGeneration &lt; generation and not ≠, a pod
 * that failed has failed, a running pod is stable when it is ready, surplus pods are waited for, and Services of type
 * LoadBalancer, claims, volumes, namespaces, CustomResourceDefinitions, APIServices and custom resources are judged
 * where Spinnaker calls them stable at once. Custom resources follow the API conventions' conditions, as kstatus does.
 *
 * <p>Rules go by API group and kind, not by version: the shapes are the same in the versions of {@code apps} and in
 * {@code extensions} that old clusters still hand out, and a kind of the same name in somebody's own group (Knative's
 * Service, Volcano's Job) is a custom resource.
 *
 * <p>Anything being deleted is progressing, whatever its kind. Missing numbers count as 0, except for those the API
 * itself gives another default ({@code spec.replicas} 1). A kind that needs a status is progressing while it has none.
 */
public final class StatusRules {
    private static final Set<String> WORKLOAD_GROUPS = Set.of("apps", "extensions");

    private static final Map<String, Function<Fields, ObjectStatus>> WORKLOADS = Map.of(
            "Deployment", WorkloadRules::deployment,
            "ReplicaSet", WorkloadRules::replicaSet,
            "StatefulSet", WorkloadRules::statefulSet,
            "DaemonSet", WorkloadRules::daemonSet);

    private static final Map<String, Function<Fields, ObjectStatus>> OTHERS = Map.ofEntries(
            Map.entry("/ReplicationController", WorkloadRules::replicaSet),
            Map.entry("/Pod", PodRules::pod),
            Map.entry("/Service", OtherRules::service),
            Map.entry("/PersistentVolumeClaim", OtherRules::claim),
            Map.entry("/PersistentVolume", OtherRules::volume),
            Map.entry("/Namespace", OtherRules::namespace),
            Map.entry("batch/Job", JobRules::job),
            Map.entry("batch/CronJob", JobRules::cronJob),
            Map.entry("autoscaling/HorizontalPodAutoscaler", OtherRules::autoscaler),
            Map.entry("apiextensions.k8s.io/CustomResourceDefinition", OtherRules::customResourceDefinition),
            Map.entry("apiregistration.k8s.io/APIService", OtherRules::apiService));

    private StatusRules() {}

    /**
     * The status of an object.
     *
     * @param object its tree, of any kind; never changed
     * @return how it is doing; {@code unknown}, naming the field, when the tree has a value of a type that the API does
     *     not know there. Nothing is ever thrown for what the tree holds
     */
    public static ObjectStatus of(JsonNode object) {
        if (object == null || object.path("kind").asText("").isEmpty()) {
            return ObjectStatus.unknown("no-object");
        }
        try {
            Fields fields = Fields.of(object);
            return fields.at("metadata.deletionTimestamp").present()
                    ? deleting(fields)
                    : rule(fields).apply(fields);
        } catch (MalformedStatusException e) {
            return ObjectStatus.unknown(e.problem());
        }
    }

    private static Function<Fields, ObjectStatus> rule(Fields object) {
        String apiVersion = object.text("apiVersion");
        String group = apiVersion.contains("/") ? apiVersion.substring(0, apiVersion.indexOf('/')) : "";
        String kind = object.text("kind");
        if (WORKLOAD_GROUPS.contains(group) && WORKLOADS.containsKey(kind)) {
            return WORKLOADS.get(kind);
        }
        return OTHERS.getOrDefault(group + "/" + kind, CustomRules::conditions);
    }

    /** The answer for a kind that needs a status and has none. */
    static ObjectStatus none(Fields object) {
        Fields metadata = object.at("metadata");
        boolean live = List.of("uid", "resourceVersion", "creationTimestamp").stream()
                .anyMatch(each -> metadata.at(each).present());
        return ObjectStatus.progressing(live ? "none" : "manifest").available(false);
    }

    /** Whether the controller has not seen the latest change of the manifest; a controller that is ahead is not. */
    static boolean behind(Fields object) {
        return object.generation("status.observedGeneration") < object.generation("metadata.generation");
    }

    static ObjectStatus beingBehind(Fields object) {
        return ObjectStatus.progressing(
                "behind", object.generation("metadata.generation"), object.generation("status.observedGeneration"));
    }

    private static ObjectStatus deleting(Fields object) {
        String because = object.text("kind").equals("Namespace") ? namespaceRemains(object) : "";
        if (!because.isEmpty()) {
            return ObjectStatus.progressing("deleting-because", because).available(false);
        }
        JsonNode finalizers = object.at("metadata.finalizers").json();
        if (!finalizers.isArray() || finalizers.isEmpty()) {
            return ObjectStatus.progressing("deleting").available(false);
        }
        String names = StreamSupport.stream(finalizers.spliterator(), false)
                .map(each -> each.asText(""))
                .collect(Collectors.joining(", "));
        return ObjectStatus.progressing("deleting-finalizers", names).available(false);
    }

    private static String namespaceRemains(Fields namespace) {
        return namespace.list("status.conditions").stream()
                .map(Condition::of)
                .filter(each -> each.isTrue() && !each.message().isEmpty())
                .map(Condition::message)
                .collect(Collectors.joining(" "));
    }
}
