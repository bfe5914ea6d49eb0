package distribution;

import io.jenkins.plugins.spindelivery.engine.canary.metrics.MetricProgram;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Lets a program serve metrics of canary and baseline as long as they are in the cluster. Nothing runs in the cluster's
 * pods, so a word in the image's tag says how they do, as words there make pods misbehave:
 *
 * <ul>
 *   <li>{@code bad}: five times as many errors, twice the latency
 *   <li>{@code worse}: good for a minute, then more errors with each minute
 *   <li>anything else: good
 * </ul>
 */
final class WorkloadMetrics implements AutoCloseable {
    private static final String NAMESPACE = "production";
    private static final List<String> WORKLOADS = List.of("ci-gateway-canary", "ci-gateway-baseline");
    private static final double ERROR_RATIO = 0.01;
    private static final double LATENCY_SECONDS = 0.12;
    private static final int TIMES_AS_MANY_ERRORS = 5;
    private static final int TIMES_THE_LATENCY = 2;
    private static final Duration GOOD_AT_FIRST = Duration.ofMinutes(1);

    private final MetricProgram program;
    private final ClusterImages images;
    private final Map<String, Long> beginnings = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    private WorkloadMetrics(MetricProgram program, ClusterImages images) {
        this.program = program;
        this.images = images;
    }

    /**
     * Looks at the workloads every second from now on.
     *
     * @param program what serves the metrics
     * @param images what the cluster runs
     * @return to be closed
     */
    static WorkloadMetrics keep(MetricProgram program, ClusterImages images) {
        WorkloadMetrics metrics = new WorkloadMetrics(program, images);
        metrics.timer.scheduleWithFixedDelay(metrics::look, 0, 1, TimeUnit.SECONDS);
        return metrics;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private void look() {
        for (String workload : WORKLOADS) {
            try {
                images.tag(NAMESPACE, workload)
                        .ifPresentOrElse(tag -> behave(workload, tag), () -> disappear(workload));
            } catch (IOException e) {
                // An API server that does not answer now says nothing about the pods: they do as they did.
                continue;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void behave(String workload, String tag) {
        long beginning = beginnings.computeIfAbsent(workload + ":" + tag, any -> System.nanoTime());
        double minutes =
                (System.nanoTime() - beginning - GOOD_AT_FIRST.toNanos()) / (double) TimeUnit.MINUTES.toNanos(1);
        boolean bad = tag.contains("bad");
        double errors = bad ? TIMES_AS_MANY_ERRORS : tag.contains("worse") ? 1 + Math.max(0, minutes) : 1;
        program.behaves(
                NAMESPACE,
                workload,
                Math.min(1, ERROR_RATIO * errors),
                bad ? LATENCY_SECONDS * TIMES_THE_LATENCY : LATENCY_SECONDS);
    }

    private void disappear(String workload) {
        program.gone(NAMESPACE, workload);
        beginnings.keySet().removeIf(key -> key.startsWith(workload + ":"));
    }
}
