package io.jenkins.plugins.spindelivery.event;

import hudson.model.Run;

/** Something that happened in a delivery. It holds nothing secret. */
public sealed interface DeliveryEvent permits PipelineEvent, PipelineStageEvent, StageEvent, JudgmentEvent {

    /**
     * Names the event. After a crash of Jenkins an event may be told again; then it has the same id.
     *
     * @return such as {@code shop/deploy#12/deploy-7/started}
     */
    String id();

    /**
     * The build that it happened in.
     *
     * @return the build, which may have been deleted meanwhile
     */
    Run<?, ?> run();

    /**
     * When it happened.
     *
     * @return in milliseconds since 1970
     */
    long millis();

    /** Calls the method of a listener that is meant for this event. */
    void tell(DeliveryListener listener);

    /** The id of what happened to something in a build. */
    static String id(Run<?, ?> run, String what, boolean ended) {
        return run.getExternalizableId() + "/" + what + (ended ? "/ended" : "/started");
    }
}
