package io.jenkins.plugins.spindelivery.engine.aws.network;

/**
 * What the names in a description stand for. A name of something that the same description is going to make stands for
 * {@link #NEW} and the name until it is made.
 */
interface Ids {
    /** Begins what stands for something that is not there yet. */
    String NEW = "new:";

    /**
     * A VPC.
     *
     * @param asked an id, a {@code Name}, or {@code null} for the default one
     * @return its id
     * @throws io.jenkins.plugins.spindelivery.engine.problem.ProblemException of category INPUT when there is none, or
     *     several have the name; so do the others
     */
    String vpc(String asked);

    /** A subnet's id, by its id, or by its {@code Name} in a VPC, which may be {@code null} for the default one. */
    String subnet(String vpc, String asked);

    /** A security group's id, by its id, or by its name in a VPC, which may be {@code null} for the default one. */
    String group(String vpc, String asked);

    /** A target group's ARN, by its ARN or name. */
    String targetGroup(String asked);

    /** A prefix list's id, by its id or name. */
    String prefixList(String asked);
}
