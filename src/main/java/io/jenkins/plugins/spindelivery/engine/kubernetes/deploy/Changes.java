package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.Planner.Draft;
import io.jenkins.plugins.spindelivery.engine.kubernetes.diff.ObjectDiff;
import io.jenkins.plugins.spindelivery.engine.manifest.bind.Mention;
import io.jenkins.plugins.spindelivery.engine.manifest.bind.Mentions;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.List;

/** What a plan would change, object by object. */
final class Changes {
    /** In characters: whoever wants to see more of one object asks for a plan of its own. */
    private static final int LONGEST_TOLD = 64 << 10;

    private static final String IMAGE = "docker/image";

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
        List<String> images = Mentions.in(planned.manifest()).stream()
                .filter(mention -> mention.type().equals(IMAGE))
                .map(Mention::name)
                .toList();
        return new Event.ChangePlanned(
                planned.ref(), planned.expected(), images, hidden ? "" : bounded(diff(draft), LONGEST_TOLD));
    }

    /**
     * A difference that is not too long.
     *
     * @param diff in the unified format
     * @param longest how many characters are kept
     * @return the difference, or its whole first lines and a line that says how many are missing
     */
    static String bounded(String diff, int longest) {
        if (diff.length() <= longest) {
            return diff;
        }
        String kept = diff.substring(0, Math.max(0, diff.lastIndexOf('\n', longest)));
        long missing = diff.substring(kept.length()).lines().filter(line -> !line.isEmpty()).count();
        return kept + "\n" + Problem.of("kubernetes.deploy-diff-cut", "", missing).message();
    }
}
