package io.jenkins.plugins.spindelivery.cli.command;

import io.jenkins.plugins.spindelivery.cli.Session;
import io.jenkins.plugins.spindelivery.cli.run.AwsProfile;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Which AWS account, and where. */
final class AwsFlags {
    @Option(
            names = "--profile",
            paramLabel = "NAME",
            defaultValue = "",
            order = 60,
            description = "The profile, as the AWS command line has them; without it the environment's keys, the usual"
                    + " profile, or this machine's role.")
    private String profile;

    @Option(
            names = "--region",
            paramLabel = "REGION",
            order = 61,
            description = "The region, such as eu-central-1; without it $AWS_REGION or the profile's. Can be repeated"
                    + " where a command works in several.")
    private List<String> regions = new ArrayList<>();

    @Option(names = "--role-arn", paramLabel = "ARN", defaultValue = "", order = 62, description = "A role to assume.")
    private String role;

    @Option(
            names = "--external-id",
            paramLabel = "ID",
            defaultValue = "",
            order = 63,
            description = "What the role's owner asks for when it is assumed.")
    private String externalId;

    @Option(
            names = "--endpoint-url",
            paramLabel = "URL",
            defaultValue = "",
            order = 64,
            description = "Answers in place of AWS, such as an emulator; without it $AWS_ENDPOINT_URL.")
    private String endpoint;

    /**
     * The account that the flags mean.
     *
     * @return nothing is connected yet
     */
    AwsProfile account() {
        return new AwsProfile(profile, role, externalId, endpoint);
    }

    /**
     * The regions that the flags mean.
     *
     * @param session for the environment
     * @return at least one
     * @throws ProblemException when nobody says which
     */
    List<String> regions(Session session) {
        if (!regions.isEmpty()) {
            return List.copyOf(regions);
        }
        return account()
                .usualRegion(session.console().env())
                .map(List::of)
                .orElseThrow(() -> new ProblemException(Category.INPUT, Problem.of("cli.aws-no-region", "")));
    }

    /**
     * The one region that the flags mean.
     *
     * @param session for the environment
     * @return the region
     * @throws ProblemException when nobody says which, or several are named
     */
    String region(Session session) {
        List<String> all = regions(session);
        if (all.size() > 1) {
            throw new ProblemException(Category.INPUT, Problem.of("cli.aws-one-region", "", String.join(", ", all)));
        }
        return all.get(0);
    }
}
