package io.jenkins.plugins.spindelivery.engine.kubernetes;

import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;

/** Connects to clusters by the accounts that states name; credentials stay on its side. */
@FunctionalInterface
public interface Clusters {

    /**
     * The cluster of an account.
     *
     * @param account the account's id
     * @return an open connection that the caller must not close; the same one for the same account while nothing changed
     * @throws io.jenkins.plugins.spindelivery.engine.problem.ProblemException when there is no such account, or its
     *     credential is unusable
     */
    Cluster cluster(String account);
}
