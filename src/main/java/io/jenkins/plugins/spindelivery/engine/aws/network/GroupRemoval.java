package io.jenkins.plugins.spindelivery.engine.aws.network;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsFault;
import io.jenkins.plugins.spindelivery.engine.aws.network.GroupRule.Direction;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;

/** Removes security groups, also those that mention each other. */
public final class GroupRemoval {
    /** What AWS answers while something uses a group, or only just did. */
    private static final Set<String> IN_USE = Set.of("DependencyViolation", "InvalidGroup.InUse");

    private GroupRemoval() {}

    /**
     * The other groups that have rules about a group.
     *
     * @param ec2 the region's client
     * @param id the group's id
     * @return their ids
     */
    public static Set<String> mentioning(Ec2Client ec2, String id) {
        Set<String> ids = new TreeSet<>();
        for (String filter : List.of("ip-permission.group-id", "egress.ip-permission.group-id")) {
            ec2.describeSecurityGroupsPaginator(request -> request.filters(
                            Filter.builder().name(filter).values(id).build()))
                    .securityGroups()
                    .forEach(group -> ids.add(group.groupId()));
        }
        ids.remove(id);
        return ids;
    }

    /**
     * Takes away a group's own rules about groups, so that groups that mention each other don't hold each other.
     *
     * @param ec2 the region's client
     * @param id the group's id; one that is not there has none
     */
    public static void untie(Ec2Client ec2, String id) {
        List<SecurityGroup> there = ec2.describeSecurityGroups(request -> request.filters(
                        Filter.builder().name("group-id").values(id).build()))
                .securityGroups();
        for (SecurityGroup group : there) {
            untie(() -> Groups.remove(ec2, id, Direction.INGRESS, aboutGroups(group.ipPermissions())));
            untie(() -> Groups.remove(ec2, id, Direction.EGRESS, aboutGroups(group.ipPermissionsEgress())));
        }
    }

    private static void untie(Runnable part) {
        try {
            part.run();
        } catch (NotYet e) {
            // Someone else was faster.
            return;
        } catch (AwsFault e) {
            if (!e.isNotFound()) {
                throw e;
            }
        }
    }

    /**
     * Removes a group.
     *
     * @param ec2 the region's client
     * @param id the group's id
     * @return whether it is gone; {@code false} while something uses it
     */
    public static boolean remove(Ec2Client ec2, String id) {
        try {
            ec2.deleteSecurityGroup(request -> request.groupId(id));
            return true;
        } catch (AwsFault e) {
            if (IN_USE.contains(e.code())) {
                return false;
            }
            if (e.isNotFound()) {
                return true;
            }
            throw e;
        }
    }

    private static List<IpPermission> aboutGroups(List<IpPermission> permissions) {
        return permissions.stream()
                .filter(permission -> !permission.userIdGroupPairs().isEmpty())
                .map(permission -> permission.toBuilder()
                        .ipRanges(List.of())
                        .ipv6Ranges(List.of())
                        .prefixListIds(List.of())
                        .build())
                .toList();
    }
}
