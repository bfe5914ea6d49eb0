package io.jenkins.plugins.spindelivery.engine.aws.destroy;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsAccount;
import io.jenkins.plugins.spindelivery.engine.aws.destroy.DestroyState.Stage;
import io.jenkins.plugins.spindelivery.engine.aws.destroy.DestroyState.Target;
import io.jenkins.plugins.spindelivery.engine.aws.network.GroupRemoval;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsOperation;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsResult;
import io.jenkins.plugins.spindelivery.engine.aws.operation.Course;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.Phase;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.ObjectOutcome;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.problem.Faults;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Destroys what has certain tags: find (once, so that what is made later with the same tags survives) and check that
 * nothing else uses it → server groups → launch templates → load balancers → target groups → security groups → images,
 * each gone before the next kind's turn.
 *
 * <p>Cancelling stops before the next move; what AWS was told to destroy is not brought back.
 */
public final class AwsDestroy extends AwsOperation<DestroyState> {
    /** What saved states name it by. */
    public static final String TYPE = "awsDestroy";

    /**
     * The first state. AWS is not asked yet.
     *
     * @param request what to destroy
     * @param context tells the time
     * @return the state to save and to move on from
     * @throws ProblemException of category INPUT when no tag, an empty one, or no region is named
     */
    public static DestroyState start(DestroyRequest request, OperationContext context) {
        new TagSelector(request.tags());
        if (request.regions().isEmpty()) {
            throw new ProblemException(Category.INPUT, Problem.of("aws.destroy-no-region", ""));
        }
        return DestroyState.begin(Course.begin(request.account(), request.timeoutSeconds(), context.clock()), request);
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public Class<DestroyState> stateType() {
        return DestroyState.class;
    }

    @Override
    public int stateVersion() {
        return DestroyState.VERSION;
    }

    @Override
    protected Move<DestroyState, AwsResult> step(DestroyState state, OperationContext context) {
        return switch (state.stage()) {
            case FIND -> find(state, context);
            case DESTROY -> destroy(state, context);
            case TAKE_STOCK -> Move.next(state.with(looked(state, context)).to(Stage.END, null));
            case END -> Move.finished(result(state, context));
        };
    }

    private static Move<DestroyState, AwsResult> find(DestroyState state, OperationContext context) {
        DestroyRequest request = state.request();
        AwsAccount account = context.aws().account(state.course().account());
        TagSelector selector = new TagSelector(request.tags());
        List<Target> targets = new ArrayList<>();
        List<Problem> used = new ArrayList<>();
        SimilarTags similar = new SimilarTags();
        for (String region : request.regions()) {
            Inventory inventory = new Inventory(account.region(region), request, selector, similar);
            List<Target> found = inventory.selected();
            used.addAll(Protection.problems(inventory, found));
            targets.addAll(found);
        }
        targets.sort(Comparator.comparing(Target::kind));
        List<ObjectRef> refs = targets.stream().map(Target::ref).toList();
        context.emit(new Event.PhaseStarted(Phase.DELETE, refs.size()));
        context.emit(new Event.DeleteListed(refs, request.dryRun()));
        if (!used.isEmpty()) {
            throw new ProblemException(Category.REFUSED, used);
        }
        Faults faults = new Faults();
        refs.forEach(ref -> faults.collect(() -> account.forbids(ref).ifPresent(problem -> {
            throw new ProblemException(Category.ACCESS, problem);
        })));
        faults.throwIfAny();
        DestroyState found = state.with(targets);
        if (targets.isEmpty()) {
            // A misspelt tag would else look like success.
            return Move.finished(result(warned(found, similar.warnings(request, selector), context), context));
        }
        if (request.dryRun()) {
            return Move.finished(result(found, context));
        }
        return Move.next(found.with(found.course().changing())
                .to(Stage.DESTROY, targets.get(0).kind()));
    }

    private static DestroyState warned(DestroyState state, List<Problem> warnings, OperationContext context) {
        Course course = state.course();
        for (Problem warning : warnings) {
            context.emit(new Event.Warned(warning));
            course = course.warned(warning);
        }
        return state.with(course);
    }

    private Move<DestroyState, AwsResult> destroy(DestroyState state, OperationContext context) {
        if (state.kind() == DestroyKind.SECURITY_GROUPS) {
            now(state)
                    .forEach(target -> GroupRemoval.untie(
                            region(state, target, context).region().ec2(), target.id()));
        }
        List<Target> targets = new ArrayList<>();
        boolean waiting = false;
        for (Target target : state.targets()) {
            Target after = target;
            if (target.kind() == state.kind() && !target.gone()) {
                after = destroyed(target, region(state, target, context));
                waiting |= !after.gone();
                if (after.gone()) {
                    context.emit(new Event.ObjectChanged(target.ref(), Action.DELETED));
                }
            }
            targets.add(after);
        }
        DestroyState next = state.with(targets);
        if (waiting) {
            return lookAgain(next, context);
        }
        return Move.next(targets.stream()
                .filter(target -> !target.gone())
                .map(Target::kind)
                .findFirst()
                .map(kind -> next.to(Stage.DESTROY, kind))
                .orElseGet(() -> next.to(Stage.END, null)));
    }

    /** A server group whose deletion is under way is told again, which AWS takes for the same. */
    private static Target destroyed(Target target, Demolition demolition) {
        if (!demolition.isThere(target)) {
            return target.gone(true);
        }
        demolition.destroy(target);
        return target.gone(!demolition.isThere(target));
    }

    private static List<Target> now(DestroyState state) {
        return state.targets().stream()
                .filter(target -> target.kind() == state.kind() && !target.gone())
                .toList();
    }

    private static Demolition region(DestroyState state, Target target, OperationContext context) {
        return new Demolition(context.aws().account(state.course().account()).region(target.region()));
    }

    private static List<Target> looked(DestroyState state, OperationContext context) {
        return state.targets().stream()
                .map(target ->
                        target.gone() || region(state, target, context).isThere(target) ? target : target.gone(true))
                .toList();
    }

    @Override
    protected DestroyState takingBack(DestroyState state) {
        return state.course().changed() ? state.to(Stage.TAKE_STOCK, null) : state.to(Stage.END, null);
    }

    @Override
    protected Problem late(DestroyState state) {
        String left = now(state).stream().map(target -> target.ref().toString()).collect(Collectors.joining(", "));
        return Problem.of("aws.destroy-late", "", state.course().timeoutSeconds(), left);
    }

    @Override
    protected AwsResult gaveUp(DestroyState state, OperationContext context) {
        return result(state, context);
    }

    private static AwsResult result(DestroyState state, OperationContext context) {
        boolean onlyAsked = state.request().dryRun() && !state.course().ending();
        List<ObjectOutcome> objects = state.targets().stream()
                .map(target -> outcome(target, onlyAsked))
                .toList();
        return AwsResult.of(state.course(), objects, Map.of(), context.clock());
    }

    private static ObjectOutcome outcome(Target target, boolean onlyAsked) {
        ObjectRef ref = target.ref();
        return new ObjectOutcome(
                ref.apiVersion(),
                ref.kind(),
                ref.namespace(),
                ref.name(),
                onlyAsked || target.gone() ? Action.DELETED : Action.SKIPPED,
                target.gone() ? "stable" : "unknown",
                target.kind() == DestroyKind.IMAGES || target.kind() == DestroyKind.SECURITY_GROUPS ? target.id() : "");
    }
}
