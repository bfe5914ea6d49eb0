package io.jenkins.plugins.spindelivery.engine.kubernetes.status;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.Locale;

/**
 * How one object is doing.
 *
 * @param state in one word
 * @param available whether it serves in spite of the state, as a Deployment does whose new pods are not ready yet while
 *     the old ones still are
 * @param reason why, as data that can be told in any language; also given for stable objects
 * @param ready how many of its parts (pods, for a pod its containers, for a Job its runs) are done
 * @param desired how many there should be; 0 when the object has no parts to count
 */
public record ObjectStatus(
        @JsonProperty("state") State state,
        @JsonProperty("available") boolean available,
        @JsonProperty("reason") Problem reason,
        @JsonProperty("ready") int ready,
        @JsonProperty("desired") int desired) {

    /**
     * Why, in the language of this process.
     *
     * @return one or more sentences
     */
    public String message() {
        return message(Locale.getDefault());
    }

    /**
     * Why, in a given language.
     *
     * @param locale the reader's language
     * @return one or more sentences; English when there is no translation
     */
    public String message(Locale locale) {
        // What the cluster says stands at the end of many texts, and the cluster may say nothing.
        return reason.message(locale).strip();
    }

    /**
     * Whether waiting any longer changes nothing: it is stable, or failed, or paused until somebody acts.
     *
     * @return whether a wait is over
     */
    public boolean settled() {
        return state == State.STABLE || state == State.FAILED || state == State.PAUSED;
    }

    /**
     * The status of an object that was there and is not any more.
     *
     * @return failed: nobody will make it stable
     */
    public static ObjectStatus gone() {
        return failed("gone");
    }

    /**
     * The same status with what a look at the object's surroundings found.
     *
     * @param diagnosis of this object
     * @return for a progressing object with troubles: the worst of them as the reason, and failed when waiting longer has
     *     no point; any other status as it is
     */
    public ObjectStatus with(Diagnosis diagnosis) {
        if (state != State.PROGRESSING || diagnosis.troubles().isEmpty()) {
            return this;
        }
        Problem worst = diagnosis.troubles().get(0).problem();
        return new ObjectStatus(diagnosis.failFast() ? State.FAILED : state, available, worst, ready, desired);
    }

    static ObjectStatus stable(String code, Object... arguments) {
        return of(State.STABLE, true, code, arguments);
    }

    static ObjectStatus progressing(String code, Object... arguments) {
        return of(State.PROGRESSING, true, code, arguments);
    }

    static ObjectStatus paused(String code, Object... arguments) {
        return of(State.PAUSED, true, code, arguments);
    }

    static ObjectStatus failed(String code, Object... arguments) {
        return of(State.FAILED, false, code, arguments);
    }

    static ObjectStatus unknown(String code, Object... arguments) {
        return of(State.UNKNOWN, false, code, arguments);
    }

    static ObjectStatus unknown(Problem reason) {
        return new ObjectStatus(State.UNKNOWN, false, reason, 0, 0);
    }

    private static ObjectStatus of(State state, boolean available, String code, Object... arguments) {
        return new ObjectStatus(state, available, Problem.of("kubernetes.status-" + code, "", arguments), 0, 0);
    }

    ObjectStatus available(boolean whether) {
        return new ObjectStatus(state, whether, reason, ready, desired);
    }

    ObjectStatus counting(int done, int wanted) {
        return new ObjectStatus(state, available, reason, Math.max(0, Math.min(done, wanted)), wanted);
    }
}
