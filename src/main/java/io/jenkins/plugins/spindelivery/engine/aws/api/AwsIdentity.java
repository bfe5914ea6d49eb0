package io.jenkins.plugins.spindelivery.engine.aws.api;

import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.AvailabilityZone;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/**
 * Whom AWS takes a credential for.
 *
 * @param account the account's number, of twelve digits
 * @param arn the user or role, such as {@code arn:aws:sts::123456789012:assumed-role/deployer/spin-delivery}
 */
public record AwsIdentity(String account, String arn) {

    /**
     * Asks AWS in the account's usual region.
     *
     * @param account the account
     * @return the identity
     * @throws ProblemException when AWS can't be reached or does not accept the credential
     */
    public static AwsIdentity of(AwsAccount account) {
        return in(account, account.regions().stream().findFirst().orElse(AwsRegions.OLDEST));
    }

    /**
     * Asks AWS, which takes no right at all.
     *
     * @param account the account
     * @param region where it is asked
     * @return the identity
     * @throws ProblemException when AWS can't be reached or does not accept the credential
     */
    public static AwsIdentity in(AwsAccount account, String region) {
        GetCallerIdentityResponse found = account.region(region).sts().getCallerIdentity();
        return new AwsIdentity(found.account(), found.arn());
    }

    /**
     * Finds out whether a region can be used; takes {@code ec2:DescribeAvailabilityZones}.
     *
     * @param account the account
     * @param region the region
     * @return the names of its availability zones
     * @throws ProblemException when the account may not be used there, or the region is not switched on
     */
    public static List<String> zones(AwsAccount account, String region) {
        return account.region(region).ec2().describeAvailabilityZones().availabilityZones().stream()
                .map(AvailabilityZone::zoneName)
                .sorted()
                .toList();
    }
}
