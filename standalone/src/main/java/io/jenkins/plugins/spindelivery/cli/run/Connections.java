package io.jenkins.plugins.spindelivery.cli.run;

import io.fabric8.kubernetes.client.Config;
import io.jenkins.plugins.spindelivery.cli.output.Console;
import io.jenkins.plugins.spindelivery.engine.kubernetes.KubernetesClusters;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.FabricCluster;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.List;

/** Connects to the clusters of kubeconfigs. */
public final class Connections {
    private Connections() {}

    /**
     * Connections that are opened when they are needed.
     *
     * @param console its environment is what credential programs inherit; its clock tells whether credentials have
     *     expired
     * @return connections by the id of a {@link KubeAccount}; to be closed
     */
    public static KubernetesClusters open(Console console) {
        return new KubernetesClusters(id -> configuration(id, console), FabricCluster.DEFAULT_TIMEOUT);
    }

    private static Config configuration(String id, Console console) {
        KubeAccount account;
        try {
            account = KubeAccount.parse(id);
        } catch (IllegalArgumentException e) {
            // The id comes from a state file, which a person can edit or take from another program.
            throw new ProblemException(Category.INPUT, List.of(Problem.of("cli.account", "", id)), e);
        }
        return account.load(console.env(), console.clock());
    }
}
