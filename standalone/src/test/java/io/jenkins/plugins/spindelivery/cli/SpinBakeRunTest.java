package io.jenkins.plugins.spindelivery.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.spindelivery.engine.aws.peer.AwsPeer;
import io.jenkins.plugins.spindelivery.engine.aws.peer.PeerAccount;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.ScriptedServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** {@code spin bake run} with packages of a bucket and of a private repository. */
public class SpinBakeRunTest {
    private static final String TOKEN = "hunter2-token";

    @ClassRule
    public static final AwsPeer AWS = AwsPeer.shared();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Rule
    public final ScriptedServer server = new ScriptedServer();

    private final PeerAccount account = AWS.account();
    private final String bucket = "cli-" + account.id();
    private TestConsole console;

    private int bake(String artifacts, String more) throws Exception {
        Path request = Files.writeString(
                folder.newFile().toPath(),
                "{\"base_ami\": \"" + PeerAccount.IMAGE + "\", \"base_os\": \"ubuntu\", \"region\": \""
                        + PeerAccount.REGION + "\", \"package_artifacts\": " + artifacts + more + "}");
        console = new TestConsole()
                .env("GIT_TOKEN", TOKEN)
                .env("AWS_ACCESS_KEY_ID", account.accessKey())
                .env("AWS_SECRET_ACCESS_KEY", account.secret())
                .env("AWS_ENDPOINT_URL", account.endpoint());
        return console.spin(
                "bake",
                "run",
                "--request",
                request.toString(),
                "--state",
                folder.getRoot().toPath().resolve("state.json").toString(),
                "--allow-private-hosts",
                "--artifact-source",
                "s3,region=us-east-1,endpoint-url=" + account.endpoint(),
                "--artifact-source",
                "github,url=" + server.address() + ",token-env=GIT_TOKEN",
                "-o",
                "json");
    }

    private List<String> objects() {
        return account.aside().s3().listObjectsV2(request -> request.bucket(bucket)).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    @Test
    public void filesOfPackagesAreInstalledAndNothingOfThemIsLeft() throws Exception {
        account.rules().runUserData(true);
        S3Client s3 = account.aside().s3();
        s3.createBucket(request -> request.bucket(bucket)
                .createBucketConfiguration(place -> place.locationConstraint(PeerAccount.REGION)));
        s3.putObject(request -> request.bucket(bucket).key("web_0.1-3_all.deb"), RequestBody.fromString("web"));
        server.answers(exchange -> {
            boolean known =
                    ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] body = "agent".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/vnd.github.raw+json");
            exchange.sendResponseHeaders(known ? 200 : 404, body.length);
            exchange.getResponseBody().write(body);
        });
        String artifacts = "[{\"type\": \"s3/object\", \"reference\": \"s3://" + bucket
                + "/web_0.1-3_all.deb\"}, \"github://acme/shop/agent_2.0_all.deb\"]";
        assertEquals(2, bake(artifacts, ""));
        assertTrue(console.out(), console.out().contains("aws.bake-artifact-no-bucket"));
        assertEquals(List.of(), server.requests());
        int code = bake(artifacts, ", \"package_bucket\": \"" + bucket + "\"");
        assertEquals(console.err(), 0, code);
        JsonNode result = new ObjectMapper().readTree(console.out());
        assertEquals(
                result.toString(), "web-0.1", result.at("/outputs/appversion").asText());
        assertTrue(
                console.err(),
                console.err().contains("install ./downloads/1/web_0.1-3_all.deb ./downloads/2/agent_2.0_all.deb"));
        assertFalse(console.err(), (console.err() + console.out()).contains(TOKEN));
        assertFalse(console.err(), (console.err() + console.out()).contains("X-Amz-"));
        assertEquals(List.of("web_0.1-3_all.deb"), objects());
        assertFalse(Files.exists(folder.getRoot().toPath().resolve("state.json.blobs")));
    }
}
