package io.jenkins.plugins.spindelivery.engine.artifact;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsAccount;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsFault;
import java.util.Optional;
import java.util.function.Function;

/** Asks for something in a bucket where that is: first where it is looked for, then where S3 says. */
final class S3Places {
    /** Where S3 knows all buckets of most partitions, and says where they are. */
    private static final String ANY_REGION = "us-east-1";

    private S3Places() {}

    /** Where a bucket is looked for first, when nobody says. */
    static String usual(AwsAccount account) {
        return account.regions().stream().findFirst().orElse(ANY_REGION);
    }

    /**
     * Asks.
     *
     * @param address of what is asked for, for messages
     * @param account who asks
     * @param first the region that is asked first
     * @param question takes a region
     * @return the answer
     * @throws AwsFault when S3 refuses
     * @throws io.jenkins.plugins.spindelivery.engine.problem.ProblemException when the bucket is where the account may not
     *     be used
     */
    static <T> T ask(S3Address address, AwsAccount account, String first, Function<String, T> question) {
        try {
            return question.apply(first);
        } catch (AwsFault e) {
            Optional<String> home = S3Failures.region(e).filter(other -> !other.equals(first));
            if (home.isEmpty()) {
                throw e;
            }
            if (!account.regions().isEmpty() && !account.regions().contains(home.get())) {
                throw Failures.of("artifact.s3-region", address, home.get(), account.name());
            }
            return question.apply(home.get());
        }
    }
}
