package io.jenkins.plugins.spindelivery.cli;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.CoreMatchers.not;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.spindelivery.engine.aws.peer.AwsPeer;
import io.jenkins.plugins.spindelivery.engine.aws.peer.PeerAccount;
import java.util.ArrayList;
import java.util.List;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;

/** {@code spin aws check} against the peer. */
public class AwsCheckTest {
    @ClassRule
    public static final AwsPeer AWS = AwsPeer.shared();

    private final TestConsole console = new TestConsole();
    private PeerAccount account;

    @Before
    public void key() {
        account = AWS.account();
        console.env("AWS_ACCESS_KEY_ID", account.accessKey())
                .env("AWS_SECRET_ACCESS_KEY", account.secret())
                .env("AWS_ENDPOINT_URL", account.endpoint());
    }

    private JsonNode json(int exitCode, String... flags) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("aws", "check", "-o", "json"));
        arguments.addAll(List.of(flags));
        assertEquals(console.err(), exitCode, console.spin(arguments.toArray(String[]::new)));
        assertThat(console.out() + console.err(), not(containsString(account.secret())));
        return new ObjectMapper().readTree(console.out());
    }

    @Test
    public void theIdentityAndTheZonesOfEachRegionAreShown() throws Exception {
        JsonNode result = json(0, "--region", "eu-central-1", "--region", "us-east-1");
        List<String> fields = new ArrayList<>();
        result.fieldNames().forEachRemaining(fields::add);
        assertEquals(List.of("account", "arn", "regions", "warnings", "errors"), fields);
        assertEquals(account.id(), result.path("account").asText());
        assertThat(result.path("arn").asText(), containsString(":" + account.id() + ":"));
        assertEquals("eu-central-1", result.at("/regions/0/region").asText());
        assertEquals("eu-central-1a", result.at("/regions/0/zones/0").asText());
        assertEquals("us-east-1", result.at("/regions/1/region").asText());
        assertEquals(0, result.path("errors").size());
    }

    @Test
    public void peopleReadItInLines() {
        console.env("AWS_REGION", "eu-west-1");
        assertEquals(0, console.spin("aws", "check"));
        assertThat(console.out(), containsString("AWS account " + account.id() + " as arn:aws:"));
        assertThat(console.out(), containsString("eu-west-1: eu-west-1a, eu-west-1b, eu-west-1c"));
        assertEquals("", console.err());
    }

    @Test
    public void aRegionThatCanNotBeUsedHidesNothingOfTheOthers() throws Exception {
        JsonNode result = json(2, "--region", "eu-central-1", "--region", "eu-centrall-1");
        assertEquals(1, result.path("regions").size());
        assertEquals(account.id(), result.path("account").asText());
        assertEquals("aws.region-unknown-nearest", result.at("/errors/0/code").asText());
        assertEquals(
                "AWS has no region eu-centrall-1. Did you mean eu-central-1?",
                result.at("/errors/0/message").asText());
    }

    @Test
    public void whatIsRefusedIsToldWithoutAnIdentity() throws Exception {
        console.env("AWS_ENDPOINT_URL", "http://127.0.0.1:1");
        JsonNode result = json(3, "--region", "eu-central-1");
        assertEquals("aws.unreachable", result.at("/errors/0/code").asText());
        assertEquals("", result.path("account").asText());
        assertEquals(0, result.path("regions").size());
    }

    @Test
    public void withoutARegionNothingIsAsked() throws Exception {
        JsonNode result = json(2);
        assertEquals("cli.aws-no-region", result.at("/errors/0/code").asText());
        assertEquals(List.of(), account.calls());
    }

    @Test
    public void theGroupAloneAsksForACommand() {
        assertEquals(2, console.spin("aws"));
        assertThat(console.err(), containsString("check"));
    }
}
