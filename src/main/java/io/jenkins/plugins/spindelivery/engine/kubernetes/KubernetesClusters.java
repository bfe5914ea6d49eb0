package io.jenkins.plugins.spindelivery.engine.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.FabricCluster;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** One connection for each account, opened at first use. Safe for use by several threads. */
public final class KubernetesClusters implements Clusters, AutoCloseable {
    private final Function<String, Config> configurations;
    private final Duration timeout;
    private final Map<String, Cluster> open = new HashMap<>();

    /**
     * Connects by configurations.
     *
     * @param configurations the configuration of an account; throws a
     *     {@link io.jenkins.plugins.spindelivery.engine.problem.ProblemException} when there is none
     * @param timeout how long a call may take from sending to the last byte of the answer
     */
    public KubernetesClusters(Function<String, Config> configurations, Duration timeout) {
        this.configurations = configurations;
        this.timeout = timeout;
    }

    @Override
    public synchronized Cluster cluster(String account) {
        Cluster known = open.get(account);
        if (known == null) {
            known = new FabricCluster(configurations.apply(account), timeout);
            open.put(account, known);
        }
        return known;
    }

    /**
     * Ends the connection of an account, because it changed; the next use opens a new one.
     *
     * @param account the account's id
     */
    public synchronized void forget(String account) {
        Cluster known = open.remove(account);
        if (known != null) {
            known.close();
        }
    }

    /** Ends all connections. */
    @Override
    public synchronized void close() {
        open.values().forEach(Cluster::close);
        open.clear();
    }
}
