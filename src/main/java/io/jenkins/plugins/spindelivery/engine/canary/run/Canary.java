package io.jenkins.plugins.spindelivery.engine.canary.run;

import com.fasterxml.jackson.core.type.TypeReference;
import io.jenkins.plugins.spindelivery.engine.canary.config.CanaryConfig;
import io.jenkins.plugins.spindelivery.engine.canary.config.CanaryConfigs;
import io.jenkins.plugins.spindelivery.engine.canary.judge.Verdict;
import io.jenkins.plugins.spindelivery.engine.canary.run.CanaryState.Block;
import io.jenkins.plugins.spindelivery.engine.canary.run.CanaryState.Ending;
import io.jenkins.plugins.spindelivery.engine.canary.run.CanaryState.Stage;
import io.jenkins.plugins.spindelivery.engine.canary.run.Measuring.Names;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.Phase;
import io.jenkins.plugins.spindelivery.engine.kubernetes.traffic.GatewayRoutes;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.operation.Backoff;
import io.jenkins.plugins.spindelivery.engine.operation.BlobStore;
import io.jenkins.plugins.spindelivery.engine.operation.Gate;
import io.jenkins.plugins.spindelivery.engine.operation.GateAnswer;
import io.jenkins.plugins.spindelivery.engine.operation.GatedOperation;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.ObjectOutcome;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.StateMapper;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Faults;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Runs a new version beside the live one for a while and decides whether it is good: plan → deploy the canary and, if
 * wanted, a baseline of the live version → give them their share of a route → let something run beside them, and judge them
 * by their metrics, interval by interval → put the route back → delete what was made → result.
 *
 * <p>What was made is removed whatever happens: a bad score, a failure, a crash, a cancel. Nothing that was there before is
 * changed but a route, which gets its weights back. Versions of ConfigMaps and Secrets that others use by the end stay.
 *
 * <p>Cancelling removes everything as well, and comes to no verdict.
 */
public final class Canary implements GatedOperation<CanaryState, CanaryResult> {
    /**
     * A canary configuration that nobody has read yet.
     *
     * @param source the file or URL as the user knows it, for messages
     * @param content JSON or YAML, as {@link CanaryConfigs} reads it
     */
    public record ConfigFile(String source, byte[] content) {
        /** For canaries without analysis. */
        public static final ConfigFile NONE = new ConfigFile("", new byte[0]);
    }

    /** What a gate's id is; there is only one. */
    private static final String GATE = "canary";

    /** Before anything is written a user rather sees the fault than waits; about 7 s. */
    private static final int TRIES_BEFORE_WRITING = 4;

    /** Putting things back is worth patience: about 3 min. */
    private static final int TRIES_TO_PUT_BACK = 20;

    /** Fewer points than this make the judge's statistics weak; Kayenta warns, too. */
    private static final long FEW_POINTS = 50;

    private final Sides sides = new Sides();

    /**
     * The first state of a canary. Nothing is asked of cluster and metric source yet; but what the input alone shows to be
     * wrong is found here, for the past its queries too, and then the canary is one that ends as refused.
     *
     * @param request what to do
     * @param manifests what the canary is made of, after expressions: one Deployment or ReplicaSet, and what it needs; empty
     *     to judge the past
     * @param config the canary configuration; not looked at without analysis
     * @param context keeps manifests and configuration, tells the time, looks at queries, and is told of problems
     * @return the state to save and to move on from
     */
    public static CanaryState start(
            CanaryRequest request, List<Manifest> manifests, ConfigFile config, OperationContext context) {
        String id = UUID.randomUUID().toString();
        long now = context.clock().millis();
        boolean analysed = request.analysis() != null;
        CanaryState first = CanaryState.begin(
                id,
                request,
                manifests.isEmpty() ? null : store(context.blobs(), manifests),
                analysed ? context.blobs().put(config.content()) : null,
                now);
        List<Problem> wrong = new ArrayList<>(CanaryCheck.problems(request, manifests));
        Faults faults = new Faults();
        if (analysed) {
            faults.collect(() -> CanaryConfigs.read(config.source(), config.content()));
        }
        try {
            faults.throwIfAny();
        } catch (ProblemException e) {
            wrong.addAll(e.problems());
        }
        if (wrong.isEmpty() && first.stage() == Stage.RUN) {
            try {
                return begun(checked(first, Names.NONE, context), context);
            } catch (ProblemException e) {
                wrong.addAll(e.problems());
            }
        }
        return wrong.isEmpty()
                ? first
                : end(first, new Ending(Status.REFUSED, Category.INPUT, null), wrong, context)
                        .to(Stage.END);
    }

    /**
     * Looks at the queries of an analysis, so that a mistake in them is found before anything is written.
     *
     * @param state a canary that has not begun to run
     * @param names how the sides' metrics will be known
     * @param context has the metric source, and is told what is in a query to no effect
     * @return the state with these warnings
     * @throws ProblemException with all that is wrong in any query
     */
    static CanaryState checked(CanaryState state, Names names, OperationContext context) {
        CanaryRequest request = state.request();
        if (request.analysis() == null) {
            return state;
        }
        Windows windows = Windows.of(
                request.analysis(), request.lifetimeSeconds(), context.clock().millis());
        CanaryConfig config = Configs.read(state.config(), context.blobs());
        CanaryState checked = state;
        for (Problem idle : new Measuring(request.analysis(), names, config, context).check(windows)) {
            checked = warned(checked, idle, context);
        }
        return checked;
    }

    @Override
    public String type() {
        return "canary";
    }

    @Override
    public Class<CanaryState> stateType() {
        return CanaryState.class;
    }

    @Override
    public int stateVersion() {
        return CanaryState.VERSION;
    }

    @Override
    public Optional<Gate> gate(CanaryState state) {
        boolean open = state.stage() == Stage.RUN && state.request().gate() && state.block() == Block.OPEN;
        return open ? Optional.of(new Gate(GATE, variables(state))) : Optional.empty();
    }

    private static Map<String, String> variables(CanaryState state) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("SPIN_CANARY_NAME", state.canary().workload().name());
        variables.put("SPIN_CANARY_NAMESPACE", state.setup().namespace());
        variables.put("SPIN_CANARY_LABEL", state.setup().label());
        if (state.baseline() != null) {
            variables.put("SPIN_CANARY_BASELINE", state.baseline().workload().name());
        }
        return variables;
    }

    @Override
    public CanaryState answer(CanaryState state, GateAnswer answer) {
        if (gate(state).filter(gate -> gate.id().equals(answer.gate())).isEmpty()) {
            return state;
        }
        return answer.passed()
                ? state.with(Block.PASSED)
                : state.with(Block.FAILED)
                        .ending(null, List.of(Problem.of("canary.block-failed", "", answer.message())));
    }

    @Override
    public CanaryState cancel(CanaryState state) {
        return state.ending() != null || state.stage() == Stage.END
                ? state
                : ended(state, new Ending(Status.CANCELLED, null, null), List.of());
    }

    @Override
    public CanaryState resume(CanaryState state, Clock clock) {
        return sides.resumed(state, clock);
    }

    @Override
    public Move<CanaryState, CanaryResult> move(CanaryState state, OperationContext context) {
        try {
            return switch (state.stage()) {
                case PLAN -> plan(state, context);
                case DEPLOY -> sides.deploy(state, context);
                case ROUTE -> route(state, context);
                case RUN -> new Running(state, context).move();
                case UNROUTE -> unroute(state, context);
                case KEEP -> Move.next(
                        sides.cancelled(sides.keepWhatIsUsed(state, context)).to(Stage.CLEANUP));
                case CLEANUP -> sides.takeBack(state, context);
                case END -> Move.finished(result(state, context));
            };
        } catch (ProblemException e) {
            return stopped(state, e, context);
        }
    }

    private static Move<CanaryState, CanaryResult> plan(CanaryState state, OperationContext context) {
        if (state.tries() == 0) {
            context.emit(
                    new Event.PhaseStarted(Phase.PLAN, manifests(state, context).size()));
        }
        CanaryState planned = new Planning(state, manifests(state, context), context).plan();
        return Move.next(planned.to(Stage.DEPLOY));
    }

    private static Move<CanaryState, CanaryResult> route(CanaryState state, OperationContext context) {
        if (state.split() != null) {
            context.emit(new Event.PhaseStarted(Phase.TRAFFIC, 1));
            routes(state, context).share(state.split(), state.request().route().weight());
        }
        return Move.next(begun(state.running(context.clock().millis()), context));
    }

    /** Tells what is going to be measured, and that it is little if it is. */
    private static CanaryState begun(CanaryState state, OperationContext context) {
        Optional<Windows> windows = Running.windows(state);
        boolean few = windows.isPresent() && windows.get().points() < FEW_POINTS;
        context.emit(
                windows.isPresent()
                        ? new Event.PhaseStarted(Phase.ANALYSE, windows.get().count())
                        : new Event.PhaseStarted(Phase.CHECK, state.sides().size()));
        return few
                ? warned(
                        state, Problem.of("canary.few-points", "", windows.get().points(), FEW_POINTS), context)
                : state;
    }

    private static Move<CanaryState, CanaryResult> unroute(CanaryState state, OperationContext context) {
        routes(state, context).restore(state.split());
        return Move.next(state.to(Stage.KEEP));
    }

    private static GatewayRoutes routes(CanaryState state, OperationContext context) {
        return new GatewayRoutes(
                context.clusters().cluster(state.request().deploy().account()));
    }

    private static CanaryState warned(CanaryState state, Problem warning, OperationContext context) {
        CanaryState next = state.warned(List.of(warning));
        if (next != state) {
            context.emit(new Event.Warned(warning));
        }
        return next;
    }

    /** Goes on after a move that was stopped: tries again what will pass by itself, and else takes back. */
    private Move<CanaryState, CanaryResult> stopped(
            CanaryState state, ProblemException stop, OperationContext context) {
        boolean puttingBack = state.stage() == Stage.UNROUTE || state.stage() == Stage.KEEP;
        int patience = puttingBack ? TRIES_TO_PUT_BACK : TRIES_BEFORE_WRITING;
        if (Passing.isPassing(stop) && state.tries() < patience) {
            Duration delay = Backoff.retry(state.tries(), state.id(), Passing.retryAfter(stop));
            context.emit(new Event.Retrying(stop.problems().get(0), delay.toMillis()));
            return Move.after(delay, state.triedInVain());
        }
        return switch (state.stage()) {
                // What can't be looked up can't be deleted either, as a rule; the deploys will say what is left.
            case KEEP -> Move.next(sides.cancelled(state).to(Stage.CLEANUP));
            case UNROUTE -> Move.next(notRestored(state, stop, context));
            case PLAN -> Move.next(
                    end(state, new Ending(Status.REFUSED, stop.category(), null), stop.problems(), context));
            default -> Move.next(
                    end(state, new Ending(Status.FAILED, stop.category(), null), stop.problems(), context));
        };
    }

    /** The route still leads to the canary, so that has to stay: without it these requests would fail. */
    private static CanaryState notRestored(CanaryState state, ProblemException stop, OperationContext context) {
        List<Problem> why = new ArrayList<>(stop.problems());
        why.add(Problem.of(
                "canary.route-not-restored",
                state.split().route().toString(),
                state.setup().label(),
                state.setup().namespace()));
        why.forEach(problem -> context.emit(new Event.Failed(problem)));
        Ending was = state.ending();
        Ending ending = new Ending(
                was.status() == Status.SUCCEEDED ? Status.FAILED : was.status(), stop.category(), was.verdict());
        return state.ending(ending, why).to(Stage.END);
    }

    /**
     * Ends a canary, and tells why.
     *
     * @param state with all that was done
     * @param ending how
     * @param why told as errors
     * @param context is told
     * @return the state that takes back what was made
     */
    static CanaryState end(CanaryState state, Ending ending, List<Problem> why, OperationContext context) {
        why.stream()
                .filter(problem -> !state.errors().contains(problem))
                .forEach(problem -> context.emit(new Event.Failed(problem)));
        return ended(state, ending, why);
    }

    /** As {@link #end}, when it has been told already. */
    static CanaryState ended(CanaryState state, Ending ending, List<Problem> why) {
        CanaryState next = state.ending(ending, why);
        if (state.sides().isEmpty()) {
            return next.to(Stage.END);
        }
        boolean mayBeRouted = state.split() != null && (state.stage() == Stage.ROUTE || state.stage() == Stage.RUN);
        return next.to(mayBeRouted ? Stage.UNROUTE : Stage.KEEP);
    }

    private static CanaryResult result(CanaryState state, OperationContext context) {
        Ending ending = state.ending();
        List<ObjectOutcome> objects =
                state.sides().stream().flatMap(side -> side.objects().stream()).toList();
        Verdict verdict = ending.verdict();
        Double score = state.judged() == null ? null : state.judged().score();
        return new CanaryResult(
                ending.status(),
                ending.category(),
                verdict,
                score,
                state.intervals(),
                state.judged(),
                name(state.canary()),
                name(state.baseline()),
                state.setup() == null ? "" : state.setup().namespace(),
                state.setup() == null ? "" : state.setup().label(),
                objects,
                state.warnings(),
                state.errors(),
                Math.max(0, context.clock().millis() - state.startedAt()));
    }

    private static String name(Side side) {
        return side == null || !side.ready() ? "" : side.workload().name();
    }

    private static List<Manifest> manifests(CanaryState state, OperationContext context) {
        try {
            return StateMapper.create()
                    .readValue(context.blobs().get(state.manifests()), new TypeReference<List<Manifest>>() {});
        } catch (IOException e) {
            // The blob's hash is right, so some version of ours wrote this. Jackson's words may quote a Secret.
            throw new ProblemException(Category.INPUT, Problem.of("operation.blob-layout", "", state.manifests()));
        }
    }

    private static String store(BlobStore blobs, Object value) {
        try {
            return blobs.put(StateMapper.create().writeValueAsBytes(value));
        } catch (IOException e) {
            throw new UncheckedIOException("plain data can be written as JSON", e);
        }
    }
}
