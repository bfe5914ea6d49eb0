package io.jenkins.plugins.spindelivery.engine.notify;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.Test;

/** Signatures against values that Python's hmac computed by the services' own examples, and what shows of secrets. */
public class BotSignaturesTest {
    private static final String URL = "https://oapi.dingtalk.com/robot/send?access_token=t0ken";

    @Test
    public void dingTalkSignsInTheUrl() {
        Address signed =
                BotSignatures.dingTalk(Address.of(URL), "this is secret", Instant.ofEpochMilli(1577262236757L));
        assertEquals(
                URL + "&timestamp=1577262236757&sign=hmPWwU%2B7lVdm3ZZz0r9tSfx0L4Q26jWOZr9%2BGs6EZQM%3D",
                signed.uri().toString());
    }

    @Test
    public void feishuSignsInTheBody() {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("msg_type", "text");
        ObjectNode signed = BotSignatures.feishu(body, "demo", Instant.ofEpochMilli(1599360473999L));
        assertEquals(
                "{\"timestamp\":\"1599360473\",\"sign\":\"l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8=\","
                        + "\"msg_type\":\"text\"}",
                signed.toString());
        assertFalse("the body can be signed again", body.has("sign"));
    }

    @Test
    public void anAddressShowsItsHostOnly() {
        assertEquals("oapi.dingtalk.com", Address.of(URL).toString());
        assertEquals("h:8443", Address.of(" https://h:8443/s3cret ").host());
        assertEquals(
                "https://h/a?b=1", Address.of("https://h/a#f").with("b=1").uri().toString());
    }

    @Test
    public void anUnusableAddressIsNotQuoted() {
        for (String text : List.of(
                "s3cret",
                "",
                "ftp://h/s3cret",
                "https:///s3cret",
                "https://u:s3cret@h/",
                "https://h/s3cret x",
                "/s3cret")) {
            ProblemException thrown = assertThrows(text, ProblemException.class, () -> Address.of(text));
            Problem problem = thrown.problems().get(0);
            assertEquals("notify.address-unusable", problem.code());
            assertFalse(
                    problem + problem.message(Locale.ENGLISH) + thrown,
                    (problem + thrown.toString()).contains("s3cret"));
            assertEquals(null, thrown.getCause());
        }
    }

    @Test
    public void aMessageShowsNoTextsOfUsers() {
        assertEquals(
                "Message[STAGE_FAILED e-7 shop/deploy#12]",
                Messages.stageFailed("s3cret").toString());
    }
}
