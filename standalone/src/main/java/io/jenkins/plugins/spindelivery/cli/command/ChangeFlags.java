package io.jenkins.plugins.spindelivery.cli.command;

import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployOptions.Check;
import java.time.Duration;
import picocli.CommandLine.Option;

/** What a deploy may change, and so what a plan must show. */
final class ChangeFlags {
    @Option(names = "--force-conflicts", order = 50, description = "Take over fields that someone else owns.")
    private boolean forceConflicts;

    @Option(
            names = "--prune",
            order = 51,
            description = "Delete objects that an earlier deploy of the same application made and these manifests no"
                    + " longer have; plan lists them.")
    private boolean prune;

    @Option(
            names = "--strict-api",
            order = 52,
            description = "Refuse API versions that the cluster no longer serves, instead of moving them on.")
    private boolean strictApi;

    @Option(
            names = "--apply-unchanged",
            order = 52,
            description = "Send objects that are in order already as well; it takes a request for each.")
    private boolean applyUnchanged;

    /**
     * Options for a plan: everything is checked, nothing is written.
     *
     * @return the options
     */
    DeployOptions plan() {
        return new DeployOptions(
                Check.FULL,
                true,
                forceConflicts,
                prune,
                false,
                false,
                applyUnchanged,
                strictApi,
                DeployOptions.DEFAULT_TIMEOUT_SECONDS,
                false);
    }

    /**
     * Options for a deploy.
     *
     * @param check how much is checked before the first write
     * @param dryRun whether to stop after the checks
     * @param rollbackOnFailure whether changed objects go back
     * @param await whether to wait until everything is stable
     * @param timeout how long to wait
     * @return the options
     */
    DeployOptions deploy(Check check, boolean dryRun, boolean rollbackOnFailure, boolean await, Duration timeout) {
        return new DeployOptions(
                check,
                dryRun,
                forceConflicts,
                prune,
                rollbackOnFailure,
                await,
                applyUnchanged,
                strictApi,
                timeout.toSeconds(),
                false);
    }
}
