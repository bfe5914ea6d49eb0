package io.jenkins.plugins.spindelivery.engine.kubernetes;

import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.DeleteOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.WriteOptions;
import io.jenkins.plugins.spindelivery.engine.operation.Life;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Arrays;

/** Connections that end with the process that uses them. */
public final class MortalCluster {
    private MortalCluster() {}

    /**
     * A process's connection.
     *
     * @param cluster the real one, which stays open for the next process
     * @param life the process
     * @return its connection
     */
    public static Cluster of(Cluster cluster, Life life) {
        return (Cluster) Proxy.newProxyInstance(
                Cluster.class.getClassLoader(), new Class<?>[] {Cluster.class}, (proxy, method, arguments) -> {
                    boolean write =
                            arguments != null && Arrays.stream(arguments).anyMatch(MortalCluster::writes);
                    try {
                        return life.call(write, () -> method.invoke(cluster, arguments));
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static boolean writes(Object argument) {
        return argument instanceof WriteOptions written && !written.dryRun()
                || argument instanceof DeleteOptions deleted && !deleted.dryRun();
    }
}
