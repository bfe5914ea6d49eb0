package io.jenkins.plugins.spindelivery.engine.aws.api;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.AwsExecutionAttribute;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.regions.Region;

/**
 * Puts the SDK's exceptions into plain words. As an interceptor of all clients it knows which call it was about, so that
 * every client throws {@link AwsFault} by itself.
 */
public final class AwsErrors implements ExecutionInterceptor {
    private static final int FORBIDDEN = 403;
    private static final int SERVER_ERROR = 500;
    private static final int LONGEST_MESSAGE = 1000;
    private static final int SHORT_MESSAGE = 200;

    /** What EC2 appends to a refusal: hundreds of characters that only the account's administrator can decode. */
    private static final Pattern ENCODED =
            Pattern.compile("\\s*Encoded authorization failure message:.*", Pattern.DOTALL);

    private static final String NO_CAPACITY = "InsufficientInstanceCapacity";

    private static final Pattern LIMIT = Pattern.compile(".*(LimitExceeded|QuotaExceeded|TooMany[A-Z]).*");

    /** Prefixes of actions in IAM policies, by the SDK's names of the services. */
    private static final Map<String, String> PREFIXES = Map.of(
            "ec2", "ec2",
            "autoscaling", "autoscaling",
            "elasticloadbalancingv2", "elasticloadbalancing",
            "ssm", "ssm",
            "cloudwatch", "cloudwatch",
            "s3", "s3",
            "sts", "sts");

    private static final Set<String> BAD_CREDENTIALS = Set.of(
            "AuthFailure",
            "InvalidClientTokenId",
            "InvalidAccessKeyId",
            "SignatureDoesNotMatch",
            "UnrecognizedClientException",
            "ExpiredToken",
            "ExpiredTokenException",
            "RequestExpired");

    private static final Set<String> NO_RIGHTS =
            Set.of("UnauthorizedOperation", "AccessDenied", "AccessDeniedException", "UnauthorizedAccess");

    /** What AWS answers for a moment when things that belong together are still being made or are still in use. */
    private static final Set<String> PASSING = Set.of(
            "RequestLimitExceeded",
            "InternalError",
            "InternalFailure",
            "ServiceUnavailable",
            "Unavailable",
            "RequestTimeout",
            "PriorRequestNotComplete",
            "ResourceContention",
            "ScalingActivityInProgress");

    @Override
    public Throwable modifyException(Context.FailedExecution context, ExecutionAttributes attributes) {
        if (context.exception() instanceof AwsFault) {
            return context.exception();
        }
        // To return something other than an exception of the service is an error in the SDK's eyes; to throw it is not.
        Region region = attributes.getAttribute(AwsExecutionAttribute.AWS_REGION);
        throw translate(
                context.exception(),
                action(
                        attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME),
                        attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME)),
                region == null ? "" : region.id());
    }

    /**
     * What an exception of the SDK means.
     *
     * @param e what was thrown
     * @param action the call as IAM policies name it, such as {@code ec2:RunInstances}
     * @param region where it went; may be empty
     * @return the same in plain words
     */
    public static AwsFault translate(Throwable e, String action, String region) {
        return e instanceof AwsServiceException answer && answer.awsErrorDetails() != null
                ? answered(answer, action, region)
                : unanswered(e, action, region);
    }

    private static AwsFault answered(AwsServiceException e, String action, String region) {
        AwsErrorDetails details = e.awsErrorDetails();
        String code = details.errorCode() == null ? "" : details.errorCode();
        String message = tidy(details.errorMessage());
        Optional<Duration> wish = retryAfter(details);
        if (code.equals(NO_CAPACITY)) {
            // It comes as a 500, and may pass in hours; a person can choose another type or zone at once.
            return fault(Category.REFUSED, "aws.no-capacity", code, false, wish, e, action, region, message);
        }
        if (e.isThrottlingException() || PASSING.contains(code) || e.statusCode() >= SERVER_ERROR) {
            return fault(Category.ACCESS, "aws.busy", code, true, wish, e, action, region, message, code);
        }
        if (BAD_CREDENTIALS.contains(code)) {
            return fault(
                    Category.ACCESS, "aws.credential-refused", code, false, wish, e, action, region, message, code);
        }
        if (NO_RIGHTS.contains(code) || (e.statusCode() == FORBIDDEN && code.isEmpty())) {
            return fault(Category.ACCESS, "aws.no-rights", code, false, wish, e, action, region, message);
        }
        if (LIMIT.matcher(code).matches()) {
            return fault(Category.REFUSED, "aws.limit", code, false, wish, e, action, region, message, code);
        }
        return fault(Category.REFUSED, "aws.refused", code, false, wish, e, action, region, message, code);
    }

    private static AwsFault unanswered(Throwable e, String action, String region) {
        String message = tidy(e.getMessage());
        if (message.contains("Unable to load credentials")) {
            return noCredential(e);
        }
        String code = hasCause(e, UnknownHostException.class) ? "aws.host-unknown" : "aws.unreachable";
        return fault(Category.ACCESS, code, "", true, Optional.empty(), e, action, region, message);
    }

    /**
     * What it means that a credential could not be loaded.
     *
     * @param e what the provider of credentials threw
     * @return the same in plain words
     */
    static AwsFault noCredential(Throwable e) {
        String message = tidy(e.getMessage());
        // A chain of providers says about each of them what it lacks.
        String beginning = message.length() > SHORT_MESSAGE ? message.substring(0, SHORT_MESSAGE) + "…" : message;
        return fault(Category.ACCESS, "aws.no-credential", "", false, Optional.empty(), e, beginning);
    }

    private static AwsFault fault(
            Category category,
            String text,
            String code,
            boolean passing,
            Optional<Duration> wish,
            Throwable cause,
            Object... arguments) {
        return new AwsFault(category, Problem.of(text, "", arguments), code, passing, wish, cause);
    }

    private static String action(String service, String operation) {
        String name = service == null ? "" : service.replace(" ", "").toLowerCase(Locale.ROOT);
        return PREFIXES.getOrDefault(name, name) + ":" + operation;
    }

    private static Optional<Duration> retryAfter(AwsErrorDetails details) {
        return details.sdkHttpResponse() == null
                ? Optional.empty()
                : details.sdkHttpResponse()
                        .firstMatchingHeader("Retry-After")
                        .filter(value -> value.matches("\\d{1,6}"))
                        .map(value -> Duration.ofSeconds(Long.parseLong(value)));
    }

    private static String tidy(String message) {
        String text =
                message == null ? "" : ENCODED.matcher(message).replaceFirst("").strip();
        return text.length() > LONGEST_MESSAGE ? text.substring(0, LONGEST_MESSAGE) + "…" : text;
    }

    private static boolean hasCause(Throwable e, Class<? extends Throwable> type) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
