package io.jenkins.plugins.spindelivery.account;

import com.cloudbees.plugins.credentials.CredentialsMatcher;
import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import hudson.model.Item;
import hudson.model.ItemGroup;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRegions;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * The credentials that AWS accounts can name: all that give the AWS SDK its keys, as {@link AwsAccessKeyCredentials} do,
 * and those of the plugin AWS Credentials, of which nothing has to be known for that.
 */
final class AwsAccountCredentials {
    /** Which credentials serve. */
    private static final CredentialsMatcher MATCHER = CredentialsMatchers.instanceOf(AwsCredentialsProvider.class);

    private static final Logger LOGGER = Logger.getLogger(AwsAccountCredentials.class.getName());

    private AwsAccountCredentials() {}

    /**
     * The credentials that an account can name, by where its keys go.
     *
     * @param owner whose account it is
     */
    static CredentialChoice choice(ItemGroup<?> owner, AwsAccountConfiguration account) {
        List<String> regions = account.regionNames();
        String endpoint = account.getEndpointUrl();
        String url = endpoint.isEmpty()
                ? "https://" + AwsRegions.identityHost(regions.isEmpty() ? "" : regions.get(0))
                : endpoint;
        return new CredentialChoice(owner, CredentialChoice.domain(url), MATCHER);
    }

    /**
     * The credential that an account names.
     *
     * @return empty when it names none, and thus uses what the controller has itself
     * @throws ProblemException when there is none of its id for the account's owner, or it is of a wrong type or domain;
     *     or when an account of a folder names none, or one that leads to what the controller has itself
     */
    static Optional<StandardCredentials> of(AwsAccountConfiguration account, ItemGroup<?> owner) {
        String id = account.getCredentialsId();
        if (id.isEmpty()) {
            if (owner instanceof Item) {
                // Whoever may configure a folder may not therefore act as the controller.
                throw wrong(Problem.of("account.aws-folder-role", "", account.getName(), owner.getFullName()));
            }
            return Optional.empty();
        }
        StandardCredentials found = choice(owner, account).find(id).orElse(null);
        if (found == null) {
            String code =
                    owner instanceof Item ? "account.aws-credential-unknown-folder" : "account.aws-credential-unknown";
            throw wrong(Problem.of(code, "", account.getName(), id, owner.getFullName()));
        }
        if (!MATCHER.matches(found)) {
            throw wrong(Problem.of("account.aws-credential-type", "", account.getName(), id));
        }
        if (owner instanceof Item && !holdsKey(found)) {
            throw wrong(Problem.of("account.aws-folder-keyless", "", account.getName(), owner.getFullName(), id));
        }
        return Optional.of(found);
    }

    /**
     * Whether a credential is an access key of its own. Those of the plugin AWS Credentials that have a role and no key
     * assume the role with what the controller has itself.
     *
     * @param credentials one that {@link #MATCHER} matches
     * @return whether it shows the id of a key; not for one of an unknown type, which may do the same
     */
    static boolean holdsKey(StandardCredentials credentials) {
        if (credentials instanceof AwsAccessKeyCredentials) {
            return true;
        }
        try {
            // The plugin need not be there, so its class can't be named.
            Object id = credentials.getClass().getMethod("getAccessKey").invoke(credentials);
            return id instanceof String text && !text.isBlank();
        } catch (ReflectiveOperationException e) {
            LOGGER.log(Level.FINE, e, () -> "No access key can be seen in the credential " + credentials.getId());
            return false;
        }
    }

    private static ProblemException wrong(Problem problem) {
        return new ProblemException(Category.INPUT, problem);
    }
}
