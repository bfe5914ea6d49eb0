package io.jenkins.plugins.spindelivery.engine.trigger;

import static org.junit.Assert.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.artifact.Artifact;
import java.util.List;
import org.junit.Test;

/** Pushes as Harbor and registries tell of them. */
public class ImagePushTest {
    private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);
    private static final ImagePush GATEWAY =
            new ImagePush("registry.example:8443", "devops/gateway", "1.4.2", DIGEST, "ann");

    @Test
    public void harborsDefaultFormatIsRead() {
        assertEquals(List.of(GATEWAY), HarborPush.read(harbor("PUSH_ARTIFACT", "event_data", "1.4.2", ":1.4.2")));
    }

    @Test
    public void harborsCloudEventIsRead() {
        assertEquals(List.of(GATEWAY), HarborPush.read(harbor("harbor.artifact.pushed", "data", "1.4.2", ":1.4.2")));
    }

    @Test
    public void aPushToHarborWithoutATagHasNone() {
        ImagePush push = HarborPush.read(harbor("PUSH_ARTIFACT", "event_data", DIGEST, "@" + DIGEST))
                .get(0);
        assertEquals(new ImagePush("registry.example:8443", "devops/gateway", "", DIGEST, "ann"), push);
        assertEquals("registry.example:8443/devops/gateway@" + DIGEST, push.reference());
        assertEquals(DIGEST, push.artifact().version());
    }

    @Test
    public void allResourcesOfHarborAreRead() {
        ObjectNode payload = Refusals.json("{'type': 'PUSH_ARTIFACT', 'operator': 'ann', 'event_data': {'resources': ["
                + "{'tag': '1', 'resource_url': 'h/p/a:1'}, {'tag': '2', 'resource_url': 'h/p/a:2'}], "
                + "'repository': {'repo_full_name': 'p/a'}}}");
        assertEquals(
                List.of(new ImagePush("h", "p/a", "1", "", "ann"), new ImagePush("h", "p/a", "2", "", "ann")),
                HarborPush.read(payload));
    }

    @Test
    public void otherEventsOfHarborAreNone() {
        assertEquals(List.of(), HarborPush.read(harbor("DELETE_ARTIFACT", "event_data", "1.4.2", ":1.4.2")));
        assertEquals(List.of(), HarborPush.read(Refusals.json("{}")));
    }

    @Test
    public void aPushToHarborThatNamesNoImageIsRefused() {
        assertEquals(
                "trigger.harbor-incomplete",
                Refusals.refused(() -> HarborPush.read(Refusals.json("{'type': 'PUSH_ARTIFACT'}")))
                        .code());
        assertEquals(
                "trigger.harbor-incomplete",
                Refusals.refused(() -> HarborPush.read(Refusals.json("{'type': 'PUSH_ARTIFACT', 'event_data': "
                                + "{'repository': {'repo_full_name': 'p/a'}, 'resources': []}}")))
                        .code());
    }

    @Test
    public void aRegistrysNotificationsWithATagAreRead() {
        String request = ", 'request': {'host': 'registry.example:8443', 'method': 'PUT'}";
        ObjectNode payload = Refusals.json("{'events': [" + event("pull", "'tag': '1.4.2'", request) + ","
                + event("push", "'length': 7", request) + "," + event("push", "'tag': '1.4.2'", request) + ","
                + event("push", "'tag': '1.4.2'", request) + "]}");
        assertEquals(List.of(GATEWAY), RegistryPush.read(payload));
    }

    @Test
    public void aRegistryWithoutARequestIsNamedByItsAddress() {
        ObjectNode payload = Refusals.json("{'events': ["
                + event(
                        "push",
                        "'tag': '1.4.2', 'url': " + "'https://registry.example:8443/v2/devops/gateway/manifests/x'",
                        "")
                + "]}");
        assertEquals(List.of(GATEWAY), RegistryPush.read(payload));
        ObjectNode nameless = Refusals.json("{'events': [" + event("push", "'tag': '1', 'url': '%%'", "") + "]}");
        assertEquals("devops/gateway:1", RegistryPush.read(nameless).get(0).reference());
    }

    @Test
    public void somethingElseThanAnEnvelopeIsRefused() {
        assertEquals(
                "trigger.registry-envelope",
                Refusals.refused(() -> RegistryPush.read(Refusals.json("{'events': {}}")))
                        .code());
    }

    @Test
    public void aPushIsAnArtifactAndAnIdAndWhatExpressionsSee() {
        assertEquals(
                new Artifact(
                        "docker/image",
                        "registry.example:8443/devops/gateway",
                        "",
                        "1.4.2",
                        "registry.example:8443/devops/gateway:1.4.2",
                        null),
                GATEWAY.artifact());
        assertEquals("image:registry.example:8443/devops/gateway:1.4.2@" + DIGEST, GATEWAY.id());
        assertEquals(
                Refusals.json("{'registry': 'registry.example:8443', 'repository': 'devops/gateway', "
                        + "'tag': '1.4.2', 'digest': '" + DIGEST + "'}"),
                GATEWAY.details());
    }

    private static ObjectNode harbor(String type, String data, String tag, String suffix) {
        return Refusals.json("{'type': '" + type + "', 'occur_at': 1700000000, 'operator': 'ann', '" + data
                + "': {'resources': [{'digest': '" + DIGEST + "', 'tag': '" + tag
                + "', 'resource_url': 'registry.example:8443/devops/gateway" + suffix + "'}], 'repository': "
                + "{'name': 'gateway', 'namespace': 'devops', 'repo_full_name': 'devops/gateway', "
                + "'repo_type': 'private'}}}");
    }

    private static String event(String action, String target, String more) {
        return "{'id': 'e-1', 'action': '" + action + "', 'target': {'repository': 'devops/gateway', 'digest': '"
                + DIGEST + "', " + target + "}, 'actor': {'name': 'ann'}" + more + "}";
    }
}
