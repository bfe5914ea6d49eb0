package io.jenkins.plugins.spindelivery.clusters;

import io.jenkins.plugins.spindelivery.account.Accounts.Found;
import io.jenkins.plugins.spindelivery.account.AwsAccountConfiguration;
import io.jenkins.plugins.spindelivery.account.KubernetesAccount;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.List;
import java.util.SortedSet;

/** Reads the server groups of one account; asks it anew each time, and blocks. */
interface GroupSource {

    /**
     * The server groups of an application.
     *
     * @param application its name
     * @return newest first
     * @throws ProblemException when the account can't be asked
     */
    List<Group> of(String application);

    /**
     * The applications that have server groups.
     *
     * @return their names, sorted
     * @throws ProblemException when the account can't be asked
     */
    SortedSet<String> applications();

    /**
     * The reader of an account.
     *
     * @param found the account
     * @return for its provider
     * @throws ProblemException when its credential is unusable, or its provider has no server groups
     */
    static GroupSource of(Found found) {
        if (found.account() instanceof KubernetesAccount account) {
            return new KubernetesGroups(found, account);
        }
        if (found.account() instanceof AwsAccountConfiguration) {
            return new AwsGroups(found);
        }
        throw new ProblemException(
                Category.INPUT,
                Problem.of(
                        "clusters.provider",
                        "",
                        found.account().getName(),
                        found.account().provider()));
    }
}
