package io.jenkins.plugins.spindelivery.engine.aws.api;

import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/**
 * An account connected by the AWS SDK: one HTTP client for all, and clients for a region when they are first needed.
 *
 * <p>The account's own rules are the owner's matter; here everything is allowed.
 */
public final class SdkAccount implements AwsAccount, AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final int CONNECTIONS = 64;
    private static final String SESSION = "spin-delivery";

    private final AwsSettings settings;
    private final SdkHttpClient http;
    private final StsClient roleGiver;
    private final AwsCredentialsProvider credentials;
    private final Map<String, SdkRegion> open = new ConcurrentHashMap<>();

    /**
     * Connects nothing yet.
     *
     * @param settings who and where
     */
    public SdkAccount(AwsSettings settings) {
        this.settings = settings;
        // The timeouts are the sockets' own: the SDK's would cost threads for each client.
        this.http = ApacheHttpClient.builder()
                .connectionTimeout(CONNECT)
                .socketTimeout(ANSWER)
                .maxConnections(CONNECTIONS)
                .dnsResolver(new EndpointResolver(settings))
                .build();
        if (settings.role().isEmpty()) {
            this.roleGiver = null;
            this.credentials = own();
        } else {
            String region = settings.regions().isEmpty()
                    ? AwsRegions.OLDEST
                    : settings.regions().get(0);
            this.roleGiver = new SdkRegion(Region.of(region), own(), http, options(), settings.endpoint()).sts();
            this.credentials = StsAssumeRoleCredentialsProvider.builder()
                    .stsClient(roleGiver)
                    .refreshRequest(request -> {
                        request.roleArn(settings.role()).roleSessionName(SESSION);
                        if (!settings.externalId().isEmpty()) {
                            request.externalId(settings.externalId());
                        }
                    })
                    .build();
        }
    }

    /** The account's own credential; that there is none is found out before a call begins, where no interceptor hears of it. */
    private AwsCredentialsProvider own() {
        return () -> {
            try {
                return settings.credentials().resolveCredentials();
            } catch (SdkClientException e) {
                throw AwsErrors.noCredential(e);
            }
        };
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public List<String> regions() {
        return settings.regions();
    }

    @Override
    public AwsRegion region(String region) {
        check(region);
        return open.computeIfAbsent(
                region, name -> new SdkRegion(Region.of(name), credentials, http, options(), settings.endpoint()));
    }

    private void check(String region) {
        // A name that is none must not get into the name of a host.
        if (!AwsRegions.isName(region)) {
            throw new ProblemException(Category.INPUT, AwsRegions.unknown(region));
        }
        if (settings.regions().contains(region)) {
            return;
        }
        if (!AwsRegions.known().contains(region)) {
            throw new ProblemException(Category.INPUT, AwsRegions.unknown(region));
        }
        if (!settings.regions().isEmpty()) {
            throw new ProblemException(
                    Category.ACCESS,
                    Problem.of(
                            "aws.region-not-allowed",
                            "",
                            settings.name(),
                            region,
                            String.join(", ", settings.regions())));
        }
    }

    @Override
    public Optional<Problem> forbids(ObjectRef ref) {
        return Optional.empty();
    }

    private static ClientOverrideConfiguration options() {
        return ClientOverrideConfiguration.builder()
                .retryStrategy(strategy -> strategy.maxAttempts(1))
                .addExecutionInterceptor(new AwsErrors())
                .build();
    }

    @Override
    public void close() {
        open.values().forEach(SdkRegion::close);
        open.clear();
        if (credentials instanceof StsAssumeRoleCredentialsProvider role) {
            role.close();
        }
        if (roleGiver != null) {
            roleGiver.close();
        }
        http.close();
    }
}
