package io.jenkins.plugins.spindelivery.engine.aws.servergroup;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRegion;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.autoscaling.model.Activity;

/** What Auto Scaling says about its own work on a server group. */
public final class ScalingActivities {
    /** The newest ones tell what there is to tell; one page holds at most 100. */
    private static final int NEWEST = 20;

    private ScalingActivities() {}

    /**
     * A launch that failed.
     *
     * @param id the activity's id
     * @param message what AWS says, such as {@code We currently do not have sufficient t3.micro capacity}
     */
    public record Failure(String id, String message) {}

    /**
     * The latest launches that failed, unless one has succeeded since: one call.
     *
     * @param region where the server group is
     * @param group its name
     * @param since only what began then or later, in milliseconds since 1970
     * @return newest first
     * @throws io.jenkins.plugins.spindelivery.engine.aws.api.AwsFault when AWS does not answer
     */
    public static List<Failure> failures(AwsRegion region, String group, long since) {
        List<Failure> failures = new ArrayList<>();
        for (Activity activity : region.autoScaling()
                .describeScalingActivities(
                        request -> request.autoScalingGroupName(group).maxRecords(NEWEST))
                .activities()) {
            if (activity.startTime() != null && activity.startTime().toEpochMilli() < since) {
                break;
            }
            String status = activity.statusCodeAsString() == null ? "" : activity.statusCodeAsString();
            if (status.equals("Successful")) {
                break;
            }
            if (status.equals("Failed")) {
                String message = activity.statusMessage() == null ? activity.description() : activity.statusMessage();
                failures.add(new Failure(activity.activityId(), message == null ? "" : message));
            }
        }
        return failures;
    }
}
