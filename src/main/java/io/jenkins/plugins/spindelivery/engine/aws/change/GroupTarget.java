package io.jenkins.plugins.spindelivery.engine.aws.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroupTarget;

/**
 * Which server groups are meant: one by its name, one of a cluster by its age, or all but the newest of a cluster.
 *
 * @param name such as {@code shop-web-v003}; empty with a cluster
 * @param cluster such as {@code shop-web}; empty with a name
 * @param which one of the cluster's; {@code null} with a name, with {@code keep}, or for a rollback
 * @param keep how many of the cluster's newest are left alone, all others being meant; {@code null} for a single one
 */
public record GroupTarget(
        @JsonProperty("name") @JsonInclude(Include.NON_EMPTY) String name,
        @JsonProperty("cluster") @JsonInclude(Include.NON_EMPTY) String cluster,
        @JsonProperty("which") @JsonInclude(Include.NON_NULL) ServerGroupTarget which,
        @JsonProperty("keep") @JsonInclude(Include.NON_NULL) Integer keep) {

    public GroupTarget {
        name = name == null ? "" : name.strip();
        cluster = cluster == null ? "" : cluster.strip();
    }

    /**
     * A server group by its name.
     *
     * @param name such as {@code shop-web-v003}
     * @return the target
     */
    public static GroupTarget named(String name) {
        return new GroupTarget(name, "", null, null);
    }

    /**
     * One server group of a cluster.
     *
     * @param cluster such as {@code shop-web}
     * @param which by the time of creation
     * @return the target
     */
    public static GroupTarget of(String cluster, ServerGroupTarget which) {
        return new GroupTarget("", cluster, which, null);
    }

    /**
     * All server groups of a cluster but the newest ones.
     *
     * @param cluster such as {@code shop-web}
     * @param keep how many are left alone, at least 0
     * @return the target
     */
    public static GroupTarget allBut(String cluster, int keep) {
        return new GroupTarget("", cluster, null, keep);
    }

    /**
     * A cluster, for a rollback, which finds out by itself which of its server groups is to go.
     *
     * @param cluster such as {@code shop-web}
     * @return the target
     */
    public static GroupTarget cluster(String cluster) {
        return new GroupTarget("", cluster, null, null);
    }

    /** Whether it may mean several. */
    boolean isMany() {
        return keep != null;
    }
}
