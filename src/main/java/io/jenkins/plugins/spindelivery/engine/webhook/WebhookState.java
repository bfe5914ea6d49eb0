package io.jenkins.plugins.spindelivery.engine.webhook;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How far a webhook has come.
 *
 * @param version of this layout
 * @param id of the call; its server gets it with each try
 * @param request what was asked for
 * @param startedAt in milliseconds since 1970
 * @param since when this stage began, in milliseconds since 1970
 * @param stage what the next move is about
 * @param maybeArrived whether a try has got no answer, and the server may have acted on it
 * @param tries how many tries of this stage were in vain
 * @param codes how often each status of HTTP came in this stage
 * @param statusUrl where the status is; empty until that is known
 * @param answer to the call; {@code null} before it
 * @param look the last look at the status; {@code null} before it
 * @param ending how it ends; {@code null} until that is known
 * @param errors why it did not succeed
 */
public record WebhookState(
        @JsonProperty("version") int version,
        @JsonProperty("id") String id,
        @JsonProperty("request") WebhookRequest request,
        @JsonProperty("startedAt") long startedAt,
        @JsonProperty("since") long since,
        @JsonProperty("stage") Stage stage,
        @JsonProperty("maybeArrived") boolean maybeArrived,
        @JsonProperty("tries") int tries,
        @JsonProperty("codes") Map<Integer, Integer> codes,
        @JsonProperty("statusUrl") String statusUrl,
        @JsonProperty("answer") Answer answer,
        @JsonProperty("look") Look look,
        @JsonProperty("ending") Status ending,
        @JsonProperty("errors") List<Problem> errors) {
    /** The layout that this class writes. */
    static final int VERSION = 1;

    /** What a move is about. */
    enum Stage {
        /** About to call. */
        SEND,
        /** Saved before each call, so that a process that comes after a crash knows that it may have been made. */
        SENDING,
        /** Looking at the status. */
        MONITOR,
        /** Calling the URL that stops what was begun. */
        CANCEL,
        END
    }

    /**
     * An answer.
     *
     * @param status of HTTP
     * @param body as text
     */
    record Answer(@JsonProperty("status") int status, @JsonProperty("body") String body) {}

    /**
     * A look at the status.
     *
     * @param answer what came
     * @param value the status as text
     * @param progress what is told meanwhile
     */
    record Look(
            @JsonProperty("answer") Answer answer,
            @JsonProperty("value") String value,
            @JsonProperty("progress") String progress) {
        boolean tellsTheSameAs(Look other) {
            return other != null && value.equals(other.value) && progress.equals(other.progress);
        }
    }

    public WebhookState {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(stage, "stage");
        codes = Map.copyOf(codes);
        errors = List.copyOf(errors);
    }

    static WebhookState begin(String id, WebhookRequest request, long now) {
        Stage first = request.monitorOnly() ? Stage.MONITOR : Stage.SEND;
        String status = request.statusUrl().isEmpty() ? request.call().url() : request.statusUrl();
        return new WebhookState(
                VERSION, id, request, now, now, first, false, 0, Map.of(), status, null, null, null, List.of());
    }

    /** At the beginning of another stage. */
    WebhookState to(Stage next, long now) {
        return new WebhookState(
                version,
                id,
                request,
                startedAt,
                now,
                next,
                maybeArrived,
                0,
                Map.of(),
                statusUrl,
                answer,
                look,
                ending,
                errors);
    }

    /** In another part of the same stage. */
    WebhookState within(Stage next) {
        return new WebhookState(
                version,
                id,
                request,
                startedAt,
                since,
                next,
                maybeArrived,
                tries,
                codes,
                statusUrl,
                answer,
                look,
                ending,
                errors);
    }

    WebhookState since(long now) {
        return new WebhookState(
                version,
                id,
                request,
                startedAt,
                now,
                stage,
                maybeArrived,
                tries,
                codes,
                statusUrl,
                answer,
                look,
                ending,
                errors);
    }

    /** After a try in vain. */
    WebhookState triedInVain(boolean arrivedPerhaps) {
        return new WebhookState(
                version,
                id,
                request,
                startedAt,
                since,
                stage,
                maybeArrived || arrivedPerhaps,
                tries + 1,
                codes,
                statusUrl,
                answer,
                look,
                ending,
                errors);
    }

    /** How many answers of this stage had a status. */
    int earlier(int status) {
        return codes.getOrDefault(status, 0);
    }

    WebhookState counted(int status) {
        Map<Integer, Integer> counted = new HashMap<>(codes);
        counted.merge(status, 1, Integer::sum);
        return new WebhookState(
                version,
                id,
                request,
                startedAt,
                since,
                stage,
                maybeArrived,
                tries,
                counted,
                statusUrl,
                answer,
                look,
                ending,
                errors);
    }

    WebhookState answered(Answer came, String status) {
        return new WebhookState(
                version,
                id,
                request,
                startedAt,
                since,
                stage,
                maybeArrived,
                0,
                codes,
                status,
                came,
                look,
                ending,
                errors);
    }

    WebhookState looked(Look seen) {
        return new WebhookState(
                version,
                id,
                request,
                startedAt,
                since,
                stage,
                maybeArrived,
                0,
                codes,
                statusUrl,
                answer,
                seen,
                ending,
                errors);
    }

    /** The end is known; errors are added. */
    WebhookState ending(Status status, List<Problem> more) {
        List<Problem> all = new ArrayList<>(errors);
        all.addAll(more);
        return new WebhookState(
                version,
                id,
                request,
                startedAt,
                since,
                Stage.END,
                maybeArrived,
                tries,
                codes,
                statusUrl,
                answer,
                look,
                ending == null ? status : ending,
                all);
    }

    /** It is being cancelled; what was begun is stopped. */
    WebhookState cancelling() {
        return new WebhookState(
                version,
                id,
                request,
                startedAt,
                since,
                Stage.CANCEL,
                maybeArrived,
                0,
                Map.of(),
                statusUrl,
                answer,
                look,
                Status.CANCELLED,
                errors);
    }
}
