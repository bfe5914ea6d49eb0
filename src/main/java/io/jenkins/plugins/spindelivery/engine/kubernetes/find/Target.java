package io.jenkins.plugins.spindelivery.engine.kubernetes.find;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * Live objects as plain data names them, in one of three ways: by name, by label selector, or by criterion among the
 * versions of one thing. {@link TargetFinder} finds them.
 *
 * @param kinds kinds as people write them: {@code deploy}, {@code ConfigMap}, {@code database.example.com}; exactly one
 *     with a criterion
 * @param name the objects' name; empty for the other ways
 * @param labelSelector in the API's own syntax; empty for the other ways
 * @param namespace where to look; empty for the account's default namespace
 * @param criterion which one of the versions; {@code null} for the other ways
 * @param cluster what holds the versions together, for a criterion: the value of the annotation
 *     {@code moniker.spinnaker.io/cluster}, such as {@code replicaSet web}, or that without the kind ({@code web})
 * @param application the application that the versions belong to; empty for any
 */
public record Target(
        @JsonProperty("kinds") List<String> kinds,
        @JsonProperty("name") String name,
        @JsonProperty("labelSelector") String labelSelector,
        @JsonProperty("namespace") String namespace,
        @JsonProperty("criterion") @JsonInclude(Include.NON_NULL) Criterion criterion,
        @JsonProperty("cluster") @JsonInclude(Include.NON_EMPTY) String cluster,
        @JsonProperty("application") @JsonInclude(Include.NON_EMPTY) String application) {

    public Target {
        kinds = kinds == null ? List.of() : List.copyOf(kinds);
        name = name == null ? "" : name.trim();
        labelSelector = labelSelector == null ? "" : labelSelector.trim();
        namespace = namespace == null ? "" : namespace.trim();
        cluster = cluster == null ? "" : cluster.trim();
        application = application == null ? "" : application.trim();
    }

    /**
     * One object.
     *
     * @param kind as people write it
     * @param name its name
     * @param namespace where it is; empty for the account's default namespace
     * @return the target
     */
    public static Target named(String kind, String name, String namespace) {
        return new Target(List.of(kind), name, "", namespace, null, "", "");
    }

    /**
     * All objects with some labels.
     *
     * @param kinds as people write them
     * @param labelSelector in the API's own syntax
     * @param namespace where they are; empty for the account's default namespace
     * @return the target
     */
    public static Target labelled(List<String> kinds, String labelSelector, String namespace) {
        return new Target(kinds, "", labelSelector, namespace, null, "", "");
    }

    /**
     * One of the versions of one thing.
     *
     * @param kind as people write it
     * @param criterion which one
     * @param cluster what holds the versions together
     * @param application the application; empty for any
     * @param namespace where they are; empty for the account's default namespace
     * @return the target
     */
    public static Target chosen(
            String kind, Criterion criterion, String cluster, String application, String namespace) {
        return new Target(List.of(kind), "", "", namespace, criterion, cluster, application);
    }

    /** For messages: {@code Deployment web}, {@code ReplicaSet (app=web)}, {@code newest ReplicaSet of web}. */
    @Override
    public String toString() {
        String what = String.join(", ", kinds);
        if (criterion != null) {
            return criterion.word() + " " + what + " of " + cluster;
        }
        return labelSelector.isEmpty() ? (what + " " + name).strip() : what + " (" + labelSelector + ")";
    }
}
