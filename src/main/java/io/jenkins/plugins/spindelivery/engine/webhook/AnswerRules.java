package io.jenkins.plugins.spindelivery.engine.webhook;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/**
 * What the status of an answer means. Spinnaker's rules: 2xx is good; 429 and 5xx pass by themselves; anything else is the
 * end. 504 is the end of a request as well, for whoever sits before the server does not know what became of it.
 *
 * @param failFast statuses that are the end at once
 * @param retries how often a status may come before it is the end, by status; for statuses that are the end otherwise
 */
public record AnswerRules(
        @JsonProperty("failFast") List<Integer> failFast, @JsonProperty("retries") Map<Integer, Integer> retries) {
    private static final int FIRST_GOOD = 200;
    private static final int AFTER_GOOD = 300;
    private static final int TOO_MANY = 429;
    private static final int FIRST_OF_SERVER = 500;
    private static final int GATEWAY_TIMEOUT = 504;

    /** No special statuses. */
    public static final AnswerRules NONE = new AnswerRules(List.of(), Map.of());

    /** What to do about an answer. */
    public enum Meaning {
        GOOD,
        AGAIN,
        END
    }

    public AnswerRules {
        failFast = List.copyOf(failFast);
        retries = Map.copyOf(retries);
    }

    /**
     * What the answer to the request means.
     *
     * @param status of HTTP
     * @param earlier how many answers had this status before
     * @return the meaning
     */
    public Meaning ofRequest(int status, int earlier) {
        boolean lost = status == GATEWAY_TIMEOUT && !retries.containsKey(status);
        return lost ? Meaning.END : ofLook(status, earlier);
    }

    /**
     * What the answer to a look at the status means.
     *
     * @param status of HTTP
     * @param earlier how many answers had this status before
     * @return the meaning
     */
    public Meaning ofLook(int status, int earlier) {
        if (status >= FIRST_GOOD && status < AFTER_GOOD) {
            return Meaning.GOOD;
        } else if (failFast.contains(status)) {
            return Meaning.END;
        } else if (retries.containsKey(status)) {
            return earlier + 1 < retries.get(status) ? Meaning.AGAIN : Meaning.END;
        }
        return status == TOO_MANY || status >= FIRST_OF_SERVER ? Meaning.AGAIN : Meaning.END;
    }
}
