package io.jenkins.plugins.spindelivery.engine.aws.change;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsState;
import io.jenkins.plugins.spindelivery.engine.aws.operation.Course;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * How far a change of server groups has come.
 *
 * @param version of this layout
 * @param course what all operations have in common
 * @param request what was asked for
 * @param tasks what is left to do, in order; the first is the next move's
 * @param groups the server groups that it is about, in order
 * @param skipped the names of those that would have been meant if they got no traffic
 */
public record ServerGroupChangeState(
        @JsonProperty("version") int version,
        @JsonProperty("course") Course course,
        @JsonProperty("request") ServerGroupChangeRequest request,
        @JsonProperty("tasks") List<Task> tasks,
        @JsonProperty("groups") List<ChangedGroup> groups,
        @JsonProperty("skipped") List<String> skipped)
        implements AwsState<ServerGroupChangeState> {
    /** The layout that this class writes. */
    static final int VERSION = 1;

    public ServerGroupChangeState {
        // A file that a person has edited is refused when it is read, and not in the middle of the work.
        Objects.requireNonNull(course, "course");
        Objects.requireNonNull(request, "request");
        tasks = List.copyOf(tasks);
        groups = List.copyOf(groups);
        skipped = List.copyOf(skipped);
    }

    static ServerGroupChangeState begin(Course course, ServerGroupChangeRequest request) {
        return new ServerGroupChangeState(
                VERSION, course, request, List.of(new Task(Task.Kind.PLAN, List.of())), List.of(), List.of());
    }

    @Override
    public ServerGroupChangeState with(Course other) {
        return new ServerGroupChangeState(version, other, request, tasks, groups, skipped);
    }

    ServerGroupChangeState planned(List<Task> todo, List<ChangedGroup> found, List<String> left) {
        return new ServerGroupChangeState(version, course, request, todo, found, left).entering();
    }

    ServerGroupChangeState todo(List<Task> others) {
        return new ServerGroupChangeState(version, course, request, others, groups, skipped);
    }

    /** With each server group as a function makes it. */
    ServerGroupChangeState each(UnaryOperator<ChangedGroup> function) {
        return new ServerGroupChangeState(
                version, course, request, tasks, groups.stream().map(function).toList(), skipped);
    }

    /** The first task is done. */
    ServerGroupChangeState done() {
        return todo(tasks.subList(1, tasks.size())).entering();
    }

    /** Tells before the first write that from now on a failure is no refusal. */
    private ServerGroupChangeState entering() {
        boolean writes = !tasks.isEmpty() && tasks.get(0).kind().writes();
        return with(writes ? course.changing() : course.ahead());
    }

    ChangedGroup group(String name) {
        return groups.stream()
                .filter(group -> group.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
