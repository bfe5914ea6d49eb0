package io.jenkins.plugins.spindelivery.account;

import com.cloudbees.plugins.credentials.common.StandardCredentials;
import hudson.model.ItemGroup;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsSettings;
import io.jenkins.plugins.spindelivery.engine.aws.api.SdkAccount;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/** All that the connection of an AWS account depends on. */
final class AwsConnectionSettings implements AccountConnections.Settings<SdkAccount> {
    private final AwsAccountConfiguration account;
    /** {@code null} for what the controller has itself. */
    private final StandardCredentials credentials;

    /**
     * What tells whether an open connection serves.
     *
     * @param name in messages of the connection
     * @param credentials the stored object itself: it is another one after each change
     */
    private record Key(
            String name, Same credentials, String role, String externalId, List<String> regions, String endpoint) {}

    /** An object that equals nothing but itself; credentials equal each other by their ids. */
    private static final class Same {
        private final Object object;

        Same(Object object) {
            this.object = object;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Same same && same.object == object;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(object);
        }
    }

    private AwsConnectionSettings(AwsAccountConfiguration account, StandardCredentials credentials) {
        this.account = account;
        this.credentials = credentials;
    }

    /**
     * The settings of an account at this moment.
     *
     * @throws ProblemException when its credential can't be had
     */
    static AwsConnectionSettings of(AwsAccountConfiguration account, ItemGroup<?> owner) {
        return new AwsConnectionSettings(
                account, AwsAccountCredentials.of(account, owner).orElse(null));
    }

    @Override
    public Object key() {
        return new Key(
                account.getName(),
                new Same(credentials),
                account.getRoleArn(),
                account.getExternalId(),
                account.regionNames(),
                account.getEndpointUrl());
    }

    /**
     * Opens a connection; AWS itself is asked nothing yet.
     *
     * @throws ProblemException when the credential holds no key, or the endpoint is no address
     */
    @Override
    public SdkAccount open(Clock clock) {
        return new SdkAccount(new AwsSettings(
                account.getName(),
                keys(clock),
                account.getRoleArn(),
                account.getExternalId(),
                account.regionNames(),
                endpoint()));
    }

    private AwsCredentialsProvider keys(Clock clock) {
        if (credentials == null) {
            return DefaultCredentialsProvider.create();
        }
        KeptKeys keys = new KeptKeys(
                account.getName(), account.getCredentialsId(), (AwsCredentialsProvider) credentials, clock);
        // What is wrong with them is told now, and not in the middle of a request.
        keys.resolveCredentials();
        return keys;
    }

    private URI endpoint() {
        String url = account.getEndpointUrl();
        if (url.isEmpty()) {
            return null;
        }
        if (!FieldChecks.isServer(url)) {
            throw new ProblemException(
                    Category.INPUT, Problem.of("account.aws-endpoint-bad", "", account.getName(), url));
        }
        return URI.create(url);
    }
}
