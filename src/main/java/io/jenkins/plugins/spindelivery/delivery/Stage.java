package io.jenkins.plugins.spindelivery.delivery;

import io.jenkins.plugins.spindelivery.record.StageStatus;
import java.io.IOException;
import java.io.Serializable;

/**
 * One thing to do in a delivery, as a step, a build step or a hand-over is configured for it: plain data that outlives
 * the process. It is sealed wherever it is stored with a build, because parameters may be secret.
 */
public interface Stage extends Serializable {

    /**
     * What kind of stage it is, for records and pages.
     *
     * @return such as {@code deploy}; never changes once released
     */
    String type();

    /**
     * The account it works with.
     *
     * @return the account's name; empty for a stage without one
     */
    String account();

    /**
     * What it is about, in a few words of the user's: a file, a kind and name, a question.
     *
     * @return for titles; may be empty
     */
    String subject();

    /**
     * What it is about, as {@link #subject()}, with what the build has in place of expressions. Fetches nothing, and says
     * nothing of what is wrong, because {@link #begin} does.
     *
     * @param context the build that it belongs to
     * @return for titles; may be empty, and holds the build's secrets if the expressions do
     */
    default String subject(StageContext context) {
        return subject();
    }

    /**
     * Reads and checks what the stage needs, and says how it goes on. Runs on a thread that may block, and again from
     * the beginning when Jenkins stops before it has returned; so it must change nothing.
     *
     * @param context the build that it belongs to
     * @return what to do
     * @throws io.jenkins.plugins.spindelivery.engine.artifact.TryLater when a server asks to be asked later; then the stage
     *     begins again, unless that is too long
     * @throws io.jenkins.plugins.spindelivery.engine.problem.ProblemException when something is wrong that a user can
     *     mend
     * @throws IOException when the workspace can't be read
     * @throws InterruptedException when the build is being stopped
     */
    Task begin(StageContext context) throws IOException, InterruptedException;

    /**
     * Whether the build goes on after such an end.
     *
     * @param result what came of the stage
     * @return usually whether it succeeded; a stage may be there to find something out, whatever that is
     */
    default boolean accepts(StageResult result) {
        return result.status() == StageStatus.SUCCEEDED;
    }
}
