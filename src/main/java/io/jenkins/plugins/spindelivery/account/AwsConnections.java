package io.jenkins.plugins.spindelivery.account;

import com.cloudbees.plugins.credentials.common.StandardCredentials;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Item;
import hudson.model.ItemGroup;
import io.jenkins.plugins.spindelivery.account.Accounts.Found;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsAccount;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsAccounts;
import io.jenkins.plugins.spindelivery.engine.aws.api.SdkAccount;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.time.Clock;
import java.util.Optional;

/** The connections of all AWS accounts. */
@Extension
public final class AwsConnections extends AccountConnections<AwsAccountConfiguration, SdkAccount, AwsAccount> {

    /** Called by Jenkins. */
    public AwsConnections() {
        this(Clock.systemUTC());
    }

    AwsConnections(Clock clock) {
        super(clock);
    }

    /**
     * The connections of this Jenkins.
     *
     * @return the only one
     */
    public static AwsConnections get() {
        return ExtensionList.lookupSingleton(AwsConnections.class);
    }

    /**
     * The AWS accounts that a job can use.
     *
     * @param context the job or folder; {@code null} for Jenkins itself
     * @return connects by account names, as {@link Accounts#find} finds them at each question, with the accounts' rules
     */
    public AwsAccounts in(@CheckForNull Item context) {
        return name -> connect(Accounts.find(context, name));
    }

    /**
     * An AWS account.
     *
     * @param found the account
     * @return open clients behind the account's rules
     * @throws ProblemException when it is no account of AWS, or its credential is missing or unusable
     */
    public AwsAccount connect(Found found) {
        return connected(found);
    }

    @Override
    AwsAccountConfiguration account(Found found) {
        return AwsAccountConfiguration.of(found);
    }

    @Override
    Optional<StandardCredentials> credentials(AwsAccountConfiguration account, ItemGroup<?> owner) {
        return AwsAccountCredentials.of(account, owner);
    }

    @Override
    Settings<SdkAccount> settings(AwsAccountConfiguration account, ItemGroup<?> owner) {
        return AwsConnectionSettings.of(account, owner);
    }

    @Override
    AwsAccount guarded(SdkAccount connection, AwsAccountConfiguration account, Found found) {
        return new GuardedAwsAccount(connection, account.isReadOnly(), found.page());
    }

    @Override
    void close(SdkAccount connection) {
        connection.close();
    }
}
