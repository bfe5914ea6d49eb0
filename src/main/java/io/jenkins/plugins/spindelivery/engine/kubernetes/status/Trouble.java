package io.jenkins.plugins.spindelivery.engine.kubernetes.status;

import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.time.Duration;
import java.time.Instant;

/**
 * Something that keeps a workload from getting ready.
 *
 * @param object the object in trouble: a pod, or what should make pods and can't
 * @param uid its uid; empty when unknown
 * @param reason in the cluster's own word, such as {@code CrashLoopBackOff}
 * @param problem what it means, for people
 * @param container the container in trouble; empty when it is not about one
 * @param exitCode the exit code of the container's last run; {@code null} when none ended
 * @param restarts how often the container was restarted
 * @param stuck whether it will not end by itself, so that waiting longer has no point
 * @param log which run's log tells more
 */
public record Trouble(
        ObjectRef object,
        String uid,
        String reason,
        Problem problem,
        String container,
        Integer exitCode,
        int restarts,
        boolean stuck,
        Log log) {

    /** Which run of a container left the log that matters. */
    public enum Log {
        /** None: nothing has run. */
        NONE,
        /** The latest run. */
        CURRENT,
        /** The run before, which ended. */
        PREVIOUS
    }

    /**
     * What it means, in the language of this process.
     *
     * @return one or more sentences
     */
    public String message() {
        return problem.message().strip();
    }

    /** A trouble as it is found, before anyone has looked at how long it has lasted. */
    record Found(
            ObjectRef object,
            String uid,
            String reason,
            Problem problem,
            String container,
            Integer exitCode,
            int restarts,
            Outlook outlook,
            Instant since,
            Log log) {

        /** Whether it is known since when it has lasted, and that is longer than a time. */
        boolean lastedFor(Duration time, Instant now) {
            return !since.equals(Instant.MIN) && since.isBefore(now.minus(time));
        }

        Found with(Outlook changed) {
            return new Found(object, uid, reason, problem, container, exitCode, restarts, changed, since, log);
        }

        /** The same pod as what an update waits for, and since when. */
        Found blocking(Outlook changed, Instant update) {
            Problem blocks = PodTroubles.problem("old-revision", object.name(), reason);
            return new Found(object, uid, reason, blocks, container, exitCode, restarts, changed, update, log);
        }

        Trouble judged(boolean stuck) {
            return new Trouble(object, uid, reason, problem, container, exitCode, restarts, stuck, log);
        }
    }
}
