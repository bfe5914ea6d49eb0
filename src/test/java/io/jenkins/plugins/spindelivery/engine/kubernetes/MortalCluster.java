package io.jenkins.plugins.spindelivery.engine.kubernetes;

import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.DeleteOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.WriteOptions;
import io.jenkins.plugins.spindelivery.engine.operation.CrashingRunner.Crash;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/** A connection whose process dies when the server has acted on a certain write, and before the answer comes. */
public final class MortalCluster {
    private final Cluster cluster;
    private final int last;
    private final AtomicInteger writes = new AtomicInteger();

    /**
     * Dies once.
     *
     * @param cluster the real connection
     * @param last the write whose answer never comes, from 1; 0 for none
     */
    public MortalCluster(Cluster cluster, int last) {
        this.cluster = cluster;
        this.last = last;
    }

    /** The connection; it works again after the death, as that of the next process. */
    public Cluster cluster() {
        return (Cluster) Proxy.newProxyInstance(
                Cluster.class.getClassLoader(), new Class<?>[] {Cluster.class}, (proxy, method, arguments) -> {
                    boolean write =
                            arguments != null && Arrays.stream(arguments).anyMatch(MortalCluster::writes);
                    try {
                        return method.invoke(cluster, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    } finally {
                        if (write && writes.incrementAndGet() == last) {
                            throw new Crash();
                        }
                    }
                });
    }

    /** How many writes there were. */
    public int writes() {
        return writes.get();
    }

    private static boolean writes(Object argument) {
        return argument instanceof WriteOptions written && !written.dryRun()
                || argument instanceof DeleteOptions deleted && !deleted.dryRun();
    }
}
