package io.jenkins.plugins.spindelivery.engine.canary.run;

import io.jenkins.plugins.spindelivery.engine.canary.config.CanaryConfig;
import io.jenkins.plugins.spindelivery.engine.canary.config.CanaryMetric;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.MetricQuery;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.MetricScope;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.MetricSource;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.Series;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.SeriesPair;
import io.jenkins.plugins.spindelivery.engine.canary.run.Analysis.Scope;
import io.jenkins.plugins.spindelivery.engine.canary.run.Windows.Window;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.Parallel.Outcome;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Asks the metric source for both sides of every metric of one judgment, with one request for each. */
final class Measuring {
    /**
     * What tells the sides' metrics from others, where the analysis names nothing else.
     *
     * @param control the baseline's workload, or the live one where there is no baseline
     * @param experiment the canary's workload
     * @param location the namespace of both
     */
    record Names(String control, String experiment, String location) {
        /** For the past, where nothing was deployed that could give a name. */
        static final Names NONE = new Names("", "", "");

        /** The names of the workloads that are up. */
        static Names of(CanaryState state) {
            if (state.setup() == null) {
                return NONE;
            }
            String control = state.baseline() == null
                    ? state.setup().production()
                    : state.baseline().workload().name();
            return new Names(
                    control, state.canary().workload().name(), state.setup().namespace());
        }
    }

    private final Names names;
    private final Analysis analysis;
    private final CanaryConfig config;
    private final OperationContext context;

    Measuring(Analysis analysis, Names names, CanaryConfig config, OperationContext context) {
        this.analysis = analysis;
        this.names = names;
        this.config = config;
        this.context = context;
    }

    /**
     * Measures.
     *
     * @param windows when
     * @param number which judgment, from 1
     * @return both series of each metric, in the order of the configuration
     * @throws ProblemException when any could not be measured: with all lasting reasons, or else a passing one
     */
    Map<String, SeriesPair> measure(Windows windows, int number) {
        List<CanaryMetric> metrics = metrics();
        List<Outcome<Series>> outcomes = source().fetch(queries(metrics, windows, number), context.executor());
        List<ProblemException> stops = Outcome.problems(outcomes);
        if (!stops.isEmpty()) {
            throw asOne(stops);
        }
        Map<String, SeriesPair> pairs = new LinkedHashMap<>();
        for (int i = 0; i < metrics.size(); i++) {
            Series first = outcomes.get(2 * i).value();
            Series second = outcomes.get(2 * i + 1).value();
            pairs.put(metrics.get(i).name(), new SeriesPair(first, second));
        }
        return pairs;
    }

    /**
     * Looks at all questions of the last judgment, whose window is the widest, without asking them.
     *
     * @param windows when
     * @return what is in the queries to no effect
     * @throws ProblemException when there is no such source, or with all that is wrong in any query
     */
    List<Problem> check(Windows windows) {
        MetricSource source = source();
        List<Problem> idle = new ArrayList<>();
        List<ProblemException> wrong = new ArrayList<>();
        for (MetricQuery query : queries(metrics(), windows, windows.count())) {
            try {
                idle.addAll(source.check(query));
            } catch (ProblemException e) {
                wrong.add(e);
            }
        }
        if (!wrong.isEmpty()) {
            throw ProblemException.together(wrong);
        }
        return idle;
    }

    private MetricSource source() {
        return context.metrics().source(analysis.source());
    }

    private List<CanaryMetric> metrics() {
        return config.metrics().stream()
                .filter(metric -> !metric.analysis().muted())
                .toList();
    }

    /** Of each metric first the baseline's, then the canary's. */
    private List<MetricQuery> queries(List<CanaryMetric> metrics, Windows windows, int number) {
        List<MetricQuery> queries = new ArrayList<>();
        for (CanaryMetric metric : metrics) {
            Scope scope = scope(metric);
            queries.add(query(metric, control(scope, windows.control(number))));
            queries.add(query(metric, experiment(scope, windows.experiment(number))));
        }
        return queries;
    }

    private static ProblemException asOne(List<ProblemException> stops) {
        List<ProblemException> lasting =
                stops.stream().filter(stop -> !Passing.isPassing(stop)).toList();
        return lasting.isEmpty() ? stops.get(0) : ProblemException.together(lasting);
    }

    private Scope scope(CanaryMetric metric) {
        Map<String, Scope> scopes = analysis.scopes();
        return scopes.getOrDefault(metric.scopeName(), scopes.getOrDefault(Analysis.DEFAULT_SCOPE, Scope.OWN));
    }

    private MetricQuery query(CanaryMetric metric, MetricScope scope) {
        return new MetricQuery(metric.name(), metric.query(), config.templates(), scope);
    }

    private MetricScope control(Scope scope, Window window) {
        String name = or(scope.control(), names.control());
        return scope(scope, name, or(scope.controlLocation(), names.location()), window);
    }

    private MetricScope experiment(Scope scope, Window window) {
        String name = or(scope.experiment(), names.experiment());
        return scope(scope, name, or(scope.experimentLocation(), names.location()), window);
    }

    private MetricScope scope(Scope scope, String name, String location, Window window) {
        return new MetricScope(
                name,
                location,
                Instant.ofEpochMilli(window.start()),
                Instant.ofEpochMilli(window.end()),
                Duration.ofSeconds(analysis.stepSeconds()),
                scope.parameters());
    }

    private static String or(String given, String own) {
        return given.isEmpty() ? own : given;
    }
}
