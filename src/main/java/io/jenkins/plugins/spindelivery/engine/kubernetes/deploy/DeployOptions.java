package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How a deploy behaves; what it makes of the manifests is decided by
 * {@link io.jenkins.plugins.spindelivery.engine.manifest.prepare.PreparationOptions}.
 *
 * @param check how much is checked before the first write
 * @param dryRun whether to stop after the plan
 * @param forceConflicts whether fields that someone else owns are taken over
 * @param prune whether objects of the same application that this deploy no longer has are deleted
 * @param rollbackOnFailure whether the changed objects go back to what they were when the deploy fails
 * @param await whether to wait until the objects are stable
 * @param applyUnchanged whether objects that are in order already are sent all the same, as kubectl does; costs a
 *     request for each
 * @param strictApi whether an API version that the cluster no longer serves is an error instead of being moved on
 * @param timeoutSeconds how long to wait for stable objects, in seconds
 * @param hideDiffs whether the differences to the live objects are kept out of events, because a manifest that is no
 *     Secret holds something secret
 */
public record DeployOptions(
        @JsonProperty("check") Check check,
        @JsonProperty("dryRun") boolean dryRun,
        @JsonProperty("forceConflicts") boolean forceConflicts,
        @JsonProperty("prune") boolean prune,
        @JsonProperty("rollbackOnFailure") boolean rollbackOnFailure,
        @JsonProperty("await") boolean await,
        @JsonProperty("applyUnchanged") @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean applyUnchanged,
        @JsonProperty("strictApi") boolean strictApi,
        @JsonProperty("timeoutSeconds") long timeoutSeconds,
        @JsonProperty("hideDiffs") @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean hideDiffs) {

    /** How long Spinnaker waits for stable manifests, in seconds. */
    public static final long DEFAULT_TIMEOUT_SECONDS = 30 * 60;

    /** Checks everything, waits, and keeps everyone else's fields and objects. */
    public static final DeployOptions DEFAULT =
            new DeployOptions(Check.FULL, false, false, false, false, true, false, DEFAULT_TIMEOUT_SECONDS);

    /** How much is checked before the first write. */
    public enum Check {
        /** Structure, kinds, binding, permissions, and a server-side dry run of each object that would change. */
        FULL,
        /** The same without the dry run. */
        STRUCTURAL
    }

    public DeployOptions {
        check = check == null ? Check.FULL : check;
        if (timeoutSeconds <= 0) {
            throw new IllegalArgumentException("a deploy needs a timeout above zero");
        }
    }

    /**
     * Options that leave unchanged objects alone, as nearly all do.
     *
     * @param check how much is checked before the first write
     * @param dryRun whether to stop after the plan
     * @param forceConflicts whether fields that someone else owns are taken over
     * @param prune whether objects of the same application that this deploy no longer has are deleted
     * @param rollbackOnFailure whether the changed objects go back to what they were when the deploy fails
     * @param await whether to wait until the objects are stable
     * @param strictApi whether an API version that the cluster no longer serves is an error
     * @param timeoutSeconds how long to wait for stable objects, in seconds
     */
    public DeployOptions(
            Check check,
            boolean dryRun,
            boolean forceConflicts,
            boolean prune,
            boolean rollbackOnFailure,
            boolean await,
            boolean strictApi,
            long timeoutSeconds) {
        this(check, dryRun, forceConflicts, prune, rollbackOnFailure, await, false, strictApi, timeoutSeconds, false);
    }

    /**
     * The same with another check.
     *
     * @param other how much is checked before the first write
     * @return the options
     */
    public DeployOptions withCheck(Check other) {
        return new DeployOptions(
                other,
                dryRun,
                forceConflicts,
                prune,
                rollbackOnFailure,
                await,
                applyUnchanged,
                strictApi,
                timeoutSeconds,
                hideDiffs);
    }

    /**
     * The same with another answer to failure.
     *
     * @param rollBack whether the changed objects go back to what they were when the deploy fails
     * @return the options
     */
    public DeployOptions withRollbackOnFailure(boolean rollBack) {
        return new DeployOptions(
                check,
                dryRun,
                forceConflicts,
                prune,
                rollBack,
                await,
                applyUnchanged,
                strictApi,
                timeoutSeconds,
                hideDiffs);
    }

    /**
     * The same, as a question or for real.
     *
     * @param onlyAsked whether to stop after the plan
     * @return the options
     */
    public DeployOptions withDryRun(boolean onlyAsked) {
        return new DeployOptions(
                check,
                onlyAsked,
                forceConflicts,
                prune,
                rollbackOnFailure,
                await,
                applyUnchanged,
                strictApi,
                timeoutSeconds,
                hideDiffs);
    }

    /**
     * The same, but it ends when everything is applied.
     *
     * @return the options
     */
    public DeployOptions withoutWaiting() {
        return new DeployOptions(
                check,
                dryRun,
                forceConflicts,
                prune,
                rollbackOnFailure,
                false,
                applyUnchanged,
                strictApi,
                timeoutSeconds,
                hideDiffs);
    }

    /**
     * The same, but whether the differences are kept out of events is said.
     *
     * @param hide whether they are
     * @return the options
     */
    public DeployOptions withHiddenDiffs(boolean hide) {
        return new DeployOptions(
                check,
                dryRun,
                forceConflicts,
                prune,
                rollbackOnFailure,
                await,
                applyUnchanged,
                strictApi,
                timeoutSeconds,
                hide);
    }

    /** What a rollback that comes later needs to be allowed. */
    DeployOptions withRollback() {
        return forRollback(await, timeoutSeconds);
    }

    /** For the rollback alone. */
    DeployOptions forRollback(boolean wait, long seconds) {
        return new DeployOptions(
                check, false, forceConflicts, false, true, wait, applyUnchanged, strictApi, seconds, hideDiffs);
    }

    /**
     * The same, but unchanged objects are treated in another way.
     *
     * @param send whether they are sent all the same
     * @return the options
     */
    public DeployOptions withApplyUnchanged(boolean send) {
        return new DeployOptions(
                check,
                dryRun,
                forceConflicts,
                prune,
                rollbackOnFailure,
                await,
                send,
                strictApi,
                timeoutSeconds,
                hideDiffs);
    }

    /**
     * The same, but conflicts end in another way.
     *
     * @param force whether fields that someone else owns are taken over
     * @return the options
     */
    public DeployOptions withForceConflicts(boolean force) {
        return new DeployOptions(
                check,
                dryRun,
                force,
                prune,
                rollbackOnFailure,
                await,
                applyUnchanged,
                strictApi,
                timeoutSeconds,
                hideDiffs);
    }
}
