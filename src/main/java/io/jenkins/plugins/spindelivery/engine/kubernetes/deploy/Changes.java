package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.Planner.Draft;
import io.jenkins.plugins.spindelivery.engine.kubernetes.diff.BoundedDiff;
import io.jenkins.plugins.spindelivery.engine.kubernetes.diff.ObjectDiff;
import io.jenkins.plugins.spindelivery.engine.manifest.bind.Mentions;

/** What a plan would change, object by object. */
final class Changes {
    private Changes() {}

    /**
     * The difference between the live object and what it would be.
     *
     * @param draft one object of a plan
     * @return in the unified format, without values of Secrets; empty when nothing would change
     */
    static String diff(Draft draft) {
        return draft.planned().expected() == Action.UNCHANGED
                ? ""
                : String.join(
                        "\n",
                        ObjectDiff.of(draft.live().orElse(null), draft.wouldBe())
                                .lines());
    }

    /**
     * The change as an event, whose size is bounded because events are kept.
     *
     * @param draft one object of a plan
     * @param hidden whether the difference must not be told
     * @return the event
     */
    static Event.ChangePlanned event(Draft draft, boolean hidden) {
        PlannedObject planned = draft.planned();
        return new Event.ChangePlanned(
                planned.ref(),
                planned.expected(),
                Mentions.images(planned.manifest()),
                hidden ? "" : BoundedDiff.of(diff(draft)));
    }
}
