package io.jenkins.plugins.spindelivery.engine.aws.api;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;

/** The SDK's clients for a region, each made when it is first needed: making one takes longer than a call. */
final class SdkRegion implements AwsRegion, AutoCloseable {
    private final Region region;
    private final AwsCredentialsProvider credentials;
    private final SdkHttpClient http;
    private final ClientOverrideConfiguration options;
    private final URI endpoint;
    private final Map<Class<?>, SdkClient> clients = new ConcurrentHashMap<>();

    SdkRegion(
            Region region,
            AwsCredentialsProvider credentials,
            SdkHttpClient http,
            ClientOverrideConfiguration options,
            URI endpoint) {
        this.region = region;
        this.credentials = credentials;
        this.http = http;
        this.options = options;
        this.endpoint = endpoint;
    }

    @Override
    public String name() {
        return region.id();
    }

    @Override
    public Ec2Client ec2() {
        return client(Ec2Client.class, () -> set(Ec2Client.builder()).build());
    }

    @Override
    public AutoScalingClient autoScaling() {
        return client(
                AutoScalingClient.class, () -> set(AutoScalingClient.builder()).build());
    }

    @Override
    public ElasticLoadBalancingV2Client loadBalancing() {
        return client(ElasticLoadBalancingV2Client.class, () -> set(ElasticLoadBalancingV2Client.builder())
                .build());
    }

    @Override
    public SsmClient systemsManager() {
        return client(SsmClient.class, () -> set(SsmClient.builder()).build());
    }

    @Override
    public CloudWatchClient cloudWatch() {
        return client(
                CloudWatchClient.class, () -> set(CloudWatchClient.builder()).build());
    }

    @Override
    public S3Client s3() {
        // What answers in place of AWS seldom has a host name for each bucket.
        return client(
                S3Client.class,
                () -> set(S3Client.builder()).forcePathStyle(endpoint != null).build());
    }

    @Override
    public String presigned(GetObjectRequest request, Duration validity) {
        S3Presigner.Builder builder = S3Presigner.builder()
                .region(region)
                // Closing a presigner would close the account's own provider.
                .credentialsProvider(credentials::resolveCredentials)
                .serviceConfiguration(S3Configuration.builder()
                        .pathStyleAccessEnabled(endpoint != null)
                        .build());
        if (endpoint != null) {
            builder.endpointOverride(endpoint);
        }
        try (S3Presigner presigner = builder.build()) {
            return presigner
                    .presignGetObject(
                            presign -> presign.signatureDuration(validity).getObjectRequest(request))
                    .url()
                    .toString();
        }
    }

    @Override
    public StsClient sts() {
        return client(StsClient.class, () -> set(StsClient.builder()).build());
    }

    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B set(B builder) {
        builder.region(region).credentialsProvider(credentials).overrideConfiguration(options);
        builder.httpClient(http);
        if (endpoint != null) {
            builder.endpointOverride(endpoint);
        }
        return builder;
    }

    private <C extends SdkClient> C client(Class<C> type, Supplier<C> make) {
        return type.cast(clients.computeIfAbsent(type, any -> make.get()));
    }

    @Override
    public void close() {
        List.copyOf(clients.values()).forEach(SdkClient::close);
        clients.clear();
    }
}
