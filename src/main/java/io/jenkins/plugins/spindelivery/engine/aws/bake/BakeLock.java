package io.jenkins.plugins.spindelivery.engine.aws.bake;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsFault;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRef;
import io.jenkins.plugins.spindelivery.engine.aws.name.AwsTags;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsResult;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;

/**
 * Lets one bake of a recipe work at a time. The builder's security group has a name made of the bake key, and EC2 gives a
 * name once per VPC: who makes the group bakes. A tag says until when others respect that; the bake renews it.
 */
final class BakeLock {
    /** How long a bake may stand still before another takes its place. */
    static final int LEASE_MINUTES = 15;

    static final String LEASE = AwsTags.PREFIX + "lease-until";
    static final String DUPLICATE = "InvalidGroup.Duplicate";

    private final BakeWork work;

    BakeLock(BakeWork work) {
        this.work = work;
    }

    private static long until(long now) {
        return now + LEASE_MINUTES * 60_000L;
    }

    /** Makes the group, unless it is there. */
    Looked lock() {
        Optional<SecurityGroup> there = group();
        if (there.isPresent()) {
            return found(there.get());
        }
        long until = until(work.now());
        Map<String, String> tags = work.temporaryTags();
        tags.putAll(new PackageStaging(work).groupTags());
        tags.put(AwsTags.BAKE_KEY, work.key(work.home()));
        tags.put(LEASE, Long.toString(until));
        CreateSecurityGroupRequest.Builder request = CreateSecurityGroupRequest.builder()
                .groupName("spin-bake-" + work.key(work.home()))
                .description("Builder of an image: nothing comes in")
                .tagSpecifications(BakeWork.tagged(tags, ResourceType.SECURITY_GROUP));
        if (!work.state().vpc().isEmpty()) {
            request.vpcId(work.state().vpc());
        }
        try {
            String id = work.ec2().createSecurityGroup(request.build()).groupId();
            work.changed(AwsRef.Kind.SECURITY_GROUP, work.home(), id, Action.CREATED);
            return work.goOn(work.enter(BakePhase.LOOK_AGAIN).lease(new BakeLease(id, until)));
        } catch (AwsFault e) {
            if (e.code().equals(DUPLICATE)) {
                // Somebody was faster, or an earlier try of ours was carried out; the next look tells.
                return work.notYet();
            }
            if (e.code().equals("VPCIdNotSpecified")) {
                throw BakeWork.wrong(Category.INPUT, "aws.bake-no-default-vpc", work.home());
            }
            throw e;
        }
    }

    private Looked found(SecurityGroup group) {
        String owner = BakeWork.tag(group.tags(), AwsTags.OPERATION);
        if (owner.equals(work.state().course().id())) {
            BakeLease mine = new BakeLease(group.groupId(), until(group));
            return work.goOn(work.enter(BakePhase.LOOK_AGAIN).lease(mine));
        }
        work.context()
                .emit(new Event.Noted(Problem.of(
                        "aws.bake-waits-for-other",
                        "",
                        work.state().imageName(),
                        owner,
                        BakeWork.tag(group.tags(), AwsTags.MADE_FOR))));
        return work.goOn(work.enter(BakePhase.WAIT).other(owner));
    }

    private Optional<SecurityGroup> group() {
        return work
                .ec2()
                .describeSecurityGroups(request -> request.filters(
                        BakeWork.filter("tag:" + AwsTags.BAKE_KEY, work.key(work.home())),
                        BakeWork.filter("tag:" + AwsTags.TEMPORARY, "true")))
                .securityGroups()
                .stream()
                .findFirst();
    }

    private static long until(SecurityGroup group) {
        String text = BakeWork.tag(group.tags(), LEASE);
        // A person may have changed the tag; what is no number is over.
        return text.matches("\\d{1,15}") ? Long.parseLong(text) : 0;
    }

    /** Waits until the other bake has ended, or has stood still for too long. */
    Looked await() {
        Optional<SecurityGroup> there = group();
        if (there.isEmpty()) {
            return work.goOn(work.enter(BakePhase.LOOK).other(""));
        }
        String owner = BakeWork.tag(there.get().tags(), AwsTags.OPERATION);
        if (!owner.equals(work.state().other())) {
            return found(there.get());
        }
        if (until(there.get()) < work.now()) {
            work.context().emit(new Event.Noted(Problem.of("aws.bake-takes-over", "", owner, LEASE_MINUTES)));
            return work.goOn(work.enter(BakePhase.TAKE_OVER));
        }
        return work.notYet();
    }

    /** Removes what the other bake left behind, the group last, so that only one takes its place. */
    Looked takeOver() {
        String other = work.state().other();
        Optional<SecurityGroup> there = group();
        boolean same = there.isPresent()
                && BakeWork.tag(there.get().tags(), AwsTags.OPERATION).equals(other);
        if (same && until(there.get()) >= work.now()) {
            // It has woken up.
            return work.goOn(work.enter(BakePhase.WAIT));
        }
        if (same && !new BakeCleanUp(work, other).unmake()) {
            return work.notYet();
        }
        return work.goOn(work.enter(BakePhase.LOOK).other(""));
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
        return Move.next(state.lease(new BakeLease(state.lease().group(), until))
                .with(state.course().ahead()));
    }
}
