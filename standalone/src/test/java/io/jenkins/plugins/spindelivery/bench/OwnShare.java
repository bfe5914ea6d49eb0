package io.jenkins.plugins.spindelivery.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiResource;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.FabricCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Listing;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Watch;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.WatchListener;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.WriteOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.kubeconfig.Kubeconfigs;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * How much of a deploy's time is ours: what neither the server nor its controllers need. That is the time until the server
 * has answered the write, without the time of the calls in it, and the time from the moment when another connection sees
 * the Deployment ready until the deploy has ended, again without the calls.
 */
final class OwnShare implements AutoCloseable {
    private final WarmSpin spin;
    private final Cluster eyes;
    private final ApiResource deployments;
    private final String namespace;
    private final List<Call> calls = Collections.synchronizedList(new ArrayList<>());

    /**
     * One deploy.
     *
     * @param whole from its start to its end
     * @param own what was ours of it
     */
    record Measured(Duration whole, Duration own) {}

    /** A call of the engine to the cluster, by {@link System#nanoTime}. */
    private record Call(long begin, long end, boolean write) {}

    OwnShare(Path kubeconfig, String namespace) throws Exception {
        this.namespace = namespace;
        this.eyes = new FabricCluster(
                new Kubeconfigs(Kubeconfigs.Policy.LOCAL, Map.of(), Clock.systemUTC()).load(kubeconfig, ""));
        this.deployments = eyes.resources().find("apps/v1", "Deployment").orElseThrow();
        this.spin = new WarmSpin(kubeconfig, this::timed);
    }

    /** Deploys a file that changes the only Deployment of the namespace. */
    Measured deploy(Path file) throws Exception {
        Listing before = eyes.listing(deployments, namespace);
        CompletableFuture<Long> ready = new CompletableFuture<>();
        WatchListener listener = new WatchListener() {
            @Override
            public void changed(Change change, ObjectNode object) {
                if (change == Change.PRESENT && isReady(object, generation(before))) {
                    ready.complete(System.nanoTime());
                }
            }

            @Override
            public void ended(End end) {
                ready.completeExceptionally(new IllegalStateException("the watch ended: " + end));
            }
        };
        Duration period = Duration.ofMinutes(2);
        try (Watch watch = eyes.watch(deployments, namespace, before.resourceVersion(), period, listener)) {
            calls.clear();
            long begin = System.nanoTime();
            spin.deploy(file, namespace, DeployOptions.DEFAULT);
            long end = System.nanoTime();
            return measured(begin, ready.get(1, TimeUnit.MINUTES), end);
        }
    }

    private static long generation(Listing listing) {
        return listing.objects().get(0).at("/metadata/generation").asLong();
    }

    private static boolean isReady(ObjectNode deployment, long older) {
        JsonNode status = deployment.path("status");
        long generation = deployment.at("/metadata/generation").asLong();
        return generation > older
                && status.path("observedGeneration").asLong() == generation
                && status.path("updatedReplicas").asInt() == 1
                && status.path("availableReplicas").asInt() == 1
                && status.path("replicas").asInt() == 1;
    }

    private Measured measured(long begin, long ready, long end) {
        List<Call> all;
        synchronized (calls) {
            all = calls.stream().sorted(Comparator.comparingLong(Call::begin)).toList();
        }
        long written =
                all.stream().filter(Call::write).mapToLong(Call::end).max().orElseThrow();
        long own = outside(all, begin, written) + outside(all, Math.max(written, Math.min(ready, end)), end);
        return new Measured(Duration.ofNanos(end - begin), Duration.ofNanos(own));
    }

    /** The part of a time in which no call was under way, in nanoseconds. */
    private static long outside(List<Call> calls, long from, long to) {
        long sum = 0;
        long at = from;
        for (Call call : calls) {
            if (call.begin() > at) {
                sum += Math.max(0, Math.min(call.begin(), to) - at);
            }
            at = Math.max(at, call.end());
        }
        return sum + Math.max(0, to - at);
    }

    private Cluster timed(Cluster cluster) {
        return (Cluster) Proxy.newProxyInstance(
                Cluster.class.getClassLoader(), new Class<?>[] {Cluster.class}, (proxy, method, given) -> {
                    long begin = System.nanoTime();
                    try {
                        return method.invoke(cluster, given);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    } finally {
                        calls.add(new Call(begin, System.nanoTime(), isWrite(method, given)));
                    }
                });
    }

    private static boolean isWrite(Method method, Object[] given) {
        return method.getName().equals("apply") && !((WriteOptions) given[1]).dryRun();
    }

    @Override
    public void close() {
        spin.close();
        eyes.close();
    }
}
