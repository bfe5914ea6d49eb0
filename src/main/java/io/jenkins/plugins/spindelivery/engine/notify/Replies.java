package io.jenkins.plugins.spindelivery.engine.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which answers count as delivered. DingTalk, WeCom and Feishu answer 200 whatever happens and say in the body what did;
 * so does Teams where its old connectors are still in use.
 */
public final class Replies {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Longer requests to wait are not believed: a message is worth sending for a day only. */
    private static final Duration MAX_WAIT = Duration.ofHours(1);
    /** More of an answer says nothing new. */
    private static final int MAX_LOOK = 64 << 10;

    /** Busy (-1), and too many messages in a minute (130101, and 410100 in newer answers). */
    private static final Set<Long> DINGTALK_PASSING = Set.of(-1L, 130101L, 410100L);
    /** Busy (-1), too many calls (45009), too many in a minute (45033). */
    private static final Set<Long> WECOM_PASSING = Set.of(-1L, 45009L, 45033L);
    /** Too many messages. */
    private static final Set<Long> FEISHU_PASSING = Set.of(11232L);

    private static final Pattern TEAMS_FAULT = Pattern.compile("returned HTTP error (\\d{3})");

    private Replies() {}

    /**
     * What an answer means.
     *
     * @param format what was sent
     * @param host for messages, see {@link Address#host()}
     * @param status the HTTP status
     * @param retryAfter the header {@code Retry-After}: seconds or a date; {@code null} or empty when there is none
     * @param body the answer's body
     * @param now for a date in {@code retryAfter}
     * @return what it means; a problem names host, status and the service's code, never the body
     */
    public static Reply of(Format format, String host, int status, String retryAfter, String body, Instant now) {
        if (status < 200 || status > 299) {
            return ofStatus(host, status, retryAfter, now);
        }
        return switch (format) {
            case DINGTALK -> ofCode(host, body, "errcode", DINGTALK_PASSING);
            case WECOM -> ofCode(host, body, "errcode", WECOM_PASSING);
            case FEISHU -> ofCode(host, body, "code", FEISHU_PASSING);
            case TEAMS -> ofTeams(host, body, retryAfter, now);
            case SLACK, CDEVENTS, JSON -> Reply.delivered();
        };
    }

    /**
     * What it means that there was no answer.
     *
     * @param host for messages, see {@link Address#host()}
     * @return worth another try
     */
    public static Reply none(String host) {
        return Reply.again(Problem.of("notify.no-answer", host, host), Duration.ZERO);
    }

    private static Reply ofStatus(String host, int status, String retryAfter, Instant now) {
        if (status == 408 || status == 425 || status == 429 || status >= 500) {
            return Reply.again(
                    Problem.of("notify.status-passing", host, host, String.valueOf(status)), wait(retryAfter, now));
        } else if (status >= 300 && status < 400) {
            return Reply.refused(Problem.of("notify.redirected", host, host, String.valueOf(status)));
        }
        return Reply.refused(Problem.of("notify.status-refused", host, host, String.valueOf(status)));
    }

    private static Reply ofCode(String host, String body, String field, Set<Long> passing) {
        JsonNode code = read(body).path(field);
        if (!code.canConvertToLong()) {
            // A proxy's or a login page: whoever answered was not the service.
            return Reply.again(Problem.of("notify.answer-unreadable", host, host, field), Duration.ZERO);
        } else if (code.asLong() == 0) {
            return Reply.delivered();
        }
        String number = String.valueOf(code.asLong());
        return passing.contains(code.asLong())
                ? Reply.again(Problem.of("notify.code-passing", host, host, field, number), Duration.ZERO)
                : Reply.refused(Problem.of("notify.code-refused", host, host, field, number));
    }

    private static Reply ofTeams(String host, String body, String retryAfter, Instant now) {
        Matcher fault = TEAMS_FAULT.matcher(head(body));
        return fault.find() ? ofStatus(host, Integer.parseInt(fault.group(1)), retryAfter, now) : Reply.delivered();
    }

    private static JsonNode read(String body) {
        try {
            return JSON.readTree(head(body));
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    private static String head(String body) {
        return body == null ? "" : body.substring(0, Math.min(body.length(), MAX_LOOK));
    }

    private static Duration wait(String retryAfter, Instant now) {
        String text = retryAfter == null ? "" : retryAfter.strip();
        if (text.matches("\\d{1,9}")) {
            return bounded(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            ZonedDateTime date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
            return bounded(Duration.between(now, date.toInstant()));
        } catch (DateTimeParseException e) {
            return Duration.ZERO;
        }
    }

    private static Duration bounded(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(MAX_WAIT) > 0 ? MAX_WAIT : wait;
    }
}
