package io.jenkins.plugins.spindelivery.engine.aws.bake;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsAccount;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRef;
import io.jenkins.plugins.spindelivery.engine.aws.name.AwsTags;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.Phase;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** One move of a bake: its state, and what its parts need of AWS. */
final class BakeWork {
    /** How long AWS may say that a thing is not there which it has just made. */
    private static final long SETTLING_MILLIS = 120_000;

    /** How long the clean-up looks for what AWS was asked for and has not shown; mostly that takes a few seconds. */
    private static final long LATE_MILLIS = 30_000;

    private static final long ASKING_MILLIS = 10_000;
    private static final long RENEW_BEFORE_MILLIS = 10 * 60_000L;

    private final BakeState state;
    private final OperationContext context;
    private final AwsAccount account;

    BakeWork(BakeState state, OperationContext context) {
        this.state = state;
        this.context = context;
        this.account = context.aws().account(state.request().account());
    }

    BakeState state() {
        return state;
    }

    OperationContext context() {
        return context;
    }

    BakeRequest request() {
        return state.request();
    }

    AwsAccount account() {
        return account;
    }

    String home() {
        return request().home();
    }

    Ec2Client ec2() {
        return ec2(home());
    }

    Ec2Client ec2(String region) {
        return account.region(region).ec2();
    }

    long now() {
        return context.clock().millis();
    }

    /** Whether what was made in this phase may not be there yet for all of AWS. */
    boolean settling() {
        return now() - state.phaseSince() < SETTLING_MILLIS;
    }

    /** Whether what AWS was asked for may yet appear, answered or not. */
    boolean mayBeLate(long asked) {
        return asked > 0 && now() - asked < LATE_MILLIS;
    }

    /** Whether that AWS is being asked has just been saved; a try much later has to be saved anew. */
    boolean isAsking(long asked) {
        return asked > 0 && now() - asked < ASKING_MILLIS;
    }

    boolean leaseRunsOut() {
        boolean baking =
                switch (state.phase()) {
                    case LAUNCH, PROVISION, STOP, IMAGE, COPY, SHARE -> true;
                    default -> false;
                };
        return baking && state.lease().held() && state.lease().until() - now() < RENEW_BEFORE_MILLIS;
    }

    BakeState enter(BakePhase phase) {
        return state.enter(phase, now());
    }

    Looked goOn(BakeState next) {
        return new Looked(next, true, context);
    }

    /** There is something new to remember, such as an id, though the phase is not over: it is saved before the next look. */
    Looked learnt(BakeState next) {
        return goOn(next.with(next.course().ahead()));
    }

    Looked notYet() {
        return notYet(state);
    }

    Looked notYet(BakeState next) {
        return new Looked(next, false, context);
    }

    /** Another look, telling of the status when it is a new one; then looks come at short intervals again. */
    Looked notYet(AwsRef.Kind kind, String name, String status) {
        if (status.equals(state.seen())) {
            return notYet();
        }
        context.emit(new Event.StatusChanged(AwsRef.of(kind, home(), name), "progressing", status, 0, 0));
        return notYet(state.seen(status).with(state.course().ahead()));
    }

    String key(String region) {
        return BakeNames.digest(BakeNames.key(request().recipe(), request().labels(), region));
    }

    /** A token for calls that have one: the same for a move that is repeated. */
    String token(String purpose) {
        return state.course().id() + "-" + purpose;
    }

    void changed(AwsRef.Kind kind, String region, String name, Action action) {
        ObjectRef ref = AwsRef.of(kind, region, name);
        context.emit(new Event.ObjectChanged(ref, action));
        if (action == Action.DELETED) {
            context.emit(new Event.StatusChanged(ref, "stable", "", 0, 0));
        }
    }

    void phase(Phase phase, int things) {
        context.emit(new Event.PhaseStarted(phase, things));
    }

    /** The tags of what is gone when the bake has ended. */
    Map<String, String> temporaryTags() {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put(AwsTags.NAME, "bake " + state.imageName());
        tags.put(AwsTags.OPERATION, state.course().id());
        tags.put(AwsTags.TEMPORARY, "true");
        tags.put(AwsTags.MADE_FOR, AwsTags.fitting(request().madeFor()));
        tags.values().removeIf(String::isEmpty);
        return tags;
    }

    /** The tags of images and snapshots, without the one that makes other bakes find them. */
    Map<String, String> imageTags() {
        Map<String, String> tags = BakeNames.tags(request().recipe(), request().labels(), state.imageName());
        tags.put(BakeNames.BASE_IMAGE, state.base().id());
        tags.put(BakeNames.BASE_IMAGE_NAME, state.base().name());
        tags.put(AwsTags.OPERATION, state.course().id());
        tags.put(AwsTags.MADE_FOR, AwsTags.fitting(request().madeFor()));
        tags.values().removeIf(String::isEmpty);
        return tags;
    }

    static List<TagSpecification> tagged(Map<String, String> tags, ResourceType... types) {
        return List.of(types).stream()
                .map(type -> TagSpecification.builder()
                        .resourceType(type)
                        .tags(tags(tags))
                        .build())
                .toList();
    }

    static List<Tag> tags(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    static String tag(List<Tag> tags, String key) {
        return tags.stream()
                .filter(tag -> tag.key().equals(key))
                .map(Tag::value)
                .findFirst()
                .orElse("");
    }

    static Filter filter(String name, String... values) {
        return Filter.builder().name(name).values(values).build();
    }

    static Filter madeBy(String operation) {
        return filter("tag:" + AwsTags.OPERATION, operation);
    }

    static ProblemException wrong(Category category, String code, Object... arguments) {
        return new ProblemException(category, Problem.of(code, "", arguments));
    }
}
