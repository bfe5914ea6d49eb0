package io.jenkins.plugins.spindelivery.metric;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import io.jenkins.plugins.spindelivery.account.Wording;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.MetricSourceTypes;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** Any HTTP service that answers with JSON; the queries of canary configurations say what to ask below its address, and where in the answers the values are. */
public final class JsonConfiguration extends HttpSourceConfiguration {

    /**
     * A source that wants no credential, with the usual limits.
     *
     * @param name what steps call it
     * @param url where it answers
     */
    @DataBoundConstructor
    public JsonConfiguration(String name, String url) {
        super(name, url);
    }

    @Override
    public String type() {
        return MetricSourceTypes.JSON;
    }

    /** The form's checks and lists are {@link HttpSourceDescriptor}'s. */
    @Extension
    @Symbol("httpJson")
    public static final class DescriptorImpl extends HttpSourceDescriptor {
        @Override
        @NonNull
        public String getDisplayName() {
            return Wording.of("metric.json-display-name");
        }

        @Override
        HttpSourceConfiguration source(String name, String url) {
            return new JsonConfiguration(name, url);
        }

        @Override
        String greeted() {
            return "metric.json-answers";
        }
    }
}
