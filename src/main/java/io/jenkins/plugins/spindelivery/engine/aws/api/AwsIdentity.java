package io.jenkins.plugins.spindelivery.engine.aws.api;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.AvailabilityZone;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/**
 * Whom AWS takes a credential for.
 *
 * @param account the account's number, of twelve digits
 * @param arn the user or role, such as {@code arn:aws:sts::123456789012:assumed-role/deployer/spin-delivery}
 * @param id what AWS itself calls the user or role
 */
public record AwsIdentity(String account, String arn, String id) {

    /**
     * Asks AWS, which takes no right at all.
     *
     * @param account asked in its usual region
     * @return the identity
     * @throws ProblemException when AWS can't be reached or does not accept the credential
     */
    public static AwsIdentity of(AwsAccount account) {
        String region = account.regions().isEmpty()
                ? AwsRegions.OLDEST
                : account.regions().get(0);
        return in(account, region);
    }

    /**
     * Asks AWS in a region.
     *
     * @param account the account
     * @param region where it is asked
     * @return the identity
     * @throws ProblemException when AWS can't be reached or does not accept the credential
     */
    public static AwsIdentity in(AwsAccount account, String region) {
        GetCallerIdentityResponse found = account.region(region).sts().getCallerIdentity();
        return new AwsIdentity(found.account(), found.arn(), found.userId());
    }

    /**
     * What a credential finds in a region.
     *
     * @param region its name
     * @param zones the names of its availability zones
     * @param problem why it can't be used; empty when it can
     */
    public record InRegion(String region, List<String> zones, Optional<Problem> problem) {

        public InRegion {
            zones = List.copyOf(zones);
        }

        /**
         * Tries a region.
         *
         * @param account the account
         * @param region the region's name
         * @return its zones, or what is wrong with it
         */
        public static InRegion of(AwsAccount account, String region) {
            try {
                List<String> zones =
                        account.region(region).ec2().describeAvailabilityZones().availabilityZones().stream()
                                .map(AvailabilityZone::zoneName)
                                .sorted()
                                .toList();
                return new InRegion(region, zones, Optional.empty());
            } catch (ProblemException e) {
                return new InRegion(region, List.of(), Optional.of(e.problems().get(0)));
            }
        }
    }
}
