package io.jenkins.plugins.spindelivery.judge;

import hudson.model.User;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jenkins.model.CauseOfInterruption;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.support.steps.input.Rejection;

/**
 * How a judgment ended.
 *
 * @param status approved is {@link StageStatus#SUCCEEDED}
 * @param choice what was answered; empty without choices
 * @param judge the id of whoever answered; empty when nobody did
 * @param judgeName the same user's name
 * @param millis when, in milliseconds since 1970
 * @param problem why the delivery does not go on; {@code null} when it does
 */
public record Verdict(
        StageStatus status, String choice, String judge, String judgeName, long millis, ProblemException problem) {

    /**
     * Somebody said yes.
     *
     * @param choice what was answered; empty without choices
     * @param judge the user's id
     * @return the verdict
     */
    public static Verdict approved(String choice, String judge) {
        return new Verdict(StageStatus.SUCCEEDED, choice, judge, name(judge), now(), null);
    }

    /**
     * Somebody said no.
     *
     * @param judge the user's id; empty when Jenkins does not know it
     * @return the verdict
     */
    public static Verdict rejected(String judge) {
        String name = name(judge);
        return new Verdict(StageStatus.REJECTED, "", judge, name, now(), JudgeProblems.wrong("judge.rejected", name));
    }

    /**
     * Nobody answered in time.
     *
     * @return the verdict
     */
    public static Verdict timedOut() {
        return unanswered(StageStatus.TIMED_OUT, "judge.timed-out");
    }

    /**
     * The delivery was stopped while it waited.
     *
     * @return the verdict
     */
    public static Verdict cancelled() {
        return unanswered(StageStatus.CANCELLED, "judge.cancelled");
    }

    /**
     * The verdict of an answer that the input step took.
     *
     * @param answer what the input step returned
     * @param choices what may be answered; empty for yes or no
     * @param approver the user's id; {@code null} where Jenkins asks nobody who they are
     * @return a failure that names who gave it, when the answer is none of the choices
     */
    static Verdict of(Object answer, List<String> choices, String approver) {
        String judge = approver == null ? Jenkins.ANONYMOUS2.getName() : approver;
        if (choices.isEmpty()) {
            return approved("", judge);
        }
        if (answer instanceof String choice && choices.contains(choice)) {
            return approved(choice, judge);
        }
        ProblemException problem = answer == null
                ? JudgeProblems.wrong("judge.no-choice", name(judge), String.join(", ", choices))
                : JudgeProblems.wrong("judge.wrong-choice", name(judge), answer, String.join(", ", choices));
        return new Verdict(StageStatus.FAILED, "", judge, name(judge), now(), problem);
    }

    /**
     * The verdict of what ended the input step otherwise.
     *
     * @param cause as the input step told it
     * @return rejected, timed out, cancelled or failed
     */
    static Verdict of(Throwable cause) {
        if (!(cause instanceof FlowInterruptedException interrupted)) {
            return unanswered(StageStatus.FAILED, "judge.failed", cause.getMessage());
        }
        for (CauseOfInterruption why : interrupted.getCauses()) {
            if (why instanceof Rejection rejection) {
                User user = rejection.getUser();
                return rejected(user == null ? Jenkins.ANONYMOUS2.getName() : user.getId());
            } else if (why instanceof JudgmentTimedOut || isTimeoutStep(why)) {
                return timedOut();
            }
        }
        return cancelled();
    }

    /** By name, because the plugin with the timeout step need not be there. */
    private static boolean isTimeoutStep(CauseOfInterruption why) {
        return why.getClass()
                .getName()
                .equals("org.jenkinsci.plugins.workflow.steps.TimeoutStepExecution$ExceededTimeout");
    }

    /**
     * What the step returns.
     *
     * @return {@code approved}, {@code choice}, {@code judge}, {@code judgeName} and {@code judgedAt} (ISO 8601, UTC)
     */
    public Map<String, Object> value() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("approved", true);
        value.put("choice", choice);
        value.put("judge", judge);
        value.put("judgeName", judgeName);
        value.put("judgedAt", Instant.ofEpochMilli(millis).toString());
        return value;
    }

    private static Verdict unanswered(StageStatus status, String code, Object... arguments) {
        return new Verdict(status, "", "", "", 0, JudgeProblems.wrong(code, arguments));
    }

    /** The errors of a record. */
    List<Problem> problems() {
        return problem == null ? List.of() : problem.problems();
    }

    private static String name(String judge) {
        User user = User.getById(judge, false);
        return user == null ? judge : user.getDisplayName();
    }

    private static long now() {
        return System.currentTimeMillis();
    }
}
