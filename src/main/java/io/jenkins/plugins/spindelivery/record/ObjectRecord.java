package io.jenkins.plugins.spindelivery.record;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import java.util.List;

/**
 * One object of a stage.
 *
 * @param ref the object
 * @param action what was done to it; {@code null} while nothing was
 * @param status {@code stable}, {@code progressing}, {@code paused}, {@code failed}, {@code unknown}; empty before it is
 *     known
 * @param message why the status is what it is
 * @param ready how many of its parts (usually pods) are done
 * @param desired how many there should be; 0 when the object has no parts to count
 * @param version such as {@code v001}; empty for an unversioned object
 * @param reused whether the version was there already with the same content
 * @param images the containers' images, in the order of the manifest
 * @param diff what changed against what was there before, as YAML in the unified format; values of Secrets are never in
 *     it
 * @param troubles what kept it from getting ready, newest last
 * @param log the last lines of what was written there while the stage worked on it, such as an instance's console
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record ObjectRecord(
        @JsonProperty("ref") ObjectRef ref,
        @JsonProperty("action") Action action,
        @JsonProperty("status") String status,
        @JsonProperty("message") String message,
        @JsonProperty("ready") int ready,
        @JsonProperty("desired") int desired,
        @JsonProperty("version") String version,
        @JsonProperty("reused") boolean reused,
        @JsonProperty("images") List<String> images,
        @JsonProperty("diff") String diff,
        @JsonProperty("troubles") List<Trouble> troubles,
        @JsonProperty("log") List<String> log) {

    /**
     * Why an object did not get ready.
     *
     * @param ref what is in trouble, usually a pod of the object
     * @param reason such as {@code CrashLoopBackOff}
     * @param message what the cluster says about it
     * @param events the cluster's events about it, oldest first
     * @param log the last lines of the container's log
     */
    public record Trouble(
            @JsonProperty("ref") ObjectRef ref,
            @JsonProperty("reason") String reason,
            @JsonProperty("message") String message,
            @JsonProperty("events") List<String> events,
            @JsonProperty("log") List<String> log) {}

    public ObjectRecord {
        status = orEmpty(status);
        message = orEmpty(message);
        version = orEmpty(version);
        images = images == null ? List.of() : List.copyOf(images);
        diff = orEmpty(diff);
        troubles = troubles == null ? List.of() : List.copyOf(troubles);
        log = log == null ? List.of() : List.copyOf(log);
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }
}
