package io.jenkins.plugins.spindelivery.engine.aws.api;

import java.time.Duration;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * The clients of one account in one region. They try nothing again by themselves, so that no thread sleeps in them: what
 * may pass is tried again by the next move. They throw {@link software.amazon.awssdk.core.exception.SdkException}, which
 * {@link AwsErrors} puts into plain words.
 */
public interface AwsRegion {

    /**
     * The region's name.
     *
     * @return such as {@code eu-central-1}
     */
    String name();

    /** Instances, images, launch templates, security groups. */
    Ec2Client ec2();

    /** Auto Scaling groups. */
    AutoScalingClient autoScaling();

    /** Application and network load balancers, and target groups. */
    ElasticLoadBalancingV2Client loadBalancing();

    /** Commands on instances. */
    SsmClient systemsManager();

    /** Metrics. */
    CloudWatchClient cloudWatch();

    /** Objects in buckets. */
    S3Client s3();

    /**
     * A URL by which whoever has it may fetch an object, as this account may. It is a secret for as long as it is valid, and
     * with the keys of a role's session no longer than these. S3 is not asked.
     *
     * @param request which object
     * @param validity at most seven days
     * @return the URL, with its signature
     */
    String presigned(GetObjectRequest request, Duration validity);

    /** Who the credential is. */
    StsClient sts();
}
