package io.jenkins.plugins.spindelivery.engine.aws.api;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * What an account needs to be connected.
 *
 * @param name what steps call the account
 * @param credentials who we are before any role is assumed
 * @param role the ARN of a role to assume; empty for none
 * @param externalId what the role's owner asks for when it is assumed; empty for nothing
 * @param regions the regions that may be used, the first being the usual one; empty for all that are known
 * @param endpoint answers in place of AWS for all services; {@code null} for AWS itself
 * @param refusal what speaks against connecting to an address that the endpoint's name has at that moment; asked before
 *     each connection
 */
public record AwsSettings(
        String name,
        AwsCredentialsProvider credentials,
        String role,
        String externalId,
        List<String> regions,
        URI endpoint,
        Function<InetAddress, Optional<Problem>> refusal) {

    public AwsSettings {
        regions = List.copyOf(regions);
    }

    /**
     * Settings with an endpoint that may be anywhere.
     *
     * @param name what steps call the account
     * @param credentials who we are before any role is assumed
     * @param role the ARN of a role to assume; empty for none
     * @param externalId what the role's owner asks for when it is assumed; empty for nothing
     * @param regions the regions that may be used, the first being the usual one; empty for all that are known
     * @param endpoint answers in place of AWS for all services; {@code null} for AWS itself
     */
    public AwsSettings(
            String name,
            AwsCredentialsProvider credentials,
            String role,
            String externalId,
            List<String> regions,
            URI endpoint) {
        this(name, credentials, role, externalId, regions, endpoint, address -> Optional.empty());
    }
}
