package io.jenkins.plugins.spindelivery.account;

import com.cloudbees.plugins.credentials.common.StandardCredentials;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Item;
import hudson.model.ItemGroup;
import io.jenkins.plugins.spindelivery.account.Accounts.Found;
import io.jenkins.plugins.spindelivery.engine.kubernetes.Clusters;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.time.Clock;
import java.util.Optional;

/** The connections of all Kubernetes accounts. */
@Extension
public final class AccountClusters extends AccountConnections<KubernetesAccount, Cluster, Cluster> {

    /** Called by Jenkins. */
    public AccountClusters() {
        this(Clock.systemUTC());
    }

    AccountClusters(Clock clock) {
        super(clock);
    }

    /**
     * The connections of this Jenkins.
     *
     * @return the only one
     */
    public static AccountClusters get() {
        return ExtensionList.lookupSingleton(AccountClusters.class);
    }

    /**
     * The clusters of the accounts that a job can use.
     *
     * @param context the job or folder; {@code null} for Jenkins itself
     * @return connects by account names, as {@link Accounts#find} finds them at each question; every write is held to the
     *     account's rules
     */
    public Clusters in(@CheckForNull Item context) {
        return name -> cluster(Accounts.find(context, name));
    }

    /**
     * The cluster of an account.
     *
     * @param found the account
     * @return an open connection behind the account's rules, which the caller must not close
     * @throws ProblemException when the account has no cluster, or its credential is missing or unusable
     */
    public Cluster cluster(Found found) {
        return connected(found);
    }

    @Override
    KubernetesAccount account(Found found) {
        return KubernetesAccount.of(found);
    }

    @Override
    Optional<StandardCredentials> credentials(KubernetesAccount account, ItemGroup<?> owner) {
        return Optional.of(AccountCredentials.of(account, owner));
    }

    @Override
    Settings<Cluster> settings(KubernetesAccount account, ItemGroup<?> owner) {
        return ConnectionSettings.of(account, owner);
    }

    @Override
    Cluster guarded(Cluster connection, KubernetesAccount account, Found found) {
        return new GuardedCluster(connection, new AccountRules(account, found.page()));
    }

    @Override
    void close(Cluster connection) {
        connection.close();
    }
}
