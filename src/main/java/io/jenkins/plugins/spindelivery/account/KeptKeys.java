package io.jenkins.plugins.spindelivery.account;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsErrors;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.Logger;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Asks a credential for its keys now and then, and not for each request: those of other plugins may assume a role, or ask
 * a store, each time they are asked.
 */
final class KeptKeys implements AwsCredentialsProvider {
    /** A third of the shortest time that AWS gives to the keys of a role. */
    static final Duration KEPT = Duration.ofMinutes(5);

    private static final Logger LOGGER = Logger.getLogger(KeptKeys.class.getName());

    private final String account;
    private final String credentialsId;
    private final AwsCredentialsProvider source;
    private final Clock clock;
    private AwsCredentials keys;
    private Instant asked;

    KeptKeys(String account, String credentialsId, AwsCredentialsProvider source, Clock clock) {
        this.account = account;
        this.credentialsId = credentialsId;
        this.source = source;
        this.clock = clock;
    }

    @Override
    public synchronized AwsCredentials resolveCredentials() {
        Instant now = clock.instant();
        if (keys == null || !now.isBefore(asked.plus(KEPT))) {
            keys = resolved();
            asked = now;
        }
        return keys;
    }

    private AwsCredentials resolved() {
        AwsCredentials resolved = null;
        try {
            resolved = source.resolveCredentials();
        } catch (SdkException e) {
            throw AwsErrors.translate(e, "sts:AssumeRole", "");
        } catch (NullPointerException | IllegalArgumentException e) {
            LOGGER.log(Level.FINE, e, () -> "The SDK has no other word for a key that is missing: " + credentialsId);
        }
        if (resolved == null
                || resolved.accessKeyId().isEmpty()
                || resolved.secretAccessKey().isEmpty()) {
            throw new ProblemException(
                    Category.INPUT, Problem.of("account.aws-credential-empty", "", account, credentialsId));
        }
        return resolved;
    }
}
