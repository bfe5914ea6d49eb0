package io.jenkins.plugins.spindelivery.engine.trigger;

import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.spindelivery.engine.artifact.Artifact;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.Test;

/** Payloads are read as they were sent, and refused when they are too much or not clear. */
public class PayloadTest {
    @Test
    public void numbersKeepTheirSpelling() {
        assertEquals("1.10", Payload.text(Refusals.json("{'tag': 1.10}"), "tag"));
    }

    @Test
    public void aTextOfNothingIsEmpty() {
        assertEquals("", Payload.text(Refusals.json("{'a': null}"), "a"));
        assertEquals("", Payload.text(Refusals.json("{'a': {'b': 1}}"), "a"));
        assertEquals("", Payload.text(Refusals.json("{}"), "a"));
    }

    @Test
    public void whatIsNoObjectIsRefused() {
        assertEquals("trigger.payload-object", refusal("[]").code());
        assertEquals("trigger.payload-object", refusal("1").code());
        assertEquals("trigger.payload-object", refusal("").code());
    }

    @Test
    public void malformedJsonIsRefusedWithItsPlaceAndNotItsContent() {
        Problem problem = refusal("{\"password\":\n \"hunter2\" oops}");
        assertEquals("trigger.payload-json", problem.code());
        assertEquals("2", problem.arguments().get(0));
        assertEquals(-1, problem.message().indexOf("hunter2"));
        assertEquals("trigger.payload-json", refusal("{} {}").code());
        assertEquals("trigger.payload-json", refusal("{\"a\": 1, \"a\": 2}").code());
    }

    @Test
    public void depthIsLimited() {
        assertEquals(1, Refusals.json(nested(63)).size());
        assertEquals("trigger.payload-json", refusal(nested(64)).code());
        assertEquals("trigger.payload-json", refusal(nested(100_000)).code());
    }

    @Test
    public void sizeIsLimited() {
        assertEquals(
                "trigger.payload-large",
                refusal(" ".repeat(Payload.MAX_BYTES + 1)).code());
    }

    @Test
    public void artifactsAreThoseWithAType() {
        assertEquals(
                List.of(new Artifact("docker/image", "host/team/web", "", "1.4", "host/team/web:1.4", "registry")),
                Payload.artifacts(Refusals.json("{'artifacts': ['web.jar', {'file': 'x'}, {'type': 'docker/image', "
                        + "'name': 'host/team/web', 'version': '1.4', 'reference': 'host/team/web:1.4', "
                        + "'artifactAccount': 'registry'}]}")));
        assertEquals(List.of(), Payload.artifacts(Refusals.json("{'artifacts': 'none'}")));
        String many = "{'type': 'docker/image'},".repeat(101);
        assertEquals(
                Payload.MAX_ARTIFACTS,
                Payload.artifacts(Refusals.json("{'artifacts': [" + many.substring(0, many.length() - 1) + "]}"))
                        .size());
    }

    private static String nested(int lists) {
        return "{'a':" + "[".repeat(lists) + "]".repeat(lists) + "}";
    }

    private static Problem refusal(String body) {
        return Refusals.refused(() -> Payload.read(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
    }
}
