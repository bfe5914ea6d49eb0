package io.jenkins.plugins.spindelivery.step;

import hudson.model.Item;
import io.jenkins.plugins.spindelivery.account.Accounts;
import io.jenkins.plugins.spindelivery.account.AwsAccountConfiguration;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsAccount;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRegions;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.util.List;

/** Where a step at AWS works: its regions, in a running build and in a form. */
final class AwsPlaces {
    /** What stands between regions that are written as one text. */
    static final String SEPARATOR = "[,\\s]+";

    private AwsPlaces() {}

    /**
     * Checks regions against an account.
     *
     * @param field the step's field, for messages
     * @param named what the step says; nothing means the account's usual region
     * @param input is told of those that can't be used, and when there is none
     * @param aws the account
     * @return each once
     */
    static List<String> checked(String field, List<String> named, StepInput input, AwsAccount aws) {
        List<String> regions = named;
        if (regions.isEmpty()) {
            regions = aws.regions().stream().limit(1).toList();
        }
        if (regions.isEmpty()) {
            input.refuse(Problem.of("step.aws-region-none", field, aws.name()));
        }
        for (String region : regions) {
            try {
                aws.region(region);
            } catch (ProblemException e) {
                e.problems().forEach(input::refuse);
            }
        }
        return regions.stream().distinct().toList();
    }

    /**
     * The regions that a form can offer.
     *
     * @param item the job, or {@code null}
     * @param account the account that is chosen in the form
     * @return those of the account; all that are known for one that has none, or is not there
     */
    static List<String> offered(Item item, String account) {
        List<String> regions = of(item, account);
        return regions.isEmpty() ? AwsRegions.known() : regions;
    }

    /**
     * What is wrong with a region in a form.
     *
     * @param item the job, or {@code null}
     * @param account the account that is chosen in the form
     * @param region as written, without expressions
     * @return {@code null} when nothing is
     */
    static String fault(Item item, String account, String region) {
        List<String> allowed = of(item, account);
        if (allowed.contains(region)) {
            return null;
        }
        if (!AwsRegions.known().contains(region)) {
            return FieldChecks.message(AwsRegions.unknown(region));
        }
        return allowed.isEmpty()
                ? null
                : Words.of("aws.region-not-allowed", account, region, String.join(", ", allowed));
    }

    private static List<String> of(Item item, String account) {
        try {
            return AwsAccountConfiguration.of(Accounts.find(item, account)).regionNames();
        } catch (ProblemException e) {
            // What is wrong with the account is said at the account.
            return List.of();
        }
    }
}
