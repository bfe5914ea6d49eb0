package io.jenkins.plugins.spindelivery.engine.aws.api;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.SdkHttpResponse;

/** What AWS says in error, in plain words. */
public class AwsErrorsTest {

    private static AwsFault translate(int status, String code, String message, String... retryAfter) {
        SdkHttpResponse.Builder response = SdkHttpResponse.builder().statusCode(status);
        if (retryAfter.length > 0) {
            response.putHeader("Retry-After", retryAfter[0]);
        }
        return AwsErrors.translate(
                AwsServiceException.builder()
                        .statusCode(status)
                        .awsErrorDetails(AwsErrorDetails.builder()
                                .errorCode(code)
                                .errorMessage(message)
                                .sdkHttpResponse(response.build())
                                .build())
                        .build(),
                "ec2:RunInstances",
                "eu-west-1");
    }

    @Test
    public void whatMayPassIsToldFromWhatWillNot() {
        for (String code : List.of("RequestLimitExceeded", "Throttling", "InternalError", "Unavailable", "SlowDown")) {
            assertTrue(code, translate(400, code, "").passing());
        }
        assertTrue(translate(503, "Whatever", "").passing());
        for (String code : List.of("InvalidAMIID.NotFound", "VcpuLimitExceeded", "UnauthorizedOperation")) {
            assertFalse(code, translate(400, code, "").passing());
        }
    }

    /** It comes as a 500, which would be tried again until the deadline. */
    @Test
    public void missingCapacityIsToldAtOnce() {
        AwsFault fault = translate(500, "InsufficientInstanceCapacity", "none left");
        assertFalse(fault.passing());
        assertEquals("aws.no-capacity", fault.problems().get(0).code());
    }

    @Test
    public void limitsAreToldFromOtherRefusals() {
        for (String code : List.of("VcpuLimitExceeded", "SnapshotLimitExceeded", "TooManyTargetGroups")) {
            AwsFault fault = translate(400, code, "Enough");
            assertEquals(code, "aws.limit", fault.problems().get(0).code());
            assertEquals(Category.REFUSED, fault.category());
        }
        assertEquals(
                "aws.refused",
                translate(400, "InvalidParameterValue", "").problems().get(0).code());
    }

    @Test
    public void howLongToWaitIsTakenFromSecondsAlone() {
        assertEquals(
                Optional.of(Duration.ofSeconds(7)),
                translate(503, "SlowDown", "", "7").retryAfter());
        assertEquals(
                Optional.empty(),
                translate(503, "SlowDown", "", "Wed, 21 Oct 2015 07:28:00 GMT").retryAfter());
        assertEquals(Optional.empty(), translate(503, "SlowDown", "").retryAfter());
    }

    @Test
    public void whatNobodyCanReadIsLeftOut() {
        String message = translate(
                        403,
                        "UnauthorizedOperation",
                        "You are not authorized. Encoded authorization failure message: " + "x".repeat(500))
                .problems()
                .get(0)
                .message();
        assertEquals(
                "The account's credential may not ec2:RunInstances in region eu-west-1: You are not authorized.. Allow this"
                        + " action in its IAM policy.",
                message);
        assertTrue(translate(400, "Long", "x".repeat(5000)).getMessage().length() < 1200);
    }

    @Test
    public void aForbiddenCallWithoutACodeIsAMissingRight() {
        assertEquals("aws.no-rights", translate(403, "", "").problems().get(0).code());
        assertEquals(
                "aws.no-rights", translate(403, null, null).problems().get(0).code());
    }

    @Test
    public void whatIsNotThereHasManyCodes() {
        for (String code : List.of(
                "InvalidAMIID.NotFound",
                "TargetGroupNotFound",
                "InvalidInstanceId",
                "NoSuchBucket",
                "LoadBalancerNotFound")) {
            assertTrue(code, translate(400, code, "").isNotFound());
        }
        assertFalse(translate(400, "ValidationError", "").isNotFound());
    }
}
