package io.jenkins.plugins.spindelivery.engine.kubernetes.status;

/** Whether a trouble ends by itself; the worst comes first. */
enum Outlook {
    /** It will not. */
    STUCK,
    /** It may, soon: something that is missing may be on its way. If it lasts, it will not. */
    DOUBTFUL,
    /** It usually does, given time. */
    PASSING
}
