package io.jenkins.plugins.spindelivery.engine.aws.servergroup;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Names a server group of a cluster by its age, as Spinnaker does. */
public enum ServerGroupTarget {
    /** The newest. */
    NEWEST("newest", "current_asg_dynamic"),
    /** The one before the newest. */
    PREVIOUS("previous", "ancestor_asg_dynamic"),
    /** The oldest, which is the newest too when there is only one. */
    OLDEST("oldest", "oldest_asg_dynamic");

    private final String word;
    private final String spinnaker;

    ServerGroupTarget(String word, String spinnaker) {
        this.word = word;
        this.spinnaker = spinnaker;
    }

    /**
     * The word of the contracts.
     *
     * @return such as {@code newest}
     */
    @JsonValue
    public String word() {
        return word;
    }

    /**
     * The choice by its word, or by Spinnaker's.
     *
     * @param word such as {@code newest} or {@code current_asg_dynamic}
     * @return empty for any other word
     */
    public static Optional<ServerGroupTarget> of(String word) {
        return Arrays.stream(values())
                .filter(target -> target.word.equals(word) || target.spinnaker.equals(word))
                .findFirst();
    }

    @JsonCreator
    static ServerGroupTarget read(String word) {
        return of(word).orElseThrow(() -> new IllegalArgumentException("no server group target: " + word));
    }

    /**
     * Chooses.
     *
     * @param cluster its server groups, newest first; those that are being deleted do not count
     * @return empty when there is no such server group
     */
    public Optional<ServerGroup> choose(List<ServerGroup> cluster) {
        List<ServerGroup> living =
                cluster.stream().filter(group -> !group.deleting()).toList();
        int index = this == NEWEST ? 0 : this == PREVIOUS ? 1 : living.size() - 1;
        return index >= 0 && index < living.size() ? Optional.of(living.get(index)) : Optional.empty();
    }
}
