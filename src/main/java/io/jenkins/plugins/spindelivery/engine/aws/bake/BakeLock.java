package io.jenkins.plugins.spindelivery.engine.aws.bake;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsFault;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRef;
import io.jenkins.plugins.spindelivery.engine.aws.name.AwsTags;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsResult;
import io.jenkins.plugins.spindelivery.engine.aws.operation.Course;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;

/**
 * Lets one bake of a recipe work at a time. The builder's security group has a name made of the bake key, and EC2 gives a
 * name once per VPC; of groups in several VPCs the oldest counts. Whose group that is bakes. A tag says until when others
 * respect that; the bake renews it.
 */
final class BakeLock {
    /** How long a bake may stand still before another takes its place. */
    static final int LEASE_MINUTES = 15;

    static final String LEASE = AwsTags.PREFIX + "lease-until";
    static final String SINCE = AwsTags.PREFIX + "locked-at";
    static final String DUPLICATE = "InvalidGroup.Duplicate";

    private final BakeWork work;

    BakeLock(BakeWork work) {
        this.work = work;
    }

    private static long until(long now) {
        return now + LEASE_MINUTES * 60_000L;
    }

    private String name() {
        return "spin-bake-" + work.key(work.home());
    }

    /** Makes the group unless it is there, and looks whether it is the oldest. */
    Looked lock() {
        BakeLease lease = work.state().lease();
        if (work.state().seen().equals(DUPLICATE)) {
            foreign().ifPresent(this::refuse);
        }
        Optional<SecurityGroup> first = group();
        if (first.isPresent() && owner(first.get()).equals(work.state().course().id())) {
            return locked(BakeLease.seen(first.get().groupId(), number(first.get(), LEASE)));
        }
        if (lease.held()) {
            return first.isPresent() ? behind(first.get()) : work.settling() ? work.notYet() : locked(lease);
        }
        if (lease.asked() == 0 && first.isPresent()) {
            return behind(first.get());
        }
        return work.isAsking(lease.asked())
                ? make(first)
                : work.goOn(work.state().lease(BakeLease.asking(work.now())));
    }

    private Looked locked(BakeLease lease) {
        return work.goOn(work.enter(BakePhase.LOOK_AGAIN).lease(lease));
    }

    /** Asks for the group; when another's is there already, the refusal tells that ours was never made. */
    private Looked make(Optional<SecurityGroup> first) {
        BakeState state = work.state();
        long until = until(work.now());
        Map<String, String> tags = work.temporaryTags();
        tags.putAll(new PackageStaging(work).groupTags());
        tags.put(AwsTags.BAKE_KEY, work.key(work.home()));
        tags.put(LEASE, Long.toString(until));
        tags.put(SINCE, Long.toString(work.now()));
        tags.putAll(LockRegions.tags(work.request().regions()));
        CreateSecurityGroupRequest.Builder request = CreateSecurityGroupRequest.builder()
                .groupName(name())
                .description("Builder of an image: nothing comes in")
                .tagSpecifications(BakeWork.tagged(tags, ResourceType.SECURITY_GROUP));
        if (!state.vpc().isEmpty()) {
            request.vpcId(state.vpc());
        }
        try {
            String id = work.ec2().createSecurityGroup(request.build()).groupId();
            work.changed(AwsRef.Kind.SECURITY_GROUP, work.home(), id, Action.CREATED);
            return work.learnt(state.lease(state.lease().made(id, until)));
        } catch (AwsFault e) {
            if (e.code().equals(DUPLICATE)) {
                if (first.isPresent()) {
                    return behind(first.get());
                }
                if (foreign().isPresent()) {
                    // So ours was not made, and need not be looked for; that is saved before the bake ends.
                    return work.goOn(state.lease(BakeLease.NONE).seen(DUPLICATE));
                }
                // Somebody was faster, or an earlier try of ours was carried out; the next look tells.
                return work.notYet();
            }
            if (e.code().equals("VPCIdNotSpecified")) {
                throw BakeWork.wrong(Category.INPUT, "aws.bake-no-default-vpc", work.home());
            }
            throw e;
        }
    }

    /** A group of the name that is none of a bake would be waited for in vain. */
    private Optional<SecurityGroup> foreign() {
        String vpc = work.state().vpc();
        List<Filter> filters = new ArrayList<>(List.of(BakeWork.filter("group-name", name())));
        if (!vpc.isEmpty()) {
            filters.add(BakeWork.filter("vpc-id", vpc));
        }
        return work.ec2().describeSecurityGroups(request -> request.filters(filters)).securityGroups().stream()
                .filter(group -> owner(group).isEmpty()
                        || !BakeWork.tag(group.tags(), AwsTags.BAKE_KEY).equals(work.key(work.home()))
                        || !BakeWork.tag(group.tags(), AwsTags.TEMPORARY).equals("true"))
                .findFirst();
    }

    private void refuse(SecurityGroup foreign) {
        throw BakeWork.wrong(
                Category.FAILED, "aws.bake-foreign-group", name(), foreign.groupId(), work.home(), foreign.vpcId());
    }

    /** Another bake's group is there, and was first; ours goes, if we made one in another VPC. */
    private Looked behind(SecurityGroup first) {
        BakeState state = work.state();
        String mine = state.course().id();
        if (state.lease().asked() > 0) {
            // One whose answer was lost can be seen by now, for the refusal has seen it.
            BakeLease made = state.lease().held() ? state.lease() : BakeLease.NONE;
            Looked gone = new BakeCleanUp(work, mine).withoutGroup(state, made);
            if (!gone.goesOn()) {
                return gone;
            }
        }
        String owner = owner(first);
        work.context()
                .emit(new Event.Noted(Problem.of(
                        "aws.bake-waits-for-other",
                        "",
                        state.imageName(),
                        owner,
                        BakeWork.tag(first.tags(), AwsTags.MADE_FOR))));
        return work.goOn(work.enter(BakePhase.WAIT).lease(BakeLease.NONE).other(owner));
    }

    private static String owner(SecurityGroup group) {
        return BakeWork.tag(group.tags(), AwsTags.OPERATION);
    }

    /** The oldest group of a bake of this recipe; all see the same one. */
    private Optional<SecurityGroup> group() {
        return work
                .ec2()
                .describeSecurityGroups(request -> request.filters(
                        BakeWork.filter("tag:" + AwsTags.BAKE_KEY, work.key(work.home())),
                        BakeWork.filter("tag:" + AwsTags.TEMPORARY, "true")))
                .securityGroups()
                .stream()
                .min(Comparator.comparing((SecurityGroup group) -> number(group, SINCE))
                        .thenComparing(SecurityGroup::groupId));
    }

    private static long number(SecurityGroup group, String tag) {
        String text = BakeWork.tag(group.tags(), tag);
        // A person may have changed the tag; what is no number is long ago.
        return text.matches("\\d{1,15}") ? Long.parseLong(text) : 0;
    }

    /** Waits until the other bake has ended, or has stood still for too long. */
    Looked await() {
        Optional<SecurityGroup> there = group();
        if (there.isEmpty()) {
            return work.goOn(work.enter(BakePhase.LOOK).other(""));
        }
        String owner = owner(there.get());
        if (!owner.equals(work.state().other())) {
            return behind(there.get());
        }
        if (number(there.get(), LEASE) < work.now()) {
            work.context().emit(new Event.Noted(Problem.of("aws.bake-takes-over", "", owner, LEASE_MINUTES)));
            return work.goOn(work.enter(BakePhase.TAKE_OVER));
        }
        return work.notYet();
    }

    /** Removes what the other bake left behind, the group last, so that only one takes its place. */
    Looked takeOver() {
        String other = work.state().other();
        Optional<SecurityGroup> there = group();
        boolean same = there.isPresent() && owner(there.get()).equals(other);
        if (!same) {
            return work.goOn(work.enter(BakePhase.LOOK).other(""));
        }
        if (number(there.get(), LEASE) >= work.now()) {
            // It has woken up.
            return work.goOn(work.enter(BakePhase.WAIT));
        }
        List<String> regions = LockRegions.of(there.get().tags());
        List<Problem> closed = new ArrayList<>();
        List<String> open = (regions.isEmpty() ? work.request().regions() : regions)
                .stream().filter(region -> isOpen(region, other, closed)).toList();
        Course course = work.state().course();
        for (Problem note : closed) {
            if (!course.warnings().contains(note)) {
                work.context().emit(new Event.Noted(note));
                course = course.warned(note);
            }
        }
        BakeState noted = work.state().with(course);
        return new BakeCleanUp(work, other).unmake(open)
                ? work.goOn(noted.enter(BakePhase.LOOK, work.now()).other(""))
                : work.notYet(noted);
    }

    /** Whether this account may clean a region up; the other bake's may have been configured otherwise. */
    private boolean isOpen(String region, String other, List<Problem> closed) {
        try {
            work.account().region(region);
        } catch (ProblemException e) {
            closed.add(Problem.of(
                    "aws.bake-left-elsewhere", "", other, region, work.account().name(), AwsTags.OPERATION));
            return false;
        }
        return true;
    }

    /** Tells others that this bake goes on. */
    Move<BakeState, AwsResult> renew() {
        long until = until(work.now());
        BakeState state = work.state();
        try {
            work.ec2().createTags(request -> request.resources(state.lease().group())
                    .tags(BakeWork.tags(Map.of(LEASE, Long.toString(until)))));
        } catch (AwsFault e) {
            if (e.isNotFound()) {
                throw BakeWork.wrong(Category.FAILED, "aws.bake-lease-lost", LEASE_MINUTES);
            }
            throw e;
        }
        return Move.next(state.lease(BakeLease.seen(state.lease().group(), until))
                .with(state.course().ahead()));
    }
}
