package io.jenkins.plugins.spindelivery.account;

import com.cloudbees.plugins.credentials.common.StandardCredentials;
import hudson.model.Item;
import hudson.model.ItemGroup;
import io.jenkins.plugins.spindelivery.engine.artifact.AddressKind;
import io.jenkins.plugins.spindelivery.engine.artifact.FetchPolicy;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsSettings;
import io.jenkins.plugins.spindelivery.engine.aws.api.SdkAccount;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/** All that the connection of an AWS account depends on. */
final class AwsConnectionSettings implements AccountConnections.Settings<SdkAccount> {
    private final AwsAccountConfiguration account;
    /** {@code null} for what the controller has itself. */
    private final StandardCredentials credentials;
    /** The full name of the folder that the account is configured in; empty for an account of Jenkins. */
    private final String folder;

    /**
     * What tells whether an open connection serves.
     *
     * @param name in messages of the connection
     * @param credentials the stored object itself: it is another one after each change
     * @param folder a folder's connection has rules that one of Jenkins has not; empty for one of Jenkins
     */
    private record Key(
            String name,
            Same credentials,
            String role,
            String externalId,
            List<String> regions,
            String endpoint,
            String folder) {}

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

    private AwsConnectionSettings(AwsAccountConfiguration account, StandardCredentials credentials, String folder) {
        this.account = account;
        this.credentials = credentials;
        this.folder = folder;
    }

    /**
     * The settings of an account at this moment.
     *
     * @throws ProblemException when its credential can't be had
     */
    static AwsConnectionSettings of(AwsAccountConfiguration account, ItemGroup<?> owner) {
        return new AwsConnectionSettings(
                account,
                AwsAccountCredentials.of(account, owner).orElse(null),
                owner instanceof Item item ? item.getFullName() : "");
    }

    @Override
    public Object key() {
        return new Key(
                account.getName(),
                new Same(credentials),
                account.getRoleArn(),
                account.getExternalId(),
                account.regionNames(),
                account.getEndpointUrl(),
                folder);
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
                endpoint(),
                this::refusal));
    }

    /** Whoever may configure a folder must not reach by its account what only the controller can. */
    private Optional<Problem> refusal(InetAddress address) {
        if (folder.isEmpty()) {
            return Optional.empty();
        }
        FetchPolicy policy = AllowedHosts.policy();
        boolean allowed =
                policy.allows(AddressKind.of(address)) || policy.allowsHost(URI.create(account.getEndpointUrl()));
        return allowed
                ? Optional.empty()
                : Optional.of(Problem.of(
                        "account.aws-endpoint-address", "", account.getName(), folder, account.getEndpointUrl()));
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
