package io.jenkins.plugins.spindelivery.engine.aws.api;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;

/** Finds AWS accounts by the names that states hold; credentials stay on its side. */
@FunctionalInterface
public interface AwsAccounts {
    /** Knows none; for operations that have nothing to do with AWS. */
    AwsAccounts NONE = name -> {
        throw new ProblemException(Category.INPUT, Problem.of("aws.account-unknown", "", name));
    };

    /**
     * An account.
     *
     * @param name as it is configured
     * @return the account; the same one for the same name while nothing changed
     * @throws ProblemException when there is no such account, it is no AWS account, or its credential is unusable
     */
    AwsAccount account(String name);
}
