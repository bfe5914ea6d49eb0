package io.jenkins.plugins.spindelivery.engine.aws.servergroup;

/** How an instance is, in Spinnaker's words. */
public enum Health {
    /** In service and, where the server group has target groups, healthy in all that know it. */
    UP,
    /** Being started, or waiting for its first health checks. */
    STARTING,
    /** Unhealthy. */
    DOWN,
    /** Not behind the target groups, on its way out of them, or being terminated. */
    OUT_OF_SERVICE
}
