package io.jenkins.plugins.spindelivery.engine.aws.image;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsAccount;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRegion;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsOperation;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsResult;
import io.jenkins.plugins.spindelivery.engine.aws.operation.Course;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroup;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroups;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.Phase;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.ObjectOutcome;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.Parallel;
import io.jenkins.plugins.spindelivery.engine.operation.Parallel.Outcome;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds one image in each region: the newest with a package and tags, or that of a cluster's server group. It changes
 * nothing, and a region without such an image is an error.
 */
public final class ImageFind extends AwsOperation<ImageFindState> {
    private static final long PATIENCE_SECONDS = 60;

    /**
     * The first state. Nothing is asked of AWS yet.
     *
     * @param request what to look for
     * @param context tells the time
     * @return the state to save and to move on from
     * @throws ProblemException when the request is no clear question
     */
    public static ImageFindState start(ImageFindRequest request, OperationContext context) {
        request.check();
        return new ImageFindState(
                ImageFindState.VERSION, Course.begin(request.account(), PATIENCE_SECONDS, context.clock()), request);
    }

    @Override
    public String type() {
        return "imageFind";
    }

    @Override
    public Class<ImageFindState> stateType() {
        return ImageFindState.class;
    }

    @Override
    public int stateVersion() {
        return ImageFindState.VERSION;
    }

    @Override
    protected Move<ImageFindState, AwsResult> step(ImageFindState state, OperationContext context) {
        if (state.course().ending()) {
            return Move.finished(result(state, List.of(), context));
        }
        ImageFindRequest request = state.request();
        AwsAccount account = context.aws().account(request.account());
        List<AwsRegion> regions =
                request.regions().stream().distinct().map(account::region).toList();
        context.emit(new Event.PhaseStarted(Phase.PLAN, regions.size()));
        List<Outcome<FoundImage>> found = Parallel.tryAll(
                context.executor(), regions, region -> find(request, region, context), (region, outcome) -> {});
        List<ProblemException> problems = Outcome.problems(found);
        if (!problems.isEmpty()) {
            // One that may pass first: the others would be told again by the next try.
            throw problems.stream()
                    .filter(AwsOperation::isPassing)
                    .findFirst()
                    .orElseGet(() -> ProblemException.together(problems));
        }
        List<FoundImage> images = found.stream().map(Outcome::value).toList();
        images.forEach(image -> {
            context.emit(new Event.ObjectChanged(image.ref(), Action.UNCHANGED));
            context.emit(new Event.StatusChanged(image.ref(), "stable", image.name(), 0, 0));
        });
        return Move.finished(result(state, images, context));
    }

    private static FoundImage find(ImageFindRequest request, AwsRegion region, OperationContext context) {
        return request.cluster().isEmpty() ? byTags(request, region) : byCluster(request, region, context);
    }

    private static FoundImage byTags(ImageFindRequest request, AwsRegion region) {
        List<FoundImage> tagged = new Images(region)
                .tagged(request.tags()).stream()
                        .filter(image -> image.state().equals("available"))
                        .filter(image -> isOf(request.packageName(), image))
                        .toList();
        // An appversion says for certain what a name only suggests.
        return tagged.stream()
                .filter(image ->
                        request.packageName().isEmpty() || image.packageName().isPresent())
                .findFirst()
                .or(() -> tagged.stream().findFirst())
                .orElseThrow(() -> missing(notFound(request, region.name())));
    }

    private static Problem notFound(ImageFindRequest request, String region) {
        if (request.tags().isEmpty()) {
            return Problem.of("aws.image-not-found-package", region, request.packageName(), region);
        }
        return request.packageName().isEmpty()
                ? Problem.of("aws.image-not-found-tags", region, words(request.tags()), region)
                : Problem.of("aws.image-not-found", region, request.packageName(), words(request.tags()), region);
    }

    private static boolean isOf(String packageName, FoundImage image) {
        return packageName.isEmpty()
                || image.packageName().map(packageName::equals).orElseGet(() -> image.name()
                        .startsWith(packageName + "-"));
    }

    private static String words(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag -> tag.getKey() + "=" + tag.getValue())
                .collect(Collectors.joining(", "));
    }

    private static FoundImage byCluster(ImageFindRequest request, AwsRegion region, OperationContext context) {
        ServerGroups reader = new ServerGroups(region, context.executor());
        List<ServerGroup> groups = reader.ofCluster(request.cluster()).stream()
                .filter(group -> !group.deleting())
                .filter(group -> !request.onlyEnabled() || group.enabled())
                .toList();
        ServerGroup chosen =
                reader.withSources(List.of(choose(request, groups, region))).get(0);
        String id = chosen.source().imageId();
        Optional<FoundImage> image = new Images(region)
                .byId(id.isEmpty() ? List.of() : List.of(id)).stream().findFirst();
        return image.orElseThrow(
                () -> missing(Problem.of("aws.image-of-group-gone", chosen.ref().toString(), chosen.name(), id)));
    }

    private static ServerGroup choose(ImageFindRequest request, List<ServerGroup> groups, AwsRegion region) {
        if (groups.isEmpty()) {
            throw missing(Problem.of(
                    request.onlyEnabled() ? "aws.image-no-enabled-group" : "aws.image-no-group",
                    region.name(),
                    request.cluster(),
                    region.name()));
        }
        if (request.choice() == ImageChoice.FAIL && groups.size() > 1) {
            throw missing(Problem.of(
                    "aws.image-several-groups",
                    region.name(),
                    request.cluster(),
                    region.name(),
                    groups.stream().map(ServerGroup::name).collect(Collectors.joining(", "))));
        }
        return switch (request.choice()) {
            case NEWEST, FAIL -> groups.get(0);
            case OLDEST -> groups.get(groups.size() - 1);
            case LARGEST -> groups.stream()
                    // Of several of the same size the newest, which comes first.
                    .sorted(Comparator.comparingInt(
                            (ServerGroup group) -> -group.instances().size()))
                    .findFirst()
                    .orElseThrow();
        };
    }

    private static ProblemException missing(Problem problem) {
        return new ProblemException(Category.INPUT, problem);
    }

    private static AwsResult result(ImageFindState state, List<FoundImage> images, OperationContext context) {
        Map<String, Object> outputs = new LinkedHashMap<>();
        outputs.put("images", images.stream().map(FoundImage::value).toList());
        List<ObjectOutcome> objects = images.stream()
                .map(image -> outcome(image, Action.UNCHANGED, image.name()))
                .toList();
        return AwsResult.of(state.course(), objects, outputs, context.clock());
    }

    static ObjectOutcome outcome(FoundImage image, Action action, String message) {
        return new ObjectOutcome(
                image.ref().apiVersion(),
                image.ref().kind(),
                image.region(),
                image.id(),
                action,
                action == Action.SKIPPED ? "unknown" : "stable",
                message);
    }

    @Override
    protected ImageFindState takingBack(ImageFindState state) {
        return state;
    }

    @Override
    protected AwsResult gaveUp(ImageFindState state, OperationContext context) {
        return result(state, List.of(), context);
    }
}
