package io.jenkins.plugins.spindelivery.record;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.engine.event.Phase;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.List;

/**
 * A stage at a moment; kept in the build's folder for as long as the build is kept. It holds nothing secret.
 *
 * @param version the layout of this record, {@value #VERSION}
 * @param key the stage's key within its build
 * @param type such as {@code deploy}; empty for a stage whose record was lost
 * @param subject what it is about, in a few words of the user's
 * @param account the account's name; empty for a stage without one
 * @param nodeId the Pipeline's flow node; empty in freestyle
 * @param startMillis when it began, in milliseconds since 1970
 * @param endMillis when it ended; 0 before that
 * @param status where it is, or how it ended
 * @param phase what it is doing, or did last; {@code null} before it has begun to work
 * @param phases when it went over to what, in the order of time
 * @param detached whether it goes on without its build: Jenkins has given up the step while things were being taken back
 * @param objects in deploy order
 * @param notices in the order of time
 * @param judgment the question of a judgment; {@code null} in other stages
 * @param value what the step returned; {@code null} before its end
 * @param errors why it did not succeed
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record StageRecord(
        @JsonProperty("version") int version,
        @JsonProperty("key") String key,
        @JsonProperty("type") String type,
        @JsonProperty("subject") String subject,
        @JsonProperty("account") String account,
        @JsonProperty("nodeId") String nodeId,
        @JsonProperty("startMillis") long startMillis,
        @JsonProperty("endMillis") long endMillis,
        @JsonProperty("status") StageStatus status,
        @JsonProperty("phase") Phase phase,
        @JsonProperty("phases") List<PhaseStart> phases,
        @JsonProperty("detached") boolean detached,
        @JsonProperty("objects") List<ObjectRecord> objects,
        @JsonProperty("notices") List<Notice> notices,
        @JsonProperty("judgment") Judgment judgment,
        @JsonProperty("value") Object value,
        @JsonProperty("errors") List<Problem> errors) {

    /** The layout that this version writes. */
    public static final int VERSION = 1;

    /**
     * The moment in which a stage went over to another phase, which lasts until the next one or the stage's end.
     *
     * @param phase what it is doing from then on
     * @param startMillis when, in milliseconds since 1970
     */
    public record PhaseStart(@JsonProperty("phase") Phase phase, @JsonProperty("startMillis") long startMillis) {}

    public StageRecord {
        type = type == null ? "" : type;
        subject = subject == null ? "" : subject;
        account = account == null ? "" : account;
        nodeId = nodeId == null ? "" : nodeId;
        phases = phases == null ? List.of() : List.copyOf(phases);
        objects = objects == null ? List.of() : List.copyOf(objects);
        notices = notices == null ? List.of() : List.copyOf(notices);
        errors = errors == null ? List.of() : List.copyOf(errors);
    }
}
