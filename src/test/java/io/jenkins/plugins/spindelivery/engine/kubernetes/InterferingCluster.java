package io.jenkins.plugins.spindelivery.engine.kubernetes;

import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Watches;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** A connection in whose calls a test may interfere: fail them, answer them itself, or do something else before. */
@FunctionalInterface
public interface InterferingCluster {

    /**
     * Comes before each call, by several threads.
     *
     * @param method the name of {@link Cluster}'s method
     * @param arguments its arguments
     * @return the answer in place of the cluster's; empty to let the call pass
     */
    Optional<Object> before(String method, List<Object> arguments);

    /**
     * The connection.
     *
     * @param cluster the real one
     * @return one with the interference, also in what its watches ask for
     */
    default Cluster around(Cluster cluster) {
        AtomicReference<Watches> watches = new AtomicReference<>();
        Cluster around = (Cluster) Proxy.newProxyInstance(
                Cluster.class.getClassLoader(), new Class<?>[] {Cluster.class}, (proxy, method, given) -> {
                    if (method.getName().equals("watches")) {
                        return watches.get();
                    }
                    Optional<Object> answer = before(method.getName(), given == null ? List.of() : List.of(given));
                    if (answer.isPresent()) {
                        return answer.get();
                    }
                    try {
                        return method.invoke(cluster, given);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        watches.set(new Watches(around));
        return around;
    }
}
