package io.jenkins.plugins.spindelivery.engine.notify;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.Test;

/** The bodies as services get them, to the letter, and what keeps texts of users from being markup. */
public class TemplatesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Message FAILED = Messages.stageFailed("Pod <web> is *down*\nsee [log](http://x)");

    @Test
    public void slack() throws Exception {
        assertBody(
                Format.SLACK,
                Locale.ENGLISH,
                """
                {"text": "deploy #12: stage \\"Deploy to test\\" failed",
                 "blocks": [
                  {"type": "section", "text": {"type": "mrkdwn",
                   "text": "*:x: deploy #12: stage \\"Deploy to test\\" failed*", "verbatim": true}},
                  {"type": "section", "text": {"type": "mrkdwn",
                   "text": "Pod &lt;web&gt; is *down*\\nsee [log](http://x)", "verbatim": true}},
                  {"type": "section", "fields": [
                   {"type": "mrkdwn", "text": "*Application*\\nshop", "verbatim": true},
                   {"type": "mrkdwn", "text": "*Account*\\ntest", "verbatim": true}]},
                  {"type": "section", "text": {"type": "mrkdwn",
                   "text": "<https://ci.example.org/job/shop/job/deploy/12/|Open the run>", "verbatim": true}}]}
                """);
    }

    @Test
    public void teams() throws Exception {
        assertBody(
                Format.TEAMS,
                Locale.ENGLISH,
                """
                {"type": "message", "attachments": [{
                  "contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": null,
                  "content": {
                   "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
                   "type": "AdaptiveCard", "version": "1.4",
                   "body": [
                    {"type": "TextBlock", "text": "deploy \\\\#12: stage \\"Deploy to test\\" failed", "wrap": true,
                     "weight": "Bolder", "size": "Medium", "color": "Attention"},
                    {"type": "TextBlock", "wrap": true,
                     "text": "Pod \\\\<web\\\\> is \\\\*down\\\\*\\n\\nsee \\\\[log\\\\]\\\\(http://x\\\\)"},
                    {"type": "FactSet", "facts": [
                     {"title": "Application", "value": "shop"}, {"title": "Account", "value": "test"}]}],
                   "actions": [{"type": "Action.OpenUrl", "title": "Open the run",
                    "url": "https://ci.example.org/job/shop/job/deploy/12/"}]}}]}
                """);
    }

    @Test
    public void dingTalk() throws Exception {
        assertBody(
                Format.DINGTALK,
                Locale.SIMPLIFIED_CHINESE,
                """
                {"msgtype": "markdown", "markdown": {
                  "title": "deploy #12：阶段“Deploy to test”失败",
                  "text": "#### deploy ＃12：阶段“Deploy to test”失败\\n\\nPod ＜web＞ is ＊down＊\\n\\nsee ［log］(http://x)\
                \\n\\n**应用** shop\\n\\n**账户** test\
                \\n\\n[打开此次运行](https://ci.example.org/job/shop/job/deploy/12/)"}}
                """);
    }

    @Test
    public void weCom() throws Exception {
        assertBody(
                Format.WECOM,
                Locale.SIMPLIFIED_CHINESE,
                """
                {"msgtype": "markdown", "markdown": {
                  "content": "**<font color=\\"warning\\">deploy ＃12：阶段“Deploy to test”失败</font>**\
                \\nPod ＜web＞ is ＊down＊\\nsee ［log］(http://x)\\n> 应用: shop\\n> 账户: test\
                \\n\\n[打开此次运行](https://ci.example.org/job/shop/job/deploy/12/)"}}
                """);
    }

    @Test
    public void feishu() throws Exception {
        assertBody(
                Format.FEISHU,
                Locale.ENGLISH,
                """
                {"msg_type": "interactive", "card": {
                  "config": {"wide_screen_mode": true},
                  "header": {"title": {"tag": "plain_text",
                   "content": "deploy #12: stage \\"Deploy to test\\" failed"}, "template": "red"},
                  "elements": [
                   {"tag": "div", "text": {"tag": "plain_text",
                    "content": "Pod <web> is *down*\\nsee [log](http://x)"}},
                   {"tag": "div", "fields": [
                    {"is_short": true, "text": {"tag": "plain_text", "content": "Application\\nshop"}},
                    {"is_short": true, "text": {"tag": "plain_text", "content": "Account\\ntest"}}]},
                   {"tag": "action", "actions": [{"tag": "button",
                    "text": {"tag": "plain_text", "content": "Open the run"}, "type": "primary",
                    "url": "https://ci.example.org/job/shop/job/deploy/12/"}]}]}}
                """);
    }

    @Test
    public void whatIsNotKnownIsLeftOut() throws Exception {
        Message.Run run = new Message.Run("", "deploy#1", "deploy", "", "1", "", "");
        Message message =
                new Message(Occasion.PIPELINE_STARTED, "e", Messages.NOON, run, Message.Stage.NONE, "", "", "");
        assertEquals(
                JSON.readTree(
                        """
                        {"msgtype": "markdown", "markdown": {
                         "content": "**<font color=\\"comment\\">deploy ＃1: started</font>**"}}
                        """),
                Templates.body(Format.WECOM, message, Locale.ENGLISH));
        assertFalse(Templates.body(Format.TEAMS, message, Locale.ENGLISH)
                .at("/attachments/0/content")
                .has("actions"));
    }

    @Test
    public void longTextsAreCutToWhatServicesTake() {
        // Each of these is longer in a body than in the text: escapes, three and four bytes, control characters.
        for (String unit : new String[] {"&", "*", "中", "😀", "\u0001", "\\"}) {
            Message message = Messages.stageFailed("x" + unit.repeat(50_000));
            assertTrue(Markup.bytes(body(Format.TEAMS, message).toString()) <= 28 << 10);
            assertTrue(Markup.bytes(body(Format.FEISHU, message).toString()) <= 20 << 10);
            assertTrue(Markup.bytes(body(Format.DINGTALK, message).toString()) <= 20_000);
            String weCom = body(Format.WECOM, message).at("/markdown/content").asText();
            assertTrue(Markup.bytes(weCom) <= 4_096);
            assertTrue("says that it was cut", weCom.contains("…\n> Application: shop"));
            String slack = body(Format.SLACK, message).at("/blocks/1/text/text").asText();
            assertTrue(slack.length() <= 3_000);
            assertTrue(slack.length() > 500);
        }
    }

    @Test
    public void aMessageOfLongNamesFits() {
        String endless = "中".repeat(5_000);
        Message.Run run = new Message.Run("s", "i", endless, endless, "1", "https://h/" + "a".repeat(990), endless);
        Message.Stage stage = new Message.Stage("1", endless, "wait", endless);
        Message message =
                new Message(Occasion.JUDGMENT_ASKED, "e", Messages.NOON, run, stage, endless, endless, endless);
        String content = body(Format.WECOM, message).at("/markdown/content").asText();
        assertTrue(Markup.bytes(content) <= 4_096);
        assertTrue(content.contains("https://h/aaa"));
    }

    @Test
    public void noCharacterIsHalved() {
        assertEquals("😀…", Markup.cut("😀😀😀", 2));
        assertEquals("😀😀😀", Markup.cut("😀😀😀", 3));
    }

    @Test
    public void aUrlCannotEndItsLink() {
        assertEquals("https://h/a%29b%7Cc%3Ed%20e", Markup.url("https://h/a)b|c>d e"));
    }

    @Test
    public void eachOccasionHasATitleInBothLanguages() {
        Set<String> titles = new TreeSet<>();
        for (Occasion occasion : Occasion.values()) {
            titles.add(Messages.of(occasion).title(Locale.ENGLISH));
            titles.add(Messages.of(occasion).title(Locale.SIMPLIFIED_CHINESE));
        }
        assertEquals(2 * Occasion.values().length, titles.size());
        assertEquals(
                "deploy #12: canceled", Messages.of(Occasion.PIPELINE_CANCELED).title(Locale.ENGLISH));
        assertTrue(titles.toString(), titles.stream().noneMatch(title -> title.contains("notify.")));
    }

    @Test
    public void occasionsGoByTheNamesOfSpinnaker() {
        assertEquals(List.of(Occasion.PIPELINE_FAILED, Occasion.PIPELINE_CANCELED), Occasion.named("pipeline.failed"));
        assertEquals(List.of(Occasion.JUDGMENT_ASKED), Occasion.named("manualJudgment"));
        assertEquals(List.of(), Occasion.named("pipeline.unheard"));
    }

    @Test
    public void formatsGoByTheirNames() {
        assertEquals(Format.DINGTALK, Format.named("dingtalk").orElseThrow());
        assertTrue(Format.named("pager").isEmpty());
        assertEquals("application/cloudevents+json; charset=utf-8", Format.CDEVENTS.contentType());
        assertThrows(IllegalArgumentException.class, () -> Templates.body(Format.JSON, FAILED, Locale.ENGLISH));
    }

    private static ObjectNode body(Format format, Message message) {
        return Templates.body(format, message, Locale.ENGLISH);
    }

    private static void assertBody(Format format, Locale locale, String expected) throws Exception {
        assertEquals(JSON.readTree(expected), Templates.body(format, FAILED, locale));
    }
}
