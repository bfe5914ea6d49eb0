package io.jenkins.plugins.spindelivery.engine.kubernetes.rollout;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.spindelivery.engine.artifact.Artifact;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is done to each object. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Change.Scale.class, name = "scale"),
    @JsonSubTypes.Type(value = Change.Undo.class, name = "undo"),
    @JsonSubTypes.Type(value = Change.Restart.class, name = "restart"),
    @JsonSubTypes.Type(value = Change.Pause.class, name = "pause"),
    @JsonSubTypes.Type(value = Change.Resume.class, name = "resume"),
    @JsonSubTypes.Type(value = Change.Patch.class, name = "patch")
})
public sealed interface Change {

    /**
     * What it is called in results.
     *
     * @return the action of an object that was changed
     */
    @JsonIgnore
    Action action();

    /**
     * Another number of replicas.
     *
     * @param replicas how many; or how many more, or fewer
     * @param relative whether the number is counted from the present one
     */
    record Scale(@JsonProperty("replicas") int replicas, @JsonProperty("relative") boolean relative) implements Change {
        private static final Pattern NUMBER = Pattern.compile("([+-]?)(\\d{1,6})");

        /**
         * Reads a number of replicas.
         *
         * @param text such as {@code 5}, {@code +2} or {@code -1}
         * @return empty when it is none
         */
        public static Optional<Scale> of(String text) {
            Matcher number = NUMBER.matcher(text.strip());
            return number.matches()
                    ? Optional.of(new Scale(
                            Integer.parseInt(number.group(1) + number.group(2)),
                            !number.group(1).isEmpty()))
                    : Optional.empty();
        }

        @Override
        public Action action() {
            return Action.SCALED;
        }
    }

    /**
     * Back to an earlier revision.
     *
     * @param revision its number; {@code null} to count back
     * @param back how many revisions back, 1 for the one before the present; {@code null} with a revision
     */
    record Undo(@JsonProperty("revision") Long revision, @JsonProperty("back") Long back) implements Change {

        public Undo {
            if (revision == null == (back == null)) {
                throw new IllegalArgumentException("either a revision or a number of revisions back");
            }
        }

        @Override
        public Action action() {
            return Action.ROLLED_BACK;
        }
    }

    /** New pods in place of all present ones. */
    record Restart() implements Change {
        @Override
        public Action action() {
            return Action.RESTARTED;
        }
    }

    /** No rollout until somebody resumes it. */
    record Pause() implements Change {
        @Override
        public Action action() {
            return Action.PAUSED;
        }
    }

    /** The rollout goes on. */
    record Resume() implements Change {
        @Override
        public Action action() {
            return Action.RESUMED;
        }
    }

    /**
     * A patch.
     *
     * @param strategy how it is read
     * @param patch a list of operations for {@link PatchStrategy#JSON}, otherwise an object
     * @param required artifacts that must take the place of a mention in the patch
     * @param optional artifacts that may
     * @param hideDiff whether what it changes must not be written down, because it holds something secret
     */
    record Patch(
            @JsonProperty("strategy") PatchStrategy strategy,
            @JsonProperty("patch") JsonNode patch,
            @JsonProperty("required") List<Artifact> required,
            @JsonProperty("optional") List<Artifact> optional,
            @JsonProperty("hideDiff") @JsonInclude(Include.NON_DEFAULT) boolean hideDiff)
            implements Change {

        public Patch {
            Objects.requireNonNull(strategy, "strategy");
            Objects.requireNonNull(patch, "patch");
            required = required == null ? List.of() : List.copyOf(required);
            optional = optional == null ? List.of() : List.copyOf(optional);
        }

        /**
         * A patch that holds nothing secret.
         *
         * @param strategy how it is read
         * @param patch a list of operations for {@link PatchStrategy#JSON}, otherwise an object
         * @param required artifacts that must take the place of a mention in the patch
         * @param optional artifacts that may
         */
        public Patch(PatchStrategy strategy, JsonNode patch, List<Artifact> required, List<Artifact> optional) {
            this(strategy, patch, required, optional, false);
        }

        @Override
        public Action action() {
            return Action.PATCHED;
        }

        /** Without the patch itself, which may hold a Secret's values. */
        @Override
        public String toString() {
            return "Patch[" + strategy + "]";
        }
    }
}
