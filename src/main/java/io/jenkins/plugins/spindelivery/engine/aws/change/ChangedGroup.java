package io.jenkins.plugins.spindelivery.engine.aws.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.Capacity;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroup;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import java.util.List;
import java.util.Objects;

/**
 * A server group that a change is about.
 *
 * @param name its name
 * @param createdAt when it was made, in milliseconds since 1970, so that nothing else of the same name is changed
 * @param before how large it was
 * @param enabled whether it was in the traffic
 * @param suspended which of the processes {@code Launch} and {@code Terminate} were suspended
 * @param goal how large it is to be; {@code null} when its size is not changed
 * @param unpinned its smallest size in the end, while the goal's is only for the time of the work; {@code null} without
 * @param action what is done to it when all goes well; after that, or in the end, what has been done
 * @param instances the ids of what goes with it
 * @param templateId the launch template that goes with it; empty without
 * @param templateName its name
 * @param now how it is, in words; empty when nobody has looked yet
 * @param left what was found in the end; {@code null} before, or when it is gone
 */
record ChangedGroup(
        @JsonProperty("name") String name,
        @JsonProperty("createdAt") long createdAt,
        @JsonProperty("before") Capacity before,
        @JsonProperty("enabled") boolean enabled,
        @JsonProperty("suspended") @JsonInclude(Include.NON_EMPTY) List<String> suspended,
        @JsonProperty("goal") @JsonInclude(Include.NON_NULL) Capacity goal,
        @JsonProperty("unpinned") @JsonInclude(Include.NON_NULL) Integer unpinned,
        @JsonProperty("action") Action action,
        @JsonProperty("instances") @JsonInclude(Include.NON_EMPTY) List<String> instances,
        @JsonProperty("templateId") @JsonInclude(Include.NON_EMPTY) String templateId,
        @JsonProperty("templateName") @JsonInclude(Include.NON_EMPTY) String templateName,
        @JsonProperty("now") @JsonInclude(Include.NON_EMPTY) String now,
        @JsonProperty("left") @JsonInclude(Include.NON_NULL) Left left) {
    private static final List<String> SIZE = List.of("Launch", "Terminate");

    /**
     * What a server group is in the end.
     *
     * @param capacity how large
     * @param enabled whether in the traffic
     * @param instances how many instances it has
     * @param up how many of them are healthy and get traffic
     */
    record Left(
            @JsonProperty("capacity") Capacity capacity,
            @JsonProperty("enabled") boolean enabled,
            @JsonProperty("instances") int instances,
            @JsonProperty("up") int up) {}

    ChangedGroup {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(before, "before");
        Objects.requireNonNull(action, "action");
        suspended = suspended == null ? List.of() : List.copyOf(suspended);
        instances = instances == null ? List.of() : List.copyOf(instances);
        templateId = templateId == null ? "" : templateId;
        templateName = templateName == null ? "" : templateName;
        now = now == null ? "" : now;
    }

    /**
     * A server group as it is before the change.
     *
     * @param group as read
     * @param action what is going to be done
     */
    static ChangedGroup of(ServerGroup group, Action action) {
        return new ChangedGroup(
                group.name(),
                group.createdAt(),
                group.capacity(),
                group.enabled(),
                SIZE.stream().filter(group.suspended()::contains).toList(),
                null,
                null,
                action,
                List.of(),
                "",
                "",
                "",
                null);
    }

    /** Whether it is the very one that was found, and not another one of its name. */
    boolean is(ServerGroup live) {
        return live.createdAt() == createdAt && live.name().equals(name);
    }

    ChangedGroup to(Capacity size) {
        return new ChangedGroup(
                name,
                createdAt,
                before,
                enabled,
                suspended,
                size,
                unpinned,
                action,
                instances,
                templateId,
                templateName,
                now,
                left);
    }

    /** To a size whose smallest number is only for the time of the work. */
    ChangedGroup pinned(Capacity size, int afterwards) {
        return new ChangedGroup(
                name,
                createdAt,
                before,
                enabled,
                suspended,
                size,
                afterwards,
                action,
                instances,
                templateId,
                templateName,
                now,
                left);
    }

    ChangedGroup going(List<String> ids, String template, String named) {
        return new ChangedGroup(
                name, createdAt, before, enabled, suspended, goal, unpinned, action, ids, template, named, now, left);
    }

    ChangedGroup now(String words) {
        return new ChangedGroup(
                name,
                createdAt,
                before,
                enabled,
                suspended,
                goal,
                unpinned,
                action,
                instances,
                templateId,
                templateName,
                words,
                left);
    }

    ChangedGroup came(Action to, Left end) {
        return new ChangedGroup(
                name,
                createdAt,
                before,
                enabled,
                suspended,
                goal,
                unpinned,
                to,
                instances,
                templateId,
                templateName,
                now,
                end);
    }

    /** Without its launch template, which something else uses. */
    ChangedGroup keepingTemplate() {
        return going(instances, "", "");
    }
}
