package io.jenkins.plugins.spindelivery.engine.kubernetes.status;

/** Whether a trouble ends by itself; the worst comes first. */
enum Outlook {
    /** It will not. */
    STUCK,
    /** It may, soon: something that is missing may be on its way. If it lasts, it will not. */
    DOUBTFUL,
    /** It does when the cluster grows, which an autoscaler takes minutes for. If it lasts longer, it will not. */
    SLOW,
    /** It usually does, given time. */
    PASSING
}
