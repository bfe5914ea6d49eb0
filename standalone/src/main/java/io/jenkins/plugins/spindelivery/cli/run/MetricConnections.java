package io.jenkins.plugins.spindelivery.cli.run;

import io.jenkins.plugins.spindelivery.cli.output.Console;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.MetricSource;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.MetricSourceTypes;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.MetricSources;
import java.net.http.HttpClient;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Opens the metric sources that states name: by the whole text of a {@link MetricSourceArgument}. */
public final class MetricConnections implements MetricSources {
    private final Console console;
    private final Map<String, MetricSource> open = new ConcurrentHashMap<>();

    /**
     * Sources that are opened when they are needed.
     *
     * @param console its environment has the secrets that arguments name
     */
    public MetricConnections(Console console) {
        this.console = console;
    }

    @Override
    public MetricSource source(String name) {
        return open.computeIfAbsent(
                name,
                argument -> MetricSourceTypes.open(
                        MetricSourceArgument.parse(argument).spec(console.env()), HttpClient.newBuilder()));
    }
}
