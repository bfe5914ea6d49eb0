package io.jenkins.plugins.spindelivery.engine.canary.run;

import io.jenkins.plugins.spindelivery.engine.canary.metrics.MetricQuery;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.MetricSource;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.Series;
import io.jenkins.plugins.spindelivery.engine.operation.Parallel.Outcome;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** A metric source that answers as a test says, and remembers what it was asked. */
final class ScriptedSource implements MetricSource {
    private static final int POINTS = 60;

    private final Function<MetricQuery, Series> script;
    private final List<MetricQuery> asked = Collections.synchronizedList(new ArrayList<>());

    ScriptedSource(Function<MetricQuery, Series> script) {
        this.script = script;
    }

    /** Both sides alike but for a factor on the canary's. */
    static ScriptedSource factor(double factor) {
        return new ScriptedSource(query -> wave(query, isCanary(query) ? factor : 1));
    }

    static boolean isCanary(MetricQuery query) {
        return query.scope().scope().startsWith("web-canary");
    }

    /** Values that go up and down, the same for the same query. */
    static Series wave(MetricQuery query, double factor) {
        double[] values = new double[POINTS];
        for (int i = 0; i < POINTS; i++) {
            values[i] = factor * (100 + (i * 37) % 11);
        }
        return series(query, values);
    }

    static Series series(MetricQuery query, double... values) {
        return new Series(
                query.scope().start().toEpochMilli(), query.scope().step().toMillis(), values);
    }

    List<MetricQuery> asked() {
        return List.copyOf(asked);
    }

    @Override
    public List<Outcome<Series>> fetch(List<MetricQuery> queries, Executor executor) {
        List<Outcome<Series>> outcomes = new ArrayList<>();
        for (MetricQuery query : queries) {
            asked.add(query);
            try {
                outcomes.add(new Outcome<>(script.apply(query), null));
            } catch (ProblemException e) {
                outcomes.add(new Outcome<>(null, e));
            }
        }
        return outcomes;
    }
}
