package io.jenkins.plugins.spindelivery.telemetry;

import com.codahale.metrics.MetricRegistry;
import hudson.Extension;
import io.jenkins.plugins.spindelivery.event.DeliveryListener;
import io.jenkins.plugins.spindelivery.event.PipelineEvent;
import io.jenkins.plugins.spindelivery.event.StageEvent;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import jenkins.metrics.api.Metrics;

/**
 * Counts deliveries: {@code spin-delivery.stage.TYPE.ACCOUNT} and {@code spin-delivery.pipeline}, each with {@code count},
 * {@code failed}, {@code cancelled} and {@code duration}. There are at most {@value #MOST} such groups; what would be one
 * more is counted for the account {@value #OTHERS}.
 */
@Extension(optional = true)
public final class DeliveryMetrics extends DeliveryListener {
    /** With four figures each, and the others of each type of stage, these are fewer than a thousand. */
    static final int MOST = 200;

    private static final String OTHERS = "others";
    private static final String PREFIX = "spin-delivery.";
    private static final int LONGEST_NAME = 60;

    /** Only the listeners' thread uses it. */
    private final Set<String> known = new HashSet<>();

    private enum End {
        GOOD,
        FAILED,
        CANCELLED
    }

    /** Made by Jenkins, unless the plugin is missing. */
    public DeliveryMetrics() {
        Objects.requireNonNull(Metrics.class);
    }

    @Override
    public void stageEnded(StageEvent event) {
        StageRecord record = event.record();
        String type = PREFIX + "stage." + name(record.type()) + ".";
        String group = type + name(record.account());
        if (!known.contains(group) && known.size() >= MOST) {
            group = type + OTHERS;
        } else {
            known.add(group);
        }
        End end =
                switch (record.status()) {
                    case SUCCEEDED, SKIPPED -> End.GOOD;
                    case CANCELLED -> End.CANCELLED;
                    default -> End.FAILED;
                };
        count(group, end, record.endMillis() - record.startMillis());
    }

    @Override
    public void pipelineEnded(PipelineEvent event) {
        End end =
                switch (event.status()) {
                    case SUCCEEDED, FAILED_CONTINUE, SKIPPED -> End.GOOD;
                    case CANCELED -> End.CANCELLED;
                    default -> End.FAILED;
                };
        count(PREFIX + "pipeline", end, event.millis() - event.run().getStartTimeInMillis());
    }

    private static void count(String group, End end, long millis) {
        MetricRegistry registry = Metrics.metricRegistry();
        registry.counter(group + ".count").inc();
        if (end == End.FAILED) {
            registry.counter(group + ".failed").inc();
        } else if (end == End.CANCELLED) {
            registry.counter(group + ".cancelled").inc();
        }
        registry.timer(group + ".duration").update(Math.max(0, millis), TimeUnit.MILLISECONDS);
    }

    /** What a name is in the name of a metric, whose parts are separated by dots. */
    private static String name(String text) {
        String plain = text.isEmpty() ? "none" : text.replaceAll("[^A-Za-z0-9_-]", "_");
        return plain.substring(0, Math.min(plain.length(), LONGEST_NAME));
    }
}
