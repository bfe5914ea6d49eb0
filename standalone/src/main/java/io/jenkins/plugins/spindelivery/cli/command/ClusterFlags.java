package io.jenkins.plugins.spindelivery.cli.command;

import io.jenkins.plugins.spindelivery.cli.Session;
import io.jenkins.plugins.spindelivery.cli.run.KubeAccount;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which cluster. */
final class ClusterFlags {
    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            order = 60,
            description = "The kubeconfig; without it $KUBECONFIG, or .kube/config in the home folder.")
    private Path kubeconfig;

    @Option(
            names = "--context",
            paramLabel = "NAME",
            defaultValue = "",
            order = 61,
            description = "The kubeconfig's context; without it the current one.")
    private String context;

    /**
     * The account that the flags mean.
     *
     * @param session for the environment
     * @return the account, with the context's name settled
     * @throws io.jenkins.plugins.spindelivery.engine.problem.ProblemException when the kubeconfig can't be used
     */
    KubeAccount account(Session session) {
        return KubeAccount.find(
                kubeconfig, context, session.console().env(), session.console().clock());
    }
}
