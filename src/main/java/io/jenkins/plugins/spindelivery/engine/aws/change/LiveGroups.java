package io.jenkins.plugins.spindelivery.engine.aws.change;

import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroup;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroups;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The server groups of a task as they are now. */
final class LiveGroups {
    private final Map<String, ServerGroup> byName;
    private final String region;

    private LiveGroups(Map<String, ServerGroup> byName, String region) {
        this.byName = byName;
        this.region = region;
    }

    /**
     * Reads them, with their health.
     *
     * @param reader of the region
     * @param task with at least one name
     * @param region the region's name
     */
    static LiveGroups of(ServerGroups reader, Task task, String region) {
        List<ServerGroup> found = reader.withHealth(reader.named(task.groups()));
        return new LiveGroups(found.stream().collect(Collectors.toMap(ServerGroup::name, Function.identity())), region);
    }

    /** It, unless it is gone or another one has its name. */
    Optional<ServerGroup> find(ChangedGroup group) {
        return Optional.ofNullable(byName.get(group.name())).filter(group::is);
    }

    /** Whether it is gone, or is going. */
    boolean isGoing(ChangedGroup group) {
        return find(group).map(ServerGroup::deleting).orElse(true);
    }

    /**
     * It, to be changed or waited for.
     *
     * @throws ProblemException when somebody has deleted it, or put another one in its place
     */
    ServerGroup need(ChangedGroup group) {
        if (isGoing(group)) {
            String code = byName.containsKey(group.name()) && find(group).isEmpty()
                    ? "aws.change-replaced"
                    : "aws.change-gone";
            throw new ProblemException(Category.FAILED, Problem.of(code, "", group.name(), region));
        }
        return find(group).orElseThrow();
    }
}
