package io.jenkins.plugins.spindelivery.engine.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.diff.ServerFields;
import io.jenkins.plugins.spindelivery.engine.kubernetes.fields.ManagedFields;
import io.jenkins.plugins.spindelivery.engine.manifest.write.YamlWriter;
import io.jenkins.plugins.spindelivery.engine.operation.ObjectOutcome;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.ArrayList;
import java.util.List;

/** What an operation has told and left in a namespace, in words that are the same for every namespace. */
public final class Remains {
    private static final List<String> KINDS =
            List.of("v1 ConfigMap", "v1 Secret", "v1 Service", "apps/v1 Deployment", "batch/v1 Job");
    private static final String CLUSTER_OWN = "kube-root-ca.crt";

    private Remains() {}

    /**
     * What a result tells of objects and problems, without times and messages.
     *
     * @param status the result's status
     * @param objects the result's objects
     * @param errors the result's errors
     * @param warnings the result's warnings
     * @return a line for each
     */
    public static List<String> told(
            Status status, List<ObjectOutcome> objects, List<Problem> errors, List<Problem> warnings) {
        List<String> told = new ArrayList<>();
        told.add(status.word());
        // What a cancelled operation saw of an object last depends on whether it came to look once more.
        boolean cut = status == Status.CANCELLED;
        objects.forEach(
                object -> told.add(object.ref() + " " + object.action().word() + (cut ? "" : " " + object.status())));
        errors.forEach(error -> told.add("error " + error.code() + " " + error.where()));
        warnings.forEach(warning -> told.add("warning " + warning.code() + " " + warning.where()));
        return told;
    }

    /**
     * A result and what is in the namespace now: whole objects with their owners, and the images of the ReplicaSets, which
     * are the revisions of Deployments. Objects that are being deleted are gone.
     *
     * @param cluster where to look
     * @param namespace which
     * @param told what the result tells
     * @return text
     */
    public static String of(Cluster cluster, String namespace, List<String> told) {
        List<String> all = new ArrayList<>(told);
        for (String type : KINDS) {
            live(cluster, namespace, type).forEach(object -> all.add("--- " + name(object) + "\n" + shown(object)));
        }
        // Their names are hashes of templates, and those name the namespace.
        live(cluster, namespace, "apps/v1 ReplicaSet").stream()
                .map(object -> "ReplicaSet of "
                        + object.at("/spec/template/spec/containers/0/image").asText())
                .sorted()
                .forEach(all::add);
        return plain(String.join("\n", all), namespace);
    }

    private static List<ObjectNode> live(Cluster cluster, String namespace, String type) {
        String[] parts = type.split(" ");
        return cluster.list(cluster.resources().find(parts[0], parts[1]).orElseThrow(), namespace, "").stream()
                .filter(object -> !object.at("/metadata/name").asText().equals(CLUSTER_OWN))
                .filter(object -> !object.at("/metadata").has("deletionTimestamp"))
                .toList();
    }

    private static String name(ObjectNode object) {
        return object.path("kind").asText() + " " + object.at("/metadata/name").asText();
    }

    /** The whole object with its owners, without what the server alone decides. */
    private static String shown(ObjectNode object) {
        ObjectNode shown = ServerFields.removedFrom(object);
        if (shown.get("spec") instanceof ObjectNode spec) {
            spec.remove(List.of("clusterIP", "clusterIPs"));
        }
        shown.put(
                "owners",
                ManagedFields.of(object).entries().stream()
                        .filter(entry -> entry.manager().equals("spin-delivery"))
                        .map(entry -> entry.manager() + " " + entry.operation())
                        .sorted()
                        .toList()
                        .toString());
        return YamlWriter.write(shown);
    }

    private static String plain(String text, String namespace) {
        return text.replace(namespace, "NAMESPACE")
                .replaceAll("migrate-[a-z0-9]{5}\\b", "migrate-NAME")
                .replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "UID")
                .replace("'UID'", "UID");
    }
}
