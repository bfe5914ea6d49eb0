package io.jenkins.plugins.spindelivery.engine.trigger;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.Test;

/** What deliveries are remembered by. */
public class DeliveryIdTest {
    private static final String EMPTY_SHA256 = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";

    @Test
    public void theSendersIdGoesFirst() {
        assertEquals(new DeliveryId("hook 72d3162e", true), id(Map.of("X-GitHub-Delivery", "72d3162e"), "{}"));
        assertEquals(new DeliveryId("hook 72d3162e", true), id(Map.of("x-github-delivery", " 72d3162e "), "{}"));
        assertEquals(new DeliveryId("hook k-1", true), id(Map.of("Idempotency-Key", "k-1"), "{}"));
        assertEquals(
                new DeliveryId("hook /harbor e-1", true), id(Map.of("Ce-Id", "e-1", "Ce-Source", "/harbor"), "{}"));
    }

    @Test
    public void aCloudEventHasAnIdForItsSource() {
        assertEquals(
                new DeliveryId("hook /projects/1 e-1", true),
                id(Map.of(), "{'specversion': '1.0', 'id': 'e-1', 'source': '/projects/1'}"));
        assertFalse(id(Map.of(), "{'id': 'e-1', 'source': '/projects/1'}").unique());
    }

    @Test
    public void anythingElseIsKnownByItsContentAndPath() {
        assertEquals(new DeliveryId("hook sha256:" + EMPTY_SHA256, false), id(Map.of(), "{}"));
        assertNotEquals(id(Map.of(), "{'tag': 'latest'}"), id(Map.of(), "{'tag':'latest'}"));
        assertNotEquals(id(Map.of(), "{}"), DeliveryId.of("other", Map.of(), bytes("{}"), Refusals.json("{}")));
    }

    @Test
    public void whatNamesSomethingElseIsNoId() {
        Map<String, String> gitLab = Map.of("X-Gitlab-Webhook-UUID", "hook", "X-Gitlab-Event-UUID", "chain");
        assertFalse(id(gitLab, "{}").unique());
        assertFalse(id(Map.of("X-GitHub-Delivery", " "), "{}").unique());
        assertFalse(id(Map.of("X-GitHub-Delivery", "x".repeat(201)), "{}").unique());
    }

    private static DeliveryId id(Map<String, String> headers, String body) {
        return DeliveryId.of("hook", headers, bytes(body), Refusals.json(body));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
