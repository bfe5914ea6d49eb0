package io.jenkins.plugins.spindelivery.engine.artifact;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsFault;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Makes problems of what S3 refuses: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
final class S3Failures {
    /** What S3 asks of clients that it tells to slow down is to try again more slowly, without saying how much. */
    private static final Duration UNSAID = Duration.ofSeconds(5);

    /** By S3's codes. The arguments are the object, the account, and the bucket. */
    private static final Map<String, String> CODES = Map.of(
            "NoSuchBucket", "artifact.s3-no-bucket",
            "NoSuchKey", "artifact.s3-no-key",
            "NoSuchVersion", "artifact.s3-no-version",
            "InvalidArgument", "artifact.s3-no-version",
            "MethodNotAllowed", "artifact.s3-deleted",
            "InvalidObjectState", "artifact.s3-archived",
            "AccessDenied", "artifact.s3-denied",
            "PermanentRedirect", "artifact.s3-elsewhere",
            "AuthorizationHeaderMalformed", "artifact.s3-elsewhere");

    private S3Failures() {}

    /** The failure in plain words. */
    static ProblemException of(S3Address address, String account, AwsFault fault) {
        String code = CODES.get(fault.code());
        if (code != null
                && !(fault.code().equals("InvalidArgument") && address.version().isEmpty())) {
            Problem problem = Problem.of(code, "", address, account, address.bucket());
            return new ProblemException(fault.category(), List.of(problem), fault);
        }
        Problem said = fault.problems().get(0);
        Problem problem = new Problem(said.code(), said.arguments(), address.toString());
        // What never got there is not waited for: nothing says that it is going to.
        return fault.passing() && !fault.code().isEmpty()
                ? new TryLater(problem, fault.retryAfter().orElse(UNSAID), fault)
                : new ProblemException(fault.category(), List.of(problem), fault);
    }

    /** Where S3 says that the bucket is, when it was asked for elsewhere. */
    static Optional<String> region(AwsFault fault) {
        return fault.getCause() instanceof AwsServiceException answer
                        && answer.awsErrorDetails() != null
                        && answer.awsErrorDetails().sdkHttpResponse() != null
                ? answer.awsErrorDetails().sdkHttpResponse().firstMatchingHeader("x-amz-bucket-region")
                : Optional.empty();
    }
}
