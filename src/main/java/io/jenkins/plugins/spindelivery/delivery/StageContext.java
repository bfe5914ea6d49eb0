package io.jenkins.plugins.spindelivery.delivery;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.security.Permission;
import io.jenkins.plugins.spindelivery.account.AccountAccess;
import io.jenkins.plugins.spindelivery.account.AccountClusters;
import io.jenkins.plugins.spindelivery.account.Accounts;
import io.jenkins.plugins.spindelivery.account.AwsConnections;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsAccount;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.pipeline.PipelineScope;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.springframework.security.core.Authentication;

/**
 * The build that a stage belongs to.
 *
 * @param run the build
 * @param listener its log
 * @param environment its variables, with those of the blocks around the step
 * @param sensitiveVariables the names of those whose values are secret and must not be written down
 * @param workspace where files are read
 * @param authentication as whom the build runs
 * @param hasBlock whether a block waits to be run at the gates of the stage's operation
 * @param scope what the stage sees of the pipeline that it is a stage of; empty when it belongs to none
 * @param operation what the engine needs; its clusters are those of the accounts that the build's job sees
 */
public record StageContext(
        Run<?, ?> run,
        TaskListener listener,
        EnvVars environment,
        Set<String> sensitiveVariables,
        WorkspaceSource workspace,
        Authentication authentication,
        boolean hasBlock,
        Optional<PipelineScope> scope,
        OperationContext operation) {

    /** Finds the workspace when a stage needs one; most need none and run outside of {@code node}. */
    @FunctionalInterface
    public interface WorkspaceSource {
        /**
         * The workspace.
         *
         * @return empty when the stage runs outside of one
         * @throws IOException when the agent can't be reached
         * @throws InterruptedException when the build is being stopped
         */
        Optional<FilePath> find() throws IOException, InterruptedException;
    }

    /**
     * Finds an account of Kubernetes and makes sure that this build may use it for something. Its use is recorded with its credential.
     *
     * @param name the account's name
     * @param permission what it is used for; one of
     *     {@link io.jenkins.plugins.spindelivery.account.DeliveryPermissions}, or {@code null} for reading
     * @return the account
     * @throws io.jenkins.plugins.spindelivery.engine.problem.ProblemException when there is no such account, it is one of
     *     another provider, or the build may not use it
     */
    public Accounts.Found account(String name, Permission permission) {
        Accounts.Found found = checked(name, permission);
        AccountClusters.get().track(run, found);
        return found;
    }

    /**
     * Finds an account of AWS and makes sure that this build may use it for something. Its use is recorded with its
     * credential.
     *
     * @param name the account's name
     * @param permission as for {@link #account}
     * @return the account, connected when it is first asked for something
     * @throws io.jenkins.plugins.spindelivery.engine.problem.ProblemException when there is no such account, it is one of
     *     another provider, its credential is unusable, or the build may not use it
     */
    public AwsAccount awsAccount(String name, Permission permission) {
        Accounts.Found found = checked(name, permission);
        AwsConnections.get().track(run, found);
        return AwsConnections.get().connect(found);
    }

    private Accounts.Found checked(String name, Permission permission) {
        Accounts.Found found = Accounts.find(run.getParent(), name);
        AccountAccess.check(found, permission, run, authentication);
        return found;
    }
}
