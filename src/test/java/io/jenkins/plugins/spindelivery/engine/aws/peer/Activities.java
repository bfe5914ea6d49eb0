package io.jenkins.plugins.spindelivery.engine.aws.peer;

/** Scaling activities in XML. */
final class Activities {
    private Activities() {}

    /**
     * An activity.
     *
     * @param activity what was done or tried
     * @param element the element's name
     * @param going whether it has not ended yet
     * @return with {@code @GROUP@} for the group's name
     */
    static String xml(Group.Activity activity, String element, boolean going) {
        boolean failed = !activity.failure().isEmpty();
        String status = going ? "InProgress" : failed ? "Failed" : "Successful";
        return "<" + element + "><ActivityId>" + activity.id() + "</ActivityId>"
                + "<AutoScalingGroupName>@GROUP@</AutoScalingGroupName>"
                + "<Description>" + Xml.escape(activity.description()) + "</Description>"
                + "<Cause>" + Xml.escape(activity.cause()) + "</Cause>"
                + "<StartTime>" + activity.since() + "</StartTime>"
                + (going ? "" : "<EndTime>" + activity.since() + "</EndTime>")
                + "<StatusCode>" + status + "</StatusCode>"
                + (failed ? "<StatusMessage>" + Xml.escape(activity.failure()) + "</StatusMessage>" : "")
                + "<Progress>" + (going ? 30 : 100) + "</Progress></" + element + ">";
    }
}
