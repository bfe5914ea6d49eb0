package io.jenkins.plugins.spindelivery.engine.aws.bake;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The right to be the only bake of a recipe: a security group whose name is made of the bake key, which EC2 gives only once.
 *
 * @param group the group's id; empty without the right
 * @param until until when others respect it, in milliseconds since 1970; renewed while the bake goes on
 * @param asked when AWS was asked to make the group, in milliseconds since 1970, until it is seen; 0 when it was not asked
 */
record BakeLease(
        @JsonProperty("group") String group, @JsonProperty("until") long until, @JsonProperty("asked") long asked) {
    static final BakeLease NONE = new BakeLease("", 0, 0);

    boolean held() {
        return !group.isEmpty();
    }

    /** The group is going to be made: saved before AWS is asked, for the answer may be lost. */
    static BakeLease asking(long now) {
        return new BakeLease("", 0, now);
    }

    BakeLease made(String id, long newUntil) {
        return new BakeLease(id, newUntil, asked);
    }

    static BakeLease seen(String id, long until) {
        return new BakeLease(id, until, 0);
    }
}
