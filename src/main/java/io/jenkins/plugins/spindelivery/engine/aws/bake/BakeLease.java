package io.jenkins.plugins.spindelivery.engine.aws.bake;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The right to be the only bake of a recipe: a security group whose name is made of the bake key, which EC2 gives only once.
 *
 * @param group the group's id; empty without the right
 * @param until until when others respect it, in milliseconds since 1970; renewed while the bake goes on
 */
record BakeLease(@JsonProperty("group") String group, @JsonProperty("until") long until) {
    static final BakeLease NONE = new BakeLease("", 0);

    boolean held() {
        return !group.isEmpty();
    }
}
