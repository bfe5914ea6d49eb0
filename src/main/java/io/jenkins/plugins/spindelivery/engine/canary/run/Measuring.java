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
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Asks the metric source for both sides of every metric of one judgment, with one request for each. */
final class Measuring {
    private final CanaryState state;
    private final Analysis analysis;
    private final CanaryConfig config;
    private final OperationContext context;

    Measuring(CanaryState state, CanaryConfig config, OperationContext context) {
        this.state = state;
        this.analysis = state.request().analysis();
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
        List<MetricQuery> queries = new ArrayList<>();
        metrics.forEach(metric -> queries.addAll(queries(metric, windows, number)));
        List<Outcome<Series>> outcomes =
                context.metrics().source(analysis.source()).fetch(queries, context.executor());
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
     * Looks at the questions of the last judgment, which is about most points, without asking them.
     *
     * @param windows when
     * @return what is in the questions to no effect
     * @throws ProblemException when there is no such source, or questions that it can't be asked: with all that is wrong
     */
    List<Problem> check(Windows windows) {
        MetricSource source = context.metrics().source(analysis.source());
        Set<Problem> wrong = new LinkedHashSet<>();
        Set<Problem> useless = new LinkedHashSet<>();
        for (CanaryMetric metric : metrics()) {
            for (MetricQuery query : queries(metric, windows, windows.count())) {
                try {
                    useless.addAll(source.check(query));
                } catch (ProblemException e) {
                    wrong.addAll(e.problems());
                }
            }
        }
        if (!wrong.isEmpty()) {
            throw new ProblemException(Category.INPUT, List.copyOf(wrong));
        }
        return List.copyOf(useless);
    }

    private List<CanaryMetric> metrics() {
        return config.metrics().stream()
                .filter(metric -> !metric.analysis().muted())
                .toList();
    }

    /** That about the baseline, and that about the canary. */
    private List<MetricQuery> queries(CanaryMetric metric, Windows windows, int number) {
        Scope scope = scope(metric);
        return List.of(
                query(metric, control(scope, windows.control(number))),
                query(metric, experiment(scope, windows.experiment(number))));
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
        String own = state.baseline() == null ? production() : workload(state.baseline());
        return scope(scope, or(scope.control(), own), or(scope.controlLocation(), location()), window);
    }

    private MetricScope experiment(Scope scope, Window window) {
        String own = state.canary() == null ? "" : workload(state.canary());
        return scope(scope, or(scope.experiment(), own), or(scope.experimentLocation(), location()), window);
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

    private String production() {
        return state.setup() == null ? "" : state.setup().production();
    }

    private String location() {
        return state.setup() == null ? "" : state.setup().namespace();
    }

    /** Before it is up only its role is certain; nobody is asked about it then. */
    private static String workload(Side side) {
        return side.ready() ? side.workload().name() : side.role();
    }

    private static String or(String given, String own) {
        return given.isEmpty() ? own : given;
    }
}
