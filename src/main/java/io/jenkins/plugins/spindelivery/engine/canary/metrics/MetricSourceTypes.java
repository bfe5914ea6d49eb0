package io.jenkins.plugins.spindelivery.engine.canary.metrics;

import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The types of metric sources, as configurations and queries name them. */
public final class MetricSourceTypes {
    /** Answers questions in PromQL: Prometheus, and what speaks its HTTP API. */
    public static final String PROMETHEUS = "prometheus";

    /** Any HTTP service that answers with JSON. */
    public static final String JSON = "json";

    private static final Map<String, MetricProtocol> PROTOCOLS =
            new TreeMap<>(Map.of(PROMETHEUS, new PrometheusProtocol(), JSON, new JsonProtocol()));

    private MetricSourceTypes() {}

    /**
     * All types.
     *
     * @return their names in alphabetical order
     */
    public static List<String> names() {
        return List.copyOf(PROTOCOLS.keySet());
    }

    /**
     * A source that is ready to be asked. It holds connections, which end when nobody holds the source any more.
     *
     * @param spec as it is configured
     * @param builder makes the HTTP client; may have an executor and a proxy
     * @return the source
     * @throws ProblemException when there is no such type, or the certificates can't be used
     */
    public static MetricSource open(MetricSourceSpec spec, HttpClient.Builder builder) {
        return source(spec, builder);
    }

    /**
     * Asks a source something that needs no metric, to see whether it is there and takes the credential.
     *
     * @param spec as it is configured
     * @param builder makes the HTTP client; may have an executor and a proxy
     * @throws ProblemException when it does not answer, refuses, or is of another type
     */
    public static void greet(MetricSourceSpec spec, HttpClient.Builder builder) {
        source(spec, builder).greet();
    }

    private static HttpMetricSource source(MetricSourceSpec spec, HttpClient.Builder builder) {
        MetricProtocol protocol = PROTOCOLS.get(spec.type());
        if (protocol == null) {
            throw MetricException.wrong("canary.source-type", "", spec.name(), spec.type(), String.join(", ", names()));
        }
        return new HttpMetricSource(spec, protocol, builder);
    }
}
