package io.jenkins.plugins.spindelivery.engine.notify;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import io.jenkins.plugins.spindelivery.engine.notify.Reply.Outcome;
import java.time.Duration;
import java.util.Locale;
import org.junit.Test;

/** What services answer, and what it means. */
public class RepliesTest {
    @Test
    public void statusesOfHttp() {
        for (int status : new int[] {200, 202, 204}) {
            assertEquals(Outcome.DELIVERED, reply(Format.SLACK, status, "ok").outcome());
        }
        for (int status : new int[] {408, 425, 429, 500, 502, 503, 504}) {
            assertCode("notify.status-passing", Outcome.AGAIN, reply(Format.DINGTALK, status, "{\"errcode\":0}"));
        }
        for (int status : new int[] {400, 401, 403, 404, 410, 413}) {
            assertCode("notify.status-refused", Outcome.REFUSED, reply(Format.CDEVENTS, status, ""));
        }
        assertCode("notify.redirected", Outcome.REFUSED, reply(Format.JSON, 302, ""));
        assertCode("notify.no-answer", Outcome.AGAIN, Replies.none("h"));
    }

    @Test
    public void codesInTheBody() {
        assertEquals(
                Outcome.DELIVERED,
                reply(Format.DINGTALK, 200, "{\"errcode\":0,\"errmsg\":\"ok\"}").outcome());
        assertCode("notify.code-refused", Outcome.REFUSED, reply(Format.DINGTALK, 200, "{\"errcode\":310000}"));
        assertCode("notify.code-passing", Outcome.AGAIN, reply(Format.DINGTALK, 200, "{\"errcode\":130101}"));
        assertCode("notify.code-passing", Outcome.AGAIN, reply(Format.DINGTALK, 200, "{\"errcode\":410100}"));
        assertCode("notify.code-passing", Outcome.AGAIN, reply(Format.WECOM, 200, "{\"errcode\":45009}"));
        assertCode("notify.code-refused", Outcome.REFUSED, reply(Format.WECOM, 200, "{\"errcode\":93000}"));
        assertEquals(
                Outcome.DELIVERED,
                reply(Format.FEISHU, 200, "{\"code\":0,\"msg\":\"success\"}").outcome());
        assertCode("notify.code-refused", Outcome.REFUSED, reply(Format.FEISHU, 200, "{\"code\":19021}"));
        assertCode("notify.code-passing", Outcome.AGAIN, reply(Format.FEISHU, 200, "{\"code\":11232}"));
        // A template of the user's own goes to whoever understands it: its codes are not known.
        assertEquals(
                Outcome.DELIVERED, reply(Format.JSON, 200, "{\"errcode\":1}").outcome());
    }

    @Test
    public void somebodyElseAnswered() {
        for (String body : new String[] {"<html>login</html>", "", "{}", "[]", "{\"errcode\":\"none\"}", "{\"err"}) {
            assertCode("notify.answer-unreadable", Outcome.AGAIN, reply(Format.WECOM, 200, body));
        }
        assertCode("notify.answer-unreadable", Outcome.AGAIN, reply(Format.WECOM, 200, null));
    }

    @Test
    public void teamsHidesFaultsInTheBody() {
        String fault = "Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error %d";
        assertCode("notify.status-passing", Outcome.AGAIN, reply(Format.TEAMS, 200, fault.formatted(429)));
        assertCode("notify.status-refused", Outcome.REFUSED, reply(Format.TEAMS, 200, fault.formatted(413)));
        assertEquals(Outcome.DELIVERED, reply(Format.TEAMS, 202, "").outcome());
        assertEquals(Outcome.DELIVERED, reply(Format.TEAMS, 200, "1").outcome());
    }

    @Test
    public void theReceiverMayAskToBeLeftAlone() {
        assertEquals(Duration.ofSeconds(30), wait("30"));
        assertEquals(Duration.ofMinutes(2), wait("Sun, 1 Mar 2026 12:02:00 GMT"));
        assertEquals(Duration.ZERO, wait("Sun, 1 Mar 2026 11:00:00 GMT"));
        assertEquals(Duration.ofHours(1), wait("999999999"));
        assertEquals(Duration.ZERO, wait("soon"));
        assertEquals(Duration.ZERO, wait(""));
        assertEquals(Duration.ZERO, wait(null));
    }

    @Test
    public void problemsDoNotQuoteTheAnswer() {
        Reply reply = reply(Format.DINGTALK, 200, "{\"errcode\":300001,\"errmsg\":\"s3cret is no token\"}");
        assertFalse(reply.toString().contains("s3cret"));
        assertEquals(
                "h: h refused the message: errcode is 300001; it is not sent again. Look the code up in the service's"
                        + " documentation; often the address, the secret, a required keyword or the list of permitted IP"
                        + " addresses doesn't fit.",
                "h: " + reply.problem().orElseThrow().message(Locale.ENGLISH));
    }

    private static Duration wait(String retryAfter) {
        return Replies.of(Format.SLACK, "h", 429, retryAfter, "", Messages.NOON).waitAtLeast();
    }

    private static Reply reply(Format format, int status, String body) {
        return Replies.of(format, "h", status, null, body, Messages.NOON);
    }

    private static void assertCode(String code, Outcome outcome, Reply reply) {
        assertEquals(outcome, reply.outcome());
        assertEquals(code, reply.problem().orElseThrow().code());
    }
}
