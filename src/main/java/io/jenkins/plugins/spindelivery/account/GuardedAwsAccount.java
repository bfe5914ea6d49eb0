package io.jenkins.plugins.spindelivery.account;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsAccount;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRegion;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.List;
import java.util.Optional;

/** A connection with what the account forbids, whatever its credential may do. */
final class GuardedAwsAccount implements AwsAccount {
    private final AwsAccount connection;
    private final boolean readOnly;
    private final String page;

    /**
     * A connection behind rules.
     *
     * @param connection knows name and regions
     * @param readOnly whether nothing may be changed
     * @param page where that is configured, for messages
     */
    GuardedAwsAccount(AwsAccount connection, boolean readOnly, String page) {
        this.connection = connection;
        this.readOnly = readOnly;
        this.page = page;
    }

    @Override
    public String name() {
        return connection.name();
    }

    @Override
    public List<String> regions() {
        return connection.regions();
    }

    @Override
    public AwsRegion region(String region) {
        return connection.region(region);
    }

    @Override
    public Optional<Problem> forbids(ObjectRef ref) {
        if (readOnly) {
            return Optional.of(Problem.of("account.read-only", "", name(), page));
        }
        String region = ref.namespace();
        boolean elsewhere = !regions().isEmpty() && !regions().contains(region);
        return elsewhere
                ? Optional.of(Problem.of("aws.region-not-allowed", "", name(), region, String.join(", ", regions())))
                : connection.forbids(ref);
    }
}
