package io.jenkins.plugins.spindelivery.cli.run;

import io.jenkins.plugins.spindelivery.cli.output.Console;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.MetricSource;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.MetricSourceTypes;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.MetricSources;
import java.net.http.HttpClient;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Opens the metric sources that states name: by the whole text of their arguments. */
public final class MetricConnections implements MetricSources {
    private final Console console;
    private final AwsConnections accounts;
    private final Map<String, MetricSource> open = new ConcurrentHashMap<>();

    /**
     * Sources that are opened when they are needed.
     *
     * @param console its environment has the secrets that arguments name
     */
    public MetricConnections(Console console) {
        this.console = console;
        this.accounts = new AwsConnections(console);
    }

    /**
     * Reads an argument of {@code --metric-source}, and looks at nothing else.
     *
     * @param argument of any type of source
     * @return the source's name for states
     * @throws io.jenkins.plugins.spindelivery.engine.problem.ProblemException when it is malformed
     */
    public static String name(String argument) {
        return CloudWatchArgument.isOne(argument)
                ? CloudWatchArgument.parse(argument).toString()
                : MetricSourceArgument.parse(argument).toString();
    }

    @Override
    public MetricSource source(String name) {
        return open.computeIfAbsent(name, this::open);
    }

    private MetricSource open(String argument) {
        return CloudWatchArgument.isOne(argument)
                ? CloudWatchArgument.parse(argument).open(accounts, console.env())
                : MetricSourceTypes.open(
                        MetricSourceArgument.parse(argument).spec(console.env()), HttpClient.newBuilder());
    }
}
