package io.jenkins.plugins.spindelivery.engine.aws.image;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsAccount;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsFault;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRegion;
import io.jenkins.plugins.spindelivery.engine.aws.image.ImageCleanUpState.Fate;
import io.jenkins.plugins.spindelivery.engine.aws.image.ImageCleanUpState.Stage;
import io.jenkins.plugins.spindelivery.engine.aws.image.ImageCleanUpState.Victim;
import io.jenkins.plugins.spindelivery.engine.aws.name.AwsTags;
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
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Deletes images that are not needed any more, with their snapshots, and never one that is in use.
 *
 * <p>Which go is found out once, so that what is baked in the meantime stays; whether one is in use or shared is asked again
 * right before it goes. Cancelling stops before the next image.
 */
public final class ImageCleanUp extends AwsOperation<ImageCleanUpState> {
    /** How many images go in one move. */
    private static final int AT_ONCE = 10;

    /**
     * The first state. Nothing is asked of AWS yet.
     *
     * @param request which images
     * @param context tells the time
     * @return the state to save and to move on from
     * @throws ProblemException when the request is unclear
     */
    public static ImageCleanUpState start(ImageCleanUpRequest request, OperationContext context) {
        request.check();
        return new ImageCleanUpState(
                ImageCleanUpState.VERSION,
                Course.begin(request.account(), request.timeoutSeconds(), context.clock()),
                request,
                Stage.FIND,
                List.of());
    }

    @Override
    public String type() {
        return "imageCleanUp";
    }

    @Override
    public Class<ImageCleanUpState> stateType() {
        return ImageCleanUpState.class;
    }

    @Override
    public int stateVersion() {
        return ImageCleanUpState.VERSION;
    }

    @Override
    protected Move<ImageCleanUpState, AwsResult> step(ImageCleanUpState state, OperationContext context) {
        return switch (state.stage()) {
            case FIND -> find(state, context);
            case CHECK -> check(state, context);
            case DELETE -> delete(state, context);
            case TAKE_STOCK -> takeStock(state, context);
            case END -> Move.finished(result(state, context));
        };
    }

    private static Move<ImageCleanUpState, AwsResult> find(ImageCleanUpState state, OperationContext context) {
        ImageCleanUpRequest request = state.request();
        AwsAccount account = context.aws().account(request.account());
        List<Victim> found = new ArrayList<>();
        for (String name : request.regions().stream().distinct().toList()) {
            AwsRegion region = account.region(name);
            Map<String, String> tags = request.tags().isEmpty() ? Map.of(AwsTags.BAKE_KEY, "") : request.tags();
            // In a filter of AWS a star means anything; here it would mean more images than were meant.
            List<FoundImage> tagged = new Images(region)
                    .tagged(tags).stream()
                            .filter(image -> image.tags()
                                    .entrySet()
                                    .containsAll(request.tags().entrySet()))
                            .toList();
            List<FoundImage> unneeded =
                    unneeded(tagged, request, context.clock().millis());
            ImageUsers users = new ImageUse(region)
                    .of(unneeded.stream().map(FoundImage::id).toList());
            for (FoundImage image : unneeded) {
                Optional<Problem> stays = use(image, users);
                stays.ifPresent(problem -> context.emit(new Event.Noted(problem)));
                if (stays.isEmpty()) {
                    found.add(new Victim(image, Fate.UNCHECKED, image.name()));
                }
            }
        }
        return Move.next(state.with(state.course().ahead()).to(Stage.CHECK, found));
    }

    /** With whom an image is shared is a call of its own for each, so that this takes several moves. */
    private static Move<ImageCleanUpState, AwsResult> check(ImageCleanUpState state, OperationContext context) {
        ImageCleanUpRequest request = state.request();
        AwsAccount account = context.aws().account(request.account());
        List<Victim> known = new ArrayList<>();
        int asked = 0;
        for (Victim victim : state.victims()) {
            if (victim.fate() != Fate.UNCHECKED || asked == AT_ONCE) {
                known.add(victim);
                continue;
            }
            FoundImage image = victim.image();
            Optional<Problem> stays = shared(image, account.region(image.region()), request);
            stays.ifPresent(problem -> context.emit(new Event.Noted(problem)));
            if (stays.isEmpty()) {
                known.add(victim.now(Fate.FOUND, victim.message()));
            }
            asked += request.includeShared() ? 0 : 1;
        }
        boolean more = known.stream().anyMatch(victim -> victim.fate() == Fate.UNCHECKED);
        return more
                ? Move.next(state.with(state.course().ahead()).to(Stage.CHECK, known))
                : listed(state, known, context);
    }

    private static Move<ImageCleanUpState, AwsResult> listed(
            ImageCleanUpState state, List<Victim> victims, OperationContext context) {
        ImageCleanUpRequest request = state.request();
        List<ObjectRef> refs =
                victims.stream().map(victim -> victim.image().ref()).toList();
        if (!request.dryRun()) {
            checkRules(context.aws().account(request.account()), refs);
        }
        context.emit(new Event.PhaseStarted(Phase.DELETE, refs.size()));
        context.emit(new Event.DeleteListed(refs, request.dryRun()));
        Course course = state.course();
        boolean nothing = request.dryRun() || victims.isEmpty();
        return Move.next(state.with(nothing ? course.ahead() : course.changing())
                .to(nothing ? Stage.END : Stage.DELETE, victims));
    }

    /** Pure, for its rules are what people rely on. */
    static List<FoundImage> unneeded(List<FoundImage> newestFirst, ImageCleanUpRequest request, long now) {
        Map<String, Integer> seen = new HashMap<>();
        List<FoundImage> unneeded = new ArrayList<>();
        for (FoundImage image : newestFirst) {
            if (!image.state().equals("available")) {
                // Still being made, or failed: its bake takes care of it.
                continue;
            }
            int newer = seen.merge(image.family(), 1, Integer::sum) - 1;
            boolean beyond = request.keep() == null || newer >= request.keep();
            boolean old =
                    request.olderThanSeconds() == null || now - image.createdAt() >= 1000 * request.olderThanSeconds();
            boolean over = !request.expired()
                    || image.expires().map(when -> when <= now).orElse(false);
            if (beyond && old && over) {
                unneeded.add(image);
            }
        }
        return unneeded;
    }

    private static void checkRules(AwsAccount account, List<ObjectRef> refs) {
        List<Problem> forbidden = refs.stream()
                .flatMap(
                        ref -> account
                                .forbids(ref)
                                .map(problem -> new Problem(problem.code(), problem.arguments(), ref.toString()))
                                .stream())
                .toList();
        if (!forbidden.isEmpty()) {
            throw new ProblemException(Category.ACCESS, forbidden);
        }
    }

    /** Why an image stays that something in the account uses, or may use. */
    private static Optional<Problem> use(FoundImage image, ImageUsers users) {
        String where = image.ref().toString();
        return users.of(image.id())
                .map(user -> Problem.of("aws.image-in-use", where, image.name(), user))
                .or(() -> users.unread().map(user -> Problem.of("aws.image-use-unknown", where, image.name(), user)));
    }

    /** Why an image stays that others may use. */
    private static Optional<Problem> shared(FoundImage image, AwsRegion region, ImageCleanUpRequest request) {
        return request.includeShared()
                ? Optional.empty()
                : new ImageShares(region)
                        .of(image.id())
                        .map(others ->
                                Problem.of("aws.image-shared", image.ref().toString(), image.name(), others));
    }

    private static Move<ImageCleanUpState, AwsResult> delete(ImageCleanUpState state, OperationContext context) {
        AwsAccount account = context.aws().account(state.request().account());
        List<Victim> next = state.victims().stream()
                .filter(victim -> victim.fate() == Fate.FOUND)
                .limit(AT_ONCE)
                .toList();
        if (next.isEmpty()) {
            return Move.next(state.with(state.course().ahead()).to(Stage.END, state.victims()));
        }
        Map<String, Victim> ended = new HashMap<>();
        next.stream()
                .collect(Collectors.groupingBy(
                        victim -> victim.image().region(), LinkedHashMap::new, Collectors.toList()))
                .forEach((name, victims) -> delete(account.region(name), victims, state.request(), ended, context));
        List<Victim> known = state.victims().stream()
                .map(victim -> ended.getOrDefault(victim.image().ref().toString(), victim))
                .toList();
        return Move.next(state.with(state.course().ahead()).to(Stage.DELETE, known));
    }

    private static void delete(
            AwsRegion region,
            List<Victim> victims,
            ImageCleanUpRequest request,
            Map<String, Victim> ended,
            OperationContext context) {
        ImageUsers users = new ImageUse(region)
                .of(victims.stream().map(victim -> victim.image().id()).toList());
        for (Victim victim : victims) {
            FoundImage image = victim.image();
            Optional<Problem> stays = use(image, users).or(() -> shared(image, region, request));
            if (stays.isPresent()) {
                context.emit(new Event.Noted(stays.get()));
                ended.put(
                        image.ref().toString(),
                        victim.now(Fate.KEPT, stays.get().message()));
            } else {
                remove(region, image);
                context.emit(new Event.ObjectChanged(image.ref(), Action.DELETED));
                ended.put(image.ref().toString(), victim.now(Fate.GONE, image.name()));
            }
        }
    }

    /** The image first: a snapshot of a registered image can't be deleted. What is gone already is no fault. */
    static void remove(AwsRegion region, FoundImage image) {
        unlessGone(() -> region.ec2().deregisterImage(request -> request.imageId(image.id())));
        image.snapshots()
                .forEach(id -> unlessGone(() -> region.ec2().deleteSnapshot(request -> request.snapshotId(id))));
    }

    private static void unlessGone(Runnable call) {
        try {
            call.run();
        } catch (AwsFault e) {
            if (!e.isNotFound() && !e.code().equals("InvalidAMIID.Unavailable")) {
                throw e;
            }
        }
    }

    /** A move that a crash cut off may have deleted what the state still has as found. */
    private static Move<ImageCleanUpState, AwsResult> takeStock(ImageCleanUpState state, OperationContext context) {
        AwsAccount account = context.aws().account(state.request().account());
        Set<ObjectRef> live = new HashSet<>();
        state.victims().stream()
                .filter(victim -> victim.fate() == Fate.FOUND)
                .map(Victim::image)
                .collect(Collectors.groupingBy(
                        FoundImage::region, Collectors.mapping(FoundImage::id, Collectors.toList())))
                .forEach((region, ids) ->
                        new Images(account.region(region)).byId(ids).forEach(image -> live.add(image.ref())));
        List<Victim> known = new ArrayList<>();
        for (Victim victim : state.victims()) {
            boolean gone =
                    victim.fate() == Fate.FOUND && !live.contains(victim.image().ref());
            if (gone) {
                // The move may have been cut off between an image and its snapshots.
                remove(account.region(victim.image().region()), victim.image());
            }
            known.add(gone ? victim.now(Fate.GONE, victim.message()) : victim);
        }
        return Move.next(state.with(state.course().ahead()).to(Stage.END, known));
    }

    private static AwsResult result(ImageCleanUpState state, OperationContext context) {
        boolean onlyAsked = state.request().dryRun() && !state.course().ending();
        List<ObjectOutcome> objects = state.victims().stream()
                .map(victim -> ImageFind.outcome(
                        victim.image(),
                        onlyAsked || victim.fate() == Fate.GONE ? Action.DELETED : Action.SKIPPED,
                        victim.message()))
                .toList();
        Map<String, Object> outputs = new LinkedHashMap<>();
        outputs.put(
                "deleted",
                state.victims().stream()
                        .filter(victim -> victim.fate() == Fate.GONE)
                        .map(victim -> victim.image().id())
                        .toList());
        return AwsResult.of(state.course(), objects, outputs, context.clock());
    }

    @Override
    protected ImageCleanUpState takingBack(ImageCleanUpState state) {
        return state.to(state.stage() == Stage.DELETE ? Stage.TAKE_STOCK : Stage.END, state.victims());
    }

    @Override
    protected boolean hasBegun(ImageCleanUpState state) {
        return state.stage() == Stage.DELETE
                && state.victims().stream().anyMatch(victim -> victim.fate() != Fate.FOUND);
    }

    @Override
    protected AwsResult gaveUp(ImageCleanUpState state, OperationContext context) {
        return result(state, context);
    }
}
