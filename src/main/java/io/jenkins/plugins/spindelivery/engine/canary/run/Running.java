package io.jenkins.plugins.spindelivery.engine.canary.run;

import io.jenkins.plugins.spindelivery.engine.canary.config.CanaryConfig;
import io.jenkins.plugins.spindelivery.engine.canary.config.ScoreThresholds;
import io.jenkins.plugins.spindelivery.engine.canary.judge.CanaryJudge;
import io.jenkins.plugins.spindelivery.engine.canary.judge.Classification;
import io.jenkins.plugins.spindelivery.engine.canary.judge.JudgeResult;
import io.jenkins.plugins.spindelivery.engine.canary.judge.Verdict;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.SeriesPair;
import io.jenkins.plugins.spindelivery.engine.canary.run.CanaryResult.Interval;
import io.jenkins.plugins.spindelivery.engine.canary.run.CanaryState.Block;
import io.jenkins.plugins.spindelivery.engine.canary.run.CanaryState.Ending;
import io.jenkins.plugins.spindelivery.engine.canary.run.Measuring.Names;
import io.jenkins.plugins.spindelivery.engine.canary.run.Windows.Window;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.kubernetes.WatchedStatuses;
import io.jenkins.plugins.spindelivery.engine.kubernetes.WatchedStatuses.Subject;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.operation.Backoff;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The time in which the canary is up: looks whether it stays so, judges it when that is due, and decides. */
final class Running {
    /** Watches wake whoever waits; where none can be had, somebody has to look. */
    private static final long LONGEST_LOOK_MILLIS = 30_000;

    /** How long a source that does not answer is asked again, at most, after a judgment was due. */
    private static final long PATIENCE_MILLIS = 300_000;

    private static final int FEWEST_TRIES = 3;

    private final CanaryState state;
    private final CanaryRequest request;
    private final OperationContext context;
    private final Optional<Windows> windows;
    private final long now;

    Running(CanaryState state, OperationContext context) {
        this.state = state;
        this.request = state.request();
        this.context = context;
        this.windows = windows(state);
        this.now = context.clock().millis();
    }

    /** When the canary is judged; empty without analysis. */
    static Optional<Windows> windows(CanaryState state) {
        return Optional.ofNullable(state.request().analysis())
                .map(analysis -> Windows.of(analysis, state.request().lifetimeSeconds(), state.runSince()));
    }

    Move<CanaryState, CanaryResult> move() {
        if (state.block() == Block.FAILED) {
            state.errors().forEach(error -> context.emit(new Event.Failed(error)));
            return Move.next(Canary.ended(state, failed(Verdict.FAIL), List.of()));
        }
        Optional<CanaryState> broken = unhealthy();
        if (broken.isPresent()) {
            return Move.next(broken.get());
        }
        int next = state.intervals().size() + 1;
        if (windows.isPresent()
                && next <= windows.get().count()
                && now >= windows.get().due(next)) {
            return judge(windows.get(), next);
        }
        return isOver()
                ? Move.next(Canary.ended(state, new Ending(Status.SUCCEEDED, null, Verdict.PASS), List.of()))
                : Move.looked(Duration.ofMillis(Math.max(1, delay(next))), state);
    }

    private static Ending failed(Verdict verdict) {
        return new Ending(Status.FAILED, Category.FAILED, verdict);
    }

    /** Whether nothing is left to measure or to wait for. The last score has been good enough, or this would be over. */
    private boolean isOver() {
        boolean measured =
                windows.isEmpty() || state.intervals().size() >= windows.get().count();
        boolean lived = windows.isPresent() || now >= lifetimeEnd();
        boolean answered = !request.gate() || state.block() == Block.PASSED;
        return measured && lived && answered;
    }

    private long lifetimeEnd() {
        return state.runSince() + 1000 * request.lifetimeSeconds();
    }

    private long delay(int next) {
        long look = state.sides().isEmpty() ? Long.MAX_VALUE : LONGEST_LOOK_MILLIS;
        long due = windows.isPresent() && next <= windows.get().count()
                ? windows.get().due(next) - now
                : look;
        long end = windows.isEmpty() && lifetimeEnd() > now ? lifetimeEnd() - now : look;
        return Math.min(look, Math.min(due, end));
    }

    /** The end of a canary one of whose sides will not come up again by itself. */
    private Optional<CanaryState> unhealthy() {
        List<ObjectRef> refs = state.sides().stream().map(Side::workload).toList();
        if (refs.isEmpty()) {
            return Optional.empty();
        }
        try {
            Cluster cluster = context.clusters().cluster(request.deploy().account());
            WatchedStatuses statuses = new WatchedStatuses(
                    cluster,
                    context,
                    refs.stream().map(ref -> new Subject(ref, "")).toList());
            statuses.look(false);
            List<Problem> hopeless = statuses.hopeless();
            if (hopeless.isEmpty()) {
                statuses.wakeAtChange(refs);
                return Optional.empty();
            }
            statuses.explain(refs);
            boolean canary = hopeless.stream()
                    .anyMatch(problem -> problem.where().equals(refs.get(0).toString()));
            // A baseline that breaks says nothing about the new version.
            return Optional.of(Canary.end(state, failed(canary ? Verdict.FAIL : null), hopeless, context));
        } catch (ProblemException e) {
            // Who can't look goes on: the canary may be well, and its metrics may tell.
            context.emit(new Event.Retrying(e.problems().get(0), LONGEST_LOOK_MILLIS));
            return Optional.empty();
        }
    }

    private Move<CanaryState, CanaryResult> judge(Windows when, int number) {
        try {
            CanaryConfig config = Configs.read(state.config(), context.blobs());
            Map<String, SeriesPair> series =
                    new Measuring(request.analysis(), Names.of(state), config, context).measure(when, number);
            ScoreThresholds thresholds = Configs.thresholds(request.analysis(), config);
            JudgeResult result = CanaryJudge.judge(config, series, thresholds);
            context.emit(new Event.CanaryJudged(number, when.count(), now, result, series, thresholds));
            Window window = when.experiment(number);
            Verdict verdict = verdict(result.score(), thresholds);
            Interval interval = new Interval(number, window.start(), window.end(), result.score(), verdict);
            CanaryState judged = warned(state.judged(interval, result), CanaryJudge.warnings(config, series, result));
            return Move.next(decided(judged, interval, when, thresholds));
        } catch (ProblemException e) {
            return stopped(e, when, number);
        }
    }

    /** What the judge warns of, each once; few points were expected, or are no news. */
    private CanaryState warned(CanaryState judged, List<Problem> warnings) {
        List<Problem> fresh = warnings.stream()
                .filter(warning -> !warning.code().equals("canary.warning-few-points"))
                .filter(warning -> !judged.warnings().contains(warning))
                .toList();
        fresh.forEach(warning -> context.emit(new Event.Warned(warning)));
        return judged.warned(fresh);
    }

    /**
     * A score that is no better than the marginal threshold ends a canary at once, one below the pass threshold at the end
     * (orca-kayenta: equal to marginal counts as failing).
     */
    private static Verdict verdict(double score, ScoreThresholds thresholds) {
        if (score <= thresholds.marginal()) {
            return Verdict.FAIL;
        }
        return score < thresholds.pass() ? Verdict.MARGINAL : Verdict.PASS;
    }

    private CanaryState decided(CanaryState judged, Interval interval, Windows when, ScoreThresholds thresholds) {
        boolean last = interval.number() == when.count();
        if (interval.verdict() == Verdict.PASS || (interval.verdict() == Verdict.MARGINAL && !last)) {
            return judged;
        }
        boolean fails = interval.verdict() == Verdict.FAIL;
        Problem why = Problem.of(
                fails ? "canary.score-failed" : "canary.score-marginal",
                "",
                number(interval.score()),
                number(fails ? thresholds.marginal() : thresholds.pass()),
                reasons(judged.judged()));
        return Canary.end(judged, failed(interval.verdict()), List.of(why), context);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    /** The metrics that are not as they should be, with the judge's word and reason, which is a sentence. */
    private static String reasons(JudgeResult result) {
        return result.metrics().stream()
                .filter(metric -> metric.classification() != Classification.PASS)
                .map(metric -> metric.name() + " " + metric.classification().word()
                        + (metric.reason().isEmpty() ? "." : ": " + metric.reason()))
                .collect(Collectors.joining(" "));
    }

    /** A source that is down for a moment is asked again; a wrong question is not. */
    private Move<CanaryState, CanaryResult> stopped(ProblemException stop, Windows when, int number) {
        long patience = when.due(number) + Math.min(when.intervalMillis(), PATIENCE_MILLIS);
        boolean patient = now < patience || state.tries() < FEWEST_TRIES;
        if (Passing.isPassing(stop) && patient) {
            Duration delay = Backoff.retry(state.tries(), state.id(), Passing.retryAfter(stop));
            context.emit(new Event.Retrying(stop.problems().get(0), delay.toMillis()));
            return Move.after(delay, state.triedInVain());
        }
        Problem notJudged = Problem.of("canary.not-judged", "", number, when.count());
        List<Problem> why = new ArrayList<>(stop.problems());
        why.add(notJudged);
        return Move.next(Canary.end(state, new Ending(Status.FAILED, stop.category(), null), why, context));
    }
}
