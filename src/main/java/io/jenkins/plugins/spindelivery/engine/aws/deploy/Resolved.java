package io.jenkins.plugins.spindelivery.engine.aws.deploy;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.ArrayList;
import java.util.List;

/**
 * What the names of a request stand for, found out bit by bit.
 *
 * @param done how many bits are known
 * @param imageName the image's name; may be empty
 * @param appVersion the image's tag {@code appversion}; empty when it has none
 * @param network the VPC; empty when it is not known
 * @param subnets their ids
 * @param securityGroups their ids
 * @param targetGroups their ARNs
 * @param problems what is wrong
 */
record Resolved(
        @JsonProperty("done") int done,
        @JsonProperty("imageName") String imageName,
        @JsonProperty("appVersion") String appVersion,
        @JsonProperty("network") String network,
        @JsonProperty("subnets") List<String> subnets,
        @JsonProperty("securityGroups") List<String> securityGroups,
        @JsonProperty("targetGroups") List<String> targetGroups,
        @JsonProperty("problems") List<Problem> problems) {
    /** Nothing is known yet. */
    static final Resolved NOTHING = new Resolved(0, "", "", "", List.of(), List.of(), List.of(), List.of());

    Resolved {
        subnets = List.copyOf(subnets);
        securityGroups = List.copyOf(securityGroups);
        targetGroups = List.copyOf(targetGroups);
        problems = List.copyOf(problems);
    }

    Resolved image(String name, String version) {
        return new Resolved(done, name, version, network, subnets, securityGroups, targetGroups, problems);
    }

    Resolved network(String id, List<String> ids) {
        return new Resolved(done, imageName, appVersion, id, ids, securityGroups, targetGroups, problems);
    }

    Resolved securityGroups(List<String> ids) {
        return new Resolved(done, imageName, appVersion, network, subnets, ids, targetGroups, problems);
    }

    Resolved targetGroups(List<String> arns) {
        return new Resolved(done, imageName, appVersion, network, subnets, securityGroups, arns, problems);
    }

    Resolved oneMore(List<Problem> more) {
        List<Problem> all = new ArrayList<>(problems);
        all.addAll(more);
        return new Resolved(done + 1, imageName, appVersion, network, subnets, securityGroups, targetGroups, all);
    }
}
