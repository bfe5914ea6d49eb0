package io.jenkins.plugins.spindelivery.telemetry;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricSet;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import io.jenkins.plugins.spindelivery.notify.Outbox;
import jenkins.metrics.api.MetricProvider;

/** How many notifications wait to be sent: {@code spin-delivery.notifications.waiting}. */
@Extension(optional = true)
public final class BacklogMetrics extends MetricProvider {
    @Override
    @NonNull
    public MetricSet getMetricSet() {
        Gauge<Integer> waiting = () -> Outbox.get().size();
        return metrics(metric("spin-delivery.notifications.waiting", waiting));
    }
}
