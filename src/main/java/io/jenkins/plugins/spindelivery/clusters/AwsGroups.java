package io.jenkins.plugins.spindelivery.clusters;

import hudson.model.Computer;
import io.jenkins.plugins.spindelivery.account.Accounts.Found;
import io.jenkins.plugins.spindelivery.account.AwsConnections;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsAccount;
import io.jenkins.plugins.spindelivery.engine.aws.name.AwsTags;
import io.jenkins.plugins.spindelivery.engine.aws.name.ServerGroupName;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroup;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroups;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** The server groups of an account of AWS, in all its regions. */
final class AwsGroups implements GroupSource {
    private final AwsAccount account;

    AwsGroups(Found found) {
        account = AwsConnections.get().connect(found);
    }

    @Override
    public List<Group> of(String application) {
        List<Group> groups = new ArrayList<>();
        for (ServerGroups region : regions()) {
            List<ServerGroup> found = region.ofApplication(application).stream()
                    .filter(group -> !group.deleting())
                    .toList();
            region.withSources(region.withHealth(found)).stream()
                    .map(AwsGroups::group)
                    .forEach(groups::add);
        }
        groups.sort(Comparator.comparingLong(Group::createdMillis).reversed());
        return groups;
    }

    @Override
    public SortedSet<String> applications() {
        SortedSet<String> names = new TreeSet<>();
        for (ServerGroups region : regions()) {
            region.all().stream()
                    .flatMap(group -> group.moniker().stream())
                    .map(ServerGroupName::application)
                    .forEach(names::add);
        }
        return names;
    }

    /** Not all that AWS has: to ask each of some thirty regions would take long and find nothing in most. */
    private List<ServerGroups> regions() {
        if (account.regions().isEmpty()) {
            throw new ProblemException(Category.INPUT, Problem.of("clusters.no-regions", "", account.name()));
        }
        return account.regions().stream()
                .map(name -> new ServerGroups(account.region(name), Computer.threadPoolForRemoting))
                .toList();
    }

    private static Group group(ServerGroup group) {
        List<String> images = new ArrayList<>();
        if (!group.source().imageId().isEmpty()) {
            images.add(group.source().imageId());
        }
        if (!group.source().appVersion().isEmpty()) {
            images.add(group.source().appVersion());
        }
        return new Group(
                group.ref(),
                null,
                group.cluster(),
                version(group),
                null,
                true,
                group.createdAt(),
                images,
                group.up(),
                group.capacity().desired(),
                group.enabled(),
                group.tags().getOrDefault(AwsTags.MADE_FOR, ""),
                "",
                operations(group));
    }

    private static String version(ServerGroup group) {
        int sequence = group.moniker().map(ServerGroupName::sequence).orElse(-1);
        return sequence < 0 ? "" : String.format(Locale.ROOT, "v%03d", sequence);
    }

    private static Set<GroupOperation> operations(ServerGroup group) {
        return group.enabled()
                ? EnumSet.of(GroupOperation.DISABLE, GroupOperation.RESIZE, GroupOperation.DESTROY)
                : EnumSet.of(
                        GroupOperation.ENABLE, GroupOperation.RESIZE, GroupOperation.ROLLBACK, GroupOperation.DESTROY);
    }
}
