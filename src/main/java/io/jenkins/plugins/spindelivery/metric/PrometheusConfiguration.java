package io.jenkins.plugins.spindelivery.metric;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import io.jenkins.plugins.spindelivery.account.Wording;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.MetricSourceTypes;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** Prometheus, and what speaks its HTTP API: Thanos, Mimir, VictoriaMetrics. */
public final class PrometheusConfiguration extends HttpSourceConfiguration {

    /**
     * A source that wants no credential, with the usual limits.
     *
     * @param name what steps call it
     * @param url where it answers
     */
    @DataBoundConstructor
    public PrometheusConfiguration(String name, String url) {
        super(name, url);
    }

    @Override
    public String type() {
        return MetricSourceTypes.PROMETHEUS;
    }

    /** The form's checks and lists are {@link HttpSourceDescriptor}'s. */
    @Extension
    @Symbol("prometheus")
    public static final class DescriptorImpl extends HttpSourceDescriptor {
        @Override
        @NonNull
        public String getDisplayName() {
            return Wording.of("metric.prometheus-display-name");
        }

        @Override
        HttpSourceConfiguration source(String name, String url) {
            return new PrometheusConfiguration(name, url);
        }

        @Override
        String greeted() {
            return "metric.prometheus-answers";
        }
    }
}
