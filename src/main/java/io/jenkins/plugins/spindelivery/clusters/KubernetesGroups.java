package io.jenkins.plugins.spindelivery.clusters;

import io.jenkins.plugins.spindelivery.account.AccountClusters;
import io.jenkins.plugins.spindelivery.account.Accounts.Found;
import io.jenkins.plugins.spindelivery.account.KubernetesAccount;
import io.jenkins.plugins.spindelivery.engine.kubernetes.group.WorkloadGroup;
import io.jenkins.plugins.spindelivery.engine.kubernetes.group.WorkloadGroup.Traffic;
import io.jenkins.plugins.spindelivery.engine.kubernetes.group.WorkloadGroups;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;

/** The server groups of an account of Kubernetes. */
final class KubernetesGroups implements GroupSource {
    private final WorkloadGroups groups;

    KubernetesGroups(Found found, KubernetesAccount account) {
        List<String> namespaces = Arrays.stream(account.getNamespaces().split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        groups = new WorkloadGroups(AccountClusters.get().cluster(found), namespaces);
    }

    @Override
    public List<Group> of(String application) {
        return groups.of(application).stream().map(KubernetesGroups::group).toList();
    }

    @Override
    public SortedSet<String> applications() {
        return groups.applications();
    }

    private static Group group(WorkloadGroup group) {
        return new Group(
                group.ref(),
                group.manager(),
                group.cluster(),
                group.version(),
                group.revision(),
                group.current(),
                millis(group.created()),
                group.images(),
                group.ready(),
                group.desired(),
                group.traffic() == Traffic.UNMANAGED ? null : group.traffic() == Traffic.ENABLED,
                "",
                group.managedBy(),
                operations(group));
    }

    private static Set<GroupOperation> operations(WorkloadGroup group) {
        Set<GroupOperation> operations = EnumSet.noneOf(GroupOperation.class);
        if (!group.current()) {
            // Its Deployment would undo anything else.
            operations.add(GroupOperation.ROLLBACK);
            return operations;
        }
        operations.add(GroupOperation.DESTROY);
        if (!group.ref().kind().equals("DaemonSet")) {
            operations.add(GroupOperation.RESIZE);
        }
        if (!group.ref().kind().equals("ReplicaSet")) {
            operations.add(GroupOperation.ROLLBACK);
        }
        if (group.traffic() == Traffic.ENABLED) {
            operations.add(GroupOperation.DISABLE);
        } else if (group.traffic() == Traffic.DISABLED) {
            operations.add(GroupOperation.ENABLE);
        }
        return operations;
    }

    private static long millis(String time) {
        try {
            return Instant.parse(time).toEpochMilli();
        } catch (DateTimeParseException e) {
            return 0;
        }
    }
}
