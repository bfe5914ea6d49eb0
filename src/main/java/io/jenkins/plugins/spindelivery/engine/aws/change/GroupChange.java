package io.jenkins.plugins.spindelivery.engine.aws.change;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is done to server groups. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = GroupChange.Resize.class, name = "resize"),
    @JsonSubTypes.Type(value = GroupChange.ResizeBy.class, name = "resizeBy"),
    @JsonSubTypes.Type(value = GroupChange.ResizeToCluster.class, name = "resizeToCluster"),
    @JsonSubTypes.Type(value = GroupChange.Enable.class, name = "enable"),
    @JsonSubTypes.Type(value = GroupChange.Disable.class, name = "disable"),
    @JsonSubTypes.Type(value = GroupChange.Destroy.class, name = "destroy"),
    @JsonSubTypes.Type(value = GroupChange.Rollback.class, name = "rollback")
})
public sealed interface GroupChange {

    /** Another size, or the way to it. */
    sealed interface Sizing extends GroupChange {}

    /**
     * Whether it deletes.
     *
     * @return whether it needs the right to destroy, and not only to deploy
     */
    @JsonIgnore
    default boolean destroys() {
        return this instanceof Destroy;
    }

    /**
     * Another size in numbers. What is {@code null} stays as it is, unless what is given leaves no room for it: then it
     * gives way.
     *
     * @param min the fewest instances
     * @param desired how many there are to be now
     * @param max the most instances
     */
    record Resize(
            @JsonProperty("min") @JsonInclude(Include.NON_NULL) Integer min,
            @JsonProperty("desired") @JsonInclude(Include.NON_NULL) Integer desired,
            @JsonProperty("max") @JsonInclude(Include.NON_NULL) Integer max)
            implements Sizing {}

    /**
     * More instances, or fewer.
     *
     * @param amount how many more, negative for fewer; the desired number never gets below 0
     * @param percent whether the amount is a share of the desired number, in percent, rounded up to whole instances
     */
    record ResizeBy(@JsonProperty("amount") int amount, @JsonProperty("percent") boolean percent) implements Sizing {
        private static final Pattern AMOUNT = Pattern.compile("([+-]\\d{1,6})\\s*(%?)");

        /**
         * Reads an amount.
         *
         * @param text such as {@code +2}, {@code -1}, {@code +50%} or {@code -25%}
         * @return empty when it is none
         */
        public static Optional<ResizeBy> of(String text) {
            Matcher amount = AMOUNT.matcher(text.strip());
            return amount.matches()
                    ? Optional.of(new ResizeBy(
                            Integer.parseInt(amount.group(1)), !amount.group(2).isEmpty()))
                    : Optional.empty();
        }
    }

    /** The largest size that any server group of its cluster has. */
    record ResizeToCluster() implements Sizing {}

    /** Its instances get traffic. */
    record Enable() implements GroupChange {}

    /** Its instances get no traffic any more; they go on running. */
    record Disable() implements GroupChange {}

    /**
     * It ends, with its instances, and with its launch template if that is ours and nothing else uses it.
     *
     * @param skipDisable whether its instances are terminated without being taken out of the traffic first
     */
    record Destroy(@JsonProperty("skipDisable") boolean skipDisable) implements GroupChange {}

    /**
     * Another server group of the cluster takes over the traffic of the target, which is disabled. Of a cluster the newest
     * one that is enabled is the target.
     *
     * @param to the name of the server group that takes over; empty for the next older one than the target
     * @param image the id of the image that the server group has to run that takes over; empty for any
     * @param healthyPercent which share of its instances has to be healthy before the target is disabled, from 1 to 100;
     *     {@code null} for 100, 95 or 90 by its size
     */
    record Rollback(
            @JsonProperty("to") @JsonInclude(Include.NON_EMPTY) String to,
            @JsonProperty("image") @JsonInclude(Include.NON_EMPTY) String image,
            @JsonProperty("healthyPercent") @JsonInclude(Include.NON_NULL) Integer healthyPercent)
            implements GroupChange {

        public Rollback {
            to = to == null ? "" : to.strip();
            image = image == null ? "" : image.strip();
        }
    }
}
