package io.jenkins.plugins.spindelivery.engine.trigger;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.trigger.Event.Source;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.Test;

/** What runs see of an event, and what people read of it. */
public class EventTest {
    private static final DeliveryId DELIVERY = new DeliveryId("hook sha256:00", false);
    private static final ImagePush PUSH =
            new ImagePush("registry.example", "devops/gateway", "1.4.2", "sha256:ab", "ann");

    @Test
    public void aWebhooksRunSeesPayloadParametersAndArtifacts() {
        ObjectNode payload = Refusals.json("{'env': 'prod', 'artifacts': [{'type': 'docker/image', 'name': 'r/a', "
                + "'version': '1', 'reference': 'r/a:1', 'artifactAccount': 'acc'}]}");
        Event event = Event.webhook("release", DELIVERY, 5, payload);
        assertEquals(
                Refusals.json("{'source': 'release', 'type': 'webhook', 'user': '', 'payload': " + payload
                        + ", 'parameters': {'version': '1'}, 'artifacts': [{'type': 'docker/image', 'name': 'r/a', "
                        + "'location': '', 'version': '1', 'reference': 'r/a:1', 'artifactAccount': 'acc'}]}"),
                event.trigger(Map.of("version", "1")));
        assertEquals(DELIVERY, event.id());
        assertEquals("A webhook was delivered to release.", event.summary(Locale.ENGLISH));
    }

    @Test
    public void anImageIsRememberedByItselfWhoeverTellsOfIt() {
        Event harbor = Event.image(Source.HARBOR, PUSH, DELIVERY, 5, Refusals.json("{'type': 'PUSH_ARTIFACT'}"));
        Event poll = Event.image(Source.REGISTRY_POLL, PUSH, new DeliveryId("look", false), 9, Refusals.json("{}"));
        assertEquals(new DeliveryId("image:registry.example/devops/gateway:1.4.2@sha256:ab", true), harbor.id());
        assertEquals(harbor.id(), poll.id());
        ObjectNode trigger = harbor.trigger(Map.of());
        assertEquals("docker", trigger.path("type").asText());
        assertEquals("1.4.2", trigger.path("tag").asText());
        assertEquals("ann", trigger.path("user").asText());
        assertEquals(
                "registry.example/devops/gateway:1.4.2",
                trigger.path("artifacts").path(0).path("reference").asText());
    }

    @Test
    public void anImageWithoutADigestIsRememberedByItsDelivery() {
        ImagePush push = new ImagePush("registry.example", "devops/gateway", "latest", "", "");
        assertEquals(
                new DeliveryId("hook sha256:00 image:registry.example/devops/gateway:latest", false),
                Event.image(Source.REGISTRY, push, DELIVERY, 5, Refusals.json("{}"))
                        .id());
    }

    @Test
    public void aGitPushNamesBranchAndCommit() {
        ObjectNode payload = Refusals.json("{'ref': 'refs/heads/main', 'before': '1', 'after': '0123456789abcdef', "
                + "'pusher': {'name': 'ann'}, 'repository': {'full_name': 'devops/gateway', 'contents_url': "
                + "'https://git.example/{+path}'}, 'commits': [{'added': ['app.yaml']}]}");
        Event event = Event.git(GitPush.gitHub(payload), DELIVERY, 5, payload);
        assertEquals("GitHub: ann pushed devops/gateway main 0123456789.", event.summary(Locale.ENGLISH));
        assertEquals("GitHub：ann 推送了 devops/gateway main 0123456789。", event.summary(Locale.SIMPLIFIED_CHINESE));
        assertEquals("git", event.trigger(Map.of()).path("type").asText());
        assertEquals("app.yaml", event.artifacts().get(0).name());
    }

    @Test
    public void eachSourceHasASentenceInBothLanguages() {
        for (Source source : Source.values()) {
            for (String user : List.of("", "ann")) {
                Event event = new Event(
                        source, DELIVERY, user, 5, "subject", Refusals.json("{}"), Refusals.json("{}"), List.of());
                for (Locale locale : List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE)) {
                    String summary = event.summary(locale);
                    assertTrue(summary, summary.contains("subject") && !summary.startsWith("trigger."));
                }
            }
        }
    }

    @Test
    public void whatIsHandedOutIsACopy() {
        Event event = Event.webhook("release", DELIVERY, 5, Refusals.json("{'a': 1}"));
        event.payload().put("a", 2);
        event.details().put("source", "other");
        assertEquals(Refusals.json("{'a': 1}"), event.payload());
        assertEquals("release", event.details().path("source").asText());
    }
}
