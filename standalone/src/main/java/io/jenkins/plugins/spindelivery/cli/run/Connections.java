package io.jenkins.plugins.spindelivery.cli.run;

import io.jenkins.plugins.spindelivery.engine.kubernetes.Clusters;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.FabricCluster;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Connects to the clusters of kubeconfigs, once each. */
public final class Connections implements Clusters, AutoCloseable {
    private final Map<String, String> env;
    private final Clock clock;
    private final Map<String, Cluster> open = new ConcurrentHashMap<>();

    /**
     * No connection yet.
     *
     * @param env what credential programs inherit
     * @param clock tells whether credentials have expired
     */
    public Connections(Map<String, String> env, Clock clock) {
        this.env = env;
        this.clock = clock;
    }

    @Override
    public Cluster cluster(String account) {
        return open.computeIfAbsent(account, this::connect);
    }

    private Cluster connect(String account) {
        try {
            return new FabricCluster(KubeAccount.parse(account).load(env, clock));
        } catch (IllegalArgumentException e) {
            // The id comes from a state file, which a person can edit or take from another program.
            throw new ProblemException(Category.INPUT, java.util.List.of(Problem.of("cli.account", "", account)), e);
        }
    }

    @Override
    public void close() {
        open.values().forEach(Cluster::close);
    }
}
