package io.jenkins.plugins.spindelivery.engine.event;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.jenkins.plugins.spindelivery.engine.artifact.Artifact;
import io.jenkins.plugins.spindelivery.engine.canary.config.ScoreThresholds;
import io.jenkins.plugins.spindelivery.engine.canary.judge.JudgeResult;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.SeriesPair;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.List;
import java.util.Map;

/** Something that happened while an operation ran. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Event.PhaseStarted.class, name = "phaseStarted"),
    @JsonSubTypes.Type(value = Event.VersionChosen.class, name = "versionChosen"),
    @JsonSubTypes.Type(value = Event.ArtifactBound.class, name = "artifactBound"),
    @JsonSubTypes.Type(value = Event.ChangePlanned.class, name = "changePlanned"),
    @JsonSubTypes.Type(value = Event.PruneListed.class, name = "pruneListed"),
    @JsonSubTypes.Type(value = Event.DeleteListed.class, name = "deleteListed"),
    @JsonSubTypes.Type(value = Event.ObjectChanged.class, name = "objectChanged"),
    @JsonSubTypes.Type(value = Event.StatusChanged.class, name = "statusChanged"),
    @JsonSubTypes.Type(value = Event.Diagnosed.class, name = "diagnosed"),
    @JsonSubTypes.Type(value = Event.LogLines.class, name = "logLines"),
    @JsonSubTypes.Type(value = Event.CanaryJudged.class, name = "canaryJudged"),
    @JsonSubTypes.Type(value = Event.Noted.class, name = "noted"),
    @JsonSubTypes.Type(value = Event.Retrying.class, name = "retrying"),
    @JsonSubTypes.Type(value = Event.Warned.class, name = "warned"),
    @JsonSubTypes.Type(value = Event.Failed.class, name = "failed")
})
public sealed interface Event {

    /**
     * A part of the work begins.
     *
     * @param phase which
     * @param objects how many objects it is about
     */
    record PhaseStarted(Phase phase, int objects) implements Event {}

    /**
     * A versioned object got its version.
     *
     * @param ref the object by its versioned name
     * @param version such as {@code v001}
     * @param reused whether the version was there already with the same content
     */
    record VersionChosen(ObjectRef ref, String version, boolean reused) implements Event {}

    /**
     * An artifact took the place of a mention in a manifest.
     *
     * @param ref the object that mentions it
     * @param artifact what was bound
     */
    record ArtifactBound(ObjectRef ref, Artifact artifact) implements Event {}

    /**
     * What the plan found out about an object; only for sinks that {@linkplain EventSink#wantsChanges() want} it.
     *
     * @param ref the object by its versioned name
     * @param action what is going to be done
     * @param images the containers' images, in the order of the manifest
     * @param diff what would change, as YAML in the unified format; empty when nothing would. Values of Secrets are never
     *     in it
     */
    record ChangePlanned(ObjectRef ref, Action action, List<String> images, String diff) implements Event {}

    /**
     * What is going to be deleted because the application no longer has it; told before anything is written.
     *
     * @param refs the objects, in the order of deleting
     */
    record PruneListed(List<ObjectRef> refs) implements Event {}

    /**
     * What was found to be deleted; told before anything is.
     *
     * @param refs the objects, in the order of deleting; empty when nothing was found
     * @param dryRun whether nothing is going to be deleted, and this is all
     */
    record DeleteListed(List<ObjectRef> refs, boolean dryRun) implements Event {}

    /**
     * The cluster took an object, or it was found to be in order already.
     *
     * @param ref the object
     * @param action what was done to it
     */
    record ObjectChanged(ObjectRef ref, Action action) implements Event {}

    /**
     * An object's status changed while it was being watched.
     *
     * @param ref the object
     * @param status in one word: {@code stable}, {@code progressing}, {@code paused}, {@code failed}, {@code unknown}
     * @param message why, in words
     * @param ready how many of its parts (usually pods) are done
     * @param desired how many there should be; 0 when the object has no parts to count
     */
    record StatusChanged(ObjectRef ref, String status, String message, int ready, int desired) implements Event {}

    /**
     * Why an object does not get ready.
     *
     * @param ref the object that is in trouble, usually a pod
     * @param reason such as {@code CrashLoopBackOff}
     * @param message what the cluster says about it
     * @param events the cluster's events about the object, oldest first
     * @param log the last lines of the container's log; may be empty
     */
    record Diagnosed(ObjectRef ref, String reason, String message, List<String> events, List<String> log)
            implements Event {}

    /**
     * A container wrote something.
     *
     * @param pod the pod
     * @param container the container's name
     * @param lines what it wrote, without line ends
     */
    record LogLines(ObjectRef pod, String container, List<String> lines) implements Event {}

    /**
     * The judge has compared a canary with its baseline.
     *
     * @param interval which comparison it was, from 1
     * @param intervals how many there are going to be
     * @param millis when, in milliseconds since 1970
     * @param result what the judge says
     * @param series what was compared, by the metric's name; metrics that could not be measured are missing
     * @param thresholds from which scores on the canary is good; {@code null} when nobody has said
     */
    record CanaryJudged(
            int interval,
            int intervals,
            long millis,
            JudgeResult result,
            Map<String, SeriesPair> series,
            ScoreThresholds thresholds)
            implements Event {

        /** A judgment by thresholds that are not told. */
        public CanaryJudged(
                int interval, int intervals, long millis, JudgeResult result, Map<String, SeriesPair> series) {
            this(interval, intervals, millis, result, series, null);
        }
    }

    /**
     * Something that a reader of the log should know, and that is neither a warning nor a failure.
     *
     * @param problem what it is, in words
     */
    record Noted(Problem problem) implements Event {}

    /**
     * A passing fault; the work goes on after a delay.
     *
     * @param problem what went wrong
     * @param delayMillis how long until the next try, in milliseconds
     */
    record Retrying(Problem problem, long delayMillis) implements Event {}

    /**
     * A warning.
     *
     * @param problem what deserves attention
     */
    record Warned(Problem problem) implements Event {}

    /**
     * The work fails.
     *
     * @param problem what went wrong
     */
    record Failed(Problem problem) implements Event {}
}
