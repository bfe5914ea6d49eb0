package io.jenkins.plugins.spindelivery.engine.aws.api;

import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.List;
import java.util.Optional;

/** One AWS account as deliveries see it: the regions they may use, and the clients for each. */
public interface AwsAccount {

    /**
     * What steps call it.
     *
     * @return the name
     */
    String name();

    /**
     * The regions that deliveries may use.
     *
     * @return such as {@code eu-central-1}, in the order of the configuration, the first being the usual one; empty when
     *     any region may be used
     */
    List<String> regions();

    /**
     * The clients of a region.
     *
     * @param region such as {@code eu-central-1}
     * @return open clients that the caller must not close; the same ones while nothing changed
     * @throws io.jenkins.plugins.spindelivery.engine.problem.ProblemException when the region's name is malformed or the
     *     account may not be used there
     */
    AwsRegion region(String region);

    /**
     * Whether the account's own rules, which hold whatever its credential may do, forbid to change something.
     *
     * @param ref what is to be made, changed or deleted, see {@link AwsRef}
     * @return why not; empty when it is allowed
     */
    Optional<Problem> forbids(ObjectRef ref);
}
