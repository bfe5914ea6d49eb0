package io.jenkins.plugins.spindelivery.engine.aws.bake;

import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsOperation;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsResult;
import io.jenkins.plugins.spindelivery.engine.aws.operation.Course;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Bakes an image: looks for one of the same recipe, and if there is none launches a builder, provisions it, makes the image,
 * copies it to further regions, shares it, and removes the builder and what belonged to it.
 *
 * <p>Of all bakes of a recipe that run at the same time one makes the image; the others wait for it and return it. When the
 * one that makes it fails, one of the others does. When nobody goes on with it for {@value BakeLock#LEASE_MINUTES} minutes,
 * another removes what it left behind and takes its place.
 *
 * <p>Cancelling removes what the bake made. From the moment on in which an image gets the tag by which other bakes find it,
 * it stays.
 */
public final class Bake extends AwsOperation<BakeState> {
    /** The operation's type. */
    public static final String TYPE = "bake";
    /** The layout of states. */
    static final int STATE_VERSION = 1;

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public Class<BakeState> stateType() {
        return BakeState.class;
    }

    @Override
    public int stateVersion() {
        return STATE_VERSION;
    }

    /**
     * The beginning of a bake.
     *
     * @param request what is asked for
     * @param clock tells the time, which is part of the image's name
     * @return the first state
     * @throws ProblemException of category INPUT with all that is wrong with the request
     */
    public static BakeState start(BakeRequest request, Clock clock) {
        Course course = Course.begin(request.account(), request.timeoutSeconds(), clock);
        String name = BakeNames.image(request.recipe(), request.labels(), course.startedAt());
        check(request, name, course.id());
        return BakeState.begin(course, request, name);
    }

    private static void check(BakeRequest request, String name, String id) {
        BakeRecipe recipe = request.recipe();
        if (recipe.packageArtifacts().size() != request.packageFiles().files().size()) {
            throw new IllegalArgumentException("a request with references has to be completed first");
        }
        List<Problem> wrong = new ArrayList<>();
        if (recipe.baseAmi().isEmpty() && recipe.baseOs().isEmpty()) {
            wrong.add(Problem.of("aws.bake-no-base", ""));
        } else if (recipe.baseAmi().isEmpty() && BaseImages.of(recipe.baseOs()).isEmpty()) {
            wrong.add(
                    Problem.of("aws.bake-base-os-unknown", "", recipe.baseOs(), String.join(", ", BaseImages.names())));
        }
        if (recipe.baseAmi().isEmpty()
                && BaseImages.of(recipe.baseOs())
                        .filter(source -> source.owner(request.home()).isEmpty())
                        .isPresent()) {
            wrong.add(Problem.of("aws.bake-base-os-elsewhere", "", recipe.baseOs(), request.home()));
        }
        if (request.labels().amiName().isEmpty() && recipe.first().isEmpty()) {
            wrong.add(Problem.of("aws.bake-nameless", ""));
        } else {
            BakeNames.wrongName(name).ifPresent(wrong::add);
        }
        wrong.addAll(BakeNames.wrongTags(BakeNames.tags(recipe, request.labels(), name)));
        wrong.addAll(wrongProvisioning(request.builder(), new ProvisionScript(recipe, id)));
        if (!wrong.isEmpty()) {
            throw new ProblemException(Category.INPUT, wrong);
        }
    }

    /** What is wrong with what a builder is to run. */
    static List<Problem> wrongProvisioning(BuilderOptions builder, ProvisionScript script) {
        List<Problem> wrong = new ArrayList<>();
        if (builder.how() == BuilderOptions.How.USER_DATA) {
            int length = script.userData().length();
            if (length > ProvisionScript.LONGEST_USER_DATA) {
                wrong.add(Problem.of("aws.bake-script-too-long", "", length, ProvisionScript.LONGEST_USER_DATA));
            }
            return wrong;
        }
        if (builder.instanceProfile().isEmpty()) {
            wrong.add(Problem.of("aws.bake-profile-missing", ""));
        }
        if (script.commandBytes() > ProvisionScript.LONGEST_COMMANDS) {
            wrong.add(Problem.of(
                    "aws.bake-commands-too-long", "", script.commandBytes(), ProvisionScript.LONGEST_COMMANDS));
        }
        return wrong;
    }

    @Override
    protected Move<BakeState, AwsResult> step(BakeState state, OperationContext context) {
        BakeWork work = new BakeWork(state, context);
        if (work.leaseRunsOut()) {
            return new BakeLock(work).renew();
        }
        return switch (state.phase()) {
            case LOOK -> looked(work, new BakeLook(work).look());
            case CHECK -> Move.next(new BakeLook(work).check());
            case LOCK -> waiting(new BakeLock(work).lock());
            case WAIT -> waiting(new BakeLock(work).await());
            case TAKE_OVER -> waiting(new BakeLock(work).takeOver());
            case LOOK_AGAIN -> Move.next(new BakeLook(work).lookAgain());
            case LAUNCH -> waiting(new Builder(work).launch());
            case PROVISION -> waiting(new Provisioning(work).watch());
            case STOP -> waiting(new Builder(work).stop());
            case IMAGE -> waiting(new ImageMaking(work).make());
            case COPY -> waiting(new ImageMaking(work).copy());
            case SHARE -> Move.next(new ImageSharing(work).share());
            case PUBLISH -> Move.next(new ImageSharing(work).publish());
            case OUTPUT -> Move.next(new Provisioning(work).lastOutput());
            case CLEANUP -> cleaned(work, new BakeCleanUp(work, state.course().id()).clean());
        };
    }

    private Move<BakeState, AwsResult> looked(BakeWork work, BakeState next) {
        return next.allFound() && next.request().shareWith().isEmpty() ? finished(next, work) : Move.next(next);
    }

    /** A phase that is over goes on at once; else there is another look. */
    private Move<BakeState, AwsResult> waiting(Looked looked) {
        if (looked.goesOn()) {
            return Move.next(looked.state());
        }
        return lookAgain(looked.state(), looked.context());
    }

    private Move<BakeState, AwsResult> cleaned(BakeWork work, Looked looked) {
        return looked.goesOn() ? finished(looked.state(), work) : lookAgain(looked.state(), work.context());
    }

    /** What was told to be under way is told to be there. */
    private static Move<BakeState, AwsResult> finished(BakeState state, BakeWork work) {
        AwsResult result = BakeResults.of(state, work.context().clock());
        result.objects().forEach(object -> work.context()
                .emit(new Event.StatusChanged(object.ref(), object.status(), object.message(), 0, 0)));
        return Move.finished(result);
    }

    @Override
    protected BakeState takingBack(BakeState state) {
        long since = state.phaseSince();
        if (state.phase() == BakePhase.PUBLISH) {
            // Others may have found the image in one of its regions; half of it must not go.
            return state.enter(BakePhase.PUBLISH, since);
        }
        boolean provisioning =
                state.phase() == BakePhase.PROVISION && !state.builder().isEmpty();
        BakeState known = state.course().category() == Category.ACCESS ? withoutDoubts(state) : state;
        return known.enter(provisioning ? BakePhase.OUTPUT : BakePhase.CLEANUP, since);
    }

    /** Who may not ask AWS to make a thing has not made it: it need not be looked for. */
    private static BakeState withoutDoubts(BakeState state) {
        return switch (state.phase()) {
            case LOCK -> state.lease().held() ? state : state.lease(BakeLease.NONE);
            case IMAGE -> state.images(state.images().stream()
                    .map(image -> image.isMissing() ? BakedImage.missing(image.region()) : image)
                    .toList());
            default -> state;
        };
    }

    @Override
    protected Problem late(BakeState state) {
        long minutes = Duration.ofSeconds(state.course().timeoutSeconds()).toMinutes();
        String time = minutes > 0 ? minutes + " min" : state.course().timeoutSeconds() + " s";
        return switch (state.phase()) {
            case WAIT -> Problem.of("aws.bake-late-other", "", time, state.imageName(), state.other());
            case PROVISION -> Problem.of("aws.bake-late-provision", "", time, state.builder(), state.seen());
            default -> Problem.of(
                    "aws.bake-late", "", time, state.imageName(), state.phase().name(), state.seen());
        };
    }

    @Override
    protected AwsResult gaveUp(BakeState state, OperationContext context) {
        return BakeResults.leftOver(state, context.clock());
    }

    /**
     * The image's name and all that names of a request depend on, without asking AWS.
     *
     * @param request what is asked for
     * @param now in milliseconds since 1970
     * @return {@code imageName}, {@code bakeKey}, {@code appversion}, which may be {@code null}, {@code installer} and
     *     {@code tags}
     */
    public static Map<String, Object> plan(BakeRequest request, long now) {
        BakeRecipe recipe = request.recipe();
        String name = BakeNames.image(recipe, request.labels(), now);
        Map<String, Object> plan = new LinkedHashMap<>();
        plan.put("imageName", name);
        plan.put("bakeKey", BakeNames.key(recipe, request.labels(), request.home()));
        plan.put("appversion", BakeNames.appVersion(recipe, request.labels()).orElse(null));
        plan.put("installer", BakeNames.installer(recipe));
        plan.put("tags", BakeNames.tags(recipe, request.labels(), name));
        return plan;
    }
}
