package io.jenkins.plugins.spindelivery.engine.canary.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployRequest;
import java.util.List;

/**
 * What a canary is asked to do, besides its manifests and its canary configuration.
 *
 * @param deploy where it goes and what is made of the manifests; of its options only the check, the API versions, hidden
 *     diffs and the timeout count. {@code null} to judge the past: then nothing is deployed
 * @param replicas how many pods each side gets, at least 1
 * @param services Services of the same namespace whose selectors the pods are given as labels. Without any the pods keep
 *     the labels of their templates, by which they may be behind Services all the same
 * @param label the label of the canary's objects, {@code key=value}; empty for {@code spin-delivery.jenkins.io/canary=NAME}
 * @param baseline the live version beside the canary; {@code null} for none
 * @param route how much of a Gateway route's traffic the canary gets; {@code null} for what its pods get by their number
 * @param analysis how the canary is judged by its metrics; {@code null} for not at all
 * @param lifetimeSeconds how long it is watched, in seconds; 0 for as long as what runs beside it takes
 * @param gate whether something runs while the canary is up, such as a step's block; its failure fails the canary
 */
public record CanaryRequest(
        @JsonProperty("deploy") DeployRequest deploy,
        @JsonProperty("replicas") int replicas,
        @JsonProperty("services") List<String> services,
        @JsonProperty("label") String label,
        @JsonProperty("baseline") Baseline baseline,
        @JsonProperty("route") Route route,
        @JsonProperty("analysis") Analysis analysis,
        @JsonProperty("lifetimeSeconds") long lifetimeSeconds,
        @JsonProperty("gate") boolean gate) {

    /** The key of the label that a canary's objects get unless the request names another. */
    public static final String LABEL = "spin-delivery.jenkins.io/canary";

    /**
     * A copy of the live version with as many replicas as the canary, because a fresh pod behaves differently from one
     * that has been up for days.
     *
     * @param workload the live workload's name; empty for the one that the manifest names
     */
    public record Baseline(@JsonProperty("workload") String workload) {
        public Baseline {
            workload = workload == null ? "" : workload.strip();
        }
    }

    /**
     * A share of a Gateway route (HTTPRoute) for the time of the canary. The canary then has a Service of its own, and the
     * one Service of the request is the one that the route leads to; its other traffic does not reach the canary.
     *
     * @param name the route's name, in the namespace of the canary
     * @param weight the share, in percent, 1 to 99; a baseline has half of it
     */
    public record Route(@JsonProperty("name") String name, @JsonProperty("weight") int weight) {}

    public CanaryRequest {
        services = services == null ? List.of() : List.copyOf(services);
        label = label == null ? "" : label.strip();
    }
}
