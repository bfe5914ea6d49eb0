package io.jenkins.plugins.spindelivery.engine.kubernetes.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The cluster refused a call, or did not answer it. */
public final class ApiException extends ProblemException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String reason;
    private final transient JsonNode details;
    private final Duration retryAfter;
    private final boolean passing;

    /**
     * A failed call, passing or not by its status: 429, 5xx except 501, and no answer at all are passing.
     *
     * @param category who has to act
     * @param problem in plain words, with the object
     * @param status the HTTP status; 0 when there was no answer
     * @param reason the API's reason, such as {@code AlreadyExists}; empty without one
     * @param details the API's {@code Status.details}; a missing node without any
     * @param retryAfter how long the server asks to wait; {@code null} when it did not say
     * @param cause for the developer's log; may be {@code null}
     */
    public ApiException(
            Category category,
            Problem problem,
            int status,
            String reason,
            JsonNode details,
            Duration retryAfter,
            Throwable cause) {
        this(category, problem, status, reason, details, retryAfter, isPassing(status), cause);
    }

    /**
     * A failed call.
     *
     * @param category who has to act
     * @param problem in plain words, with the object
     * @param status the HTTP status; 0 when there was no answer
     * @param reason the API's reason, such as {@code AlreadyExists}; empty without one
     * @param details the API's {@code Status.details}; a missing node without any
     * @param retryAfter how long the server asks to wait; {@code null} when it did not say
     * @param passing whether the same call may succeed later without anybody doing anything
     * @param cause for the developer's log; may be {@code null}
     */
    public ApiException(
            Category category,
            Problem problem,
            int status,
            String reason,
            JsonNode details,
            Duration retryAfter,
            boolean passing,
            Throwable cause) {
        super(category, List.of(problem), cause);
        this.status = status;
        this.reason = reason;
        this.details = details;
        this.retryAfter = retryAfter;
        this.passing = passing;
    }

    private static boolean isPassing(int status) {
        return status == 0 || status == 429 || (status >= 500 && status != 501);
    }

    /**
     * The HTTP status.
     *
     * @return such as 409; 0 when there was no answer, so that nobody knows whether the server acted
     */
    public int status() {
        return status;
    }

    /**
     * The API's own word.
     *
     * @return such as {@code Conflict}; empty without one
     */
    public String reason() {
        return reason;
    }

    /**
     * The API's details, such as the causes of a conflict.
     *
     * @return a tree; missing without any
     */
    public JsonNode details() {
        return details;
    }

    /**
     * How long the server asks to wait.
     *
     * @return the delay, if it said
     */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /**
     * Whether the same call may succeed later without anybody doing anything: an overloaded, restarting or unreachable
     * server. Not every 5xx is: the API server also reports some wrong manifests as internal errors.
     *
     * @return whether to try again, a bounded number of times
     */
    public boolean passing() {
        return passing;
    }
}
