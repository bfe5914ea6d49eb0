package io.jenkins.plugins.spindelivery.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.spindelivery.engine.aws.peer.AwsPeer;
import io.jenkins.plugins.spindelivery.engine.aws.peer.PeerAccount;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.ScriptedServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** {@code spin} with manifests that live in repositories and buckets. */
public class SpinArtifactTest {
    private static final String MANIFEST = "{kind: ConfigMap, apiVersion: v1, metadata: {name: from-afar}}";
    private static final String TOKEN = "hunter2-token";

    @ClassRule
    public static final AwsPeer AWS = AwsPeer.shared();

    @Rule
    public final ScriptedServer server = new ScriptedServer();

    private final TestConsole console = new TestConsole().env("GIT_TOKEN", TOKEN);

    private int render(String reference) {
        return console.spin(
                "render",
                "-f",
                reference,
                "--allow-private-hosts",
                "--artifact-source",
                "github,url=" + server.address() + ",token-env=GIT_TOKEN",
                "-o",
                "json");
    }

    private String json(String pointer) throws IOException {
        return new ObjectMapper().readTree(console.out()).at(pointer).asText();
    }

    @Test
    public void aPrivateFileOfGitHubEnterpriseIsReadAfterWaitingForItsRateLimit() throws IOException {
        server.answers(exchange -> {
            boolean known =
                    ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
            if (server.requests().size() == 1) {
                exchange.getResponseHeaders().add("Retry-After", "1");
            }
            byte[] body = MANIFEST.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/vnd.github.raw+json");
            exchange.sendResponseHeaders(server.requests().size() == 1 ? 429 : known ? 200 : 404, body.length);
            exchange.getResponseBody().write(body);
        });
        assertEquals(console.err(), 0, render("github://acme/shop/k8s/app.yaml?ref=v1"));
        assertEquals("from-afar-v000", json("/documents/0/metadata/name"));
        assertTrue(console.err(), console.err().contains("GitHub takes no more requests until"));
        assertTrue(console.err(), console.err().contains("Waiting for 1 s."));
        assertEquals(
                "GET /api/v3/repos/acme/shop/contents/k8s/app.yaml?ref=v1",
                server.requests().get(1));
        assertEquals(2, server.requests().size());
    }

    @Test
    public void aWaitOfAnHourIsAnErrorWithItsTime() throws IOException {
        server.answers(exchange -> {
            exchange.getResponseHeaders().add("Retry-After", "3600");
            ScriptedServer.answer(exchange, 403, "");
        });
        assertEquals(3, render("github://acme/shop/k8s/app.yaml"));
        assertEquals("artifact.rate-limit", json("/errors/0/code"));
        assertEquals("artifact.wait-too-long", json("/errors/1/code"));
        assertFalse(console.out() + console.err(), (console.out() + console.err()).contains(TOKEN));
        assertEquals(1, server.requests().size());
    }

    @Test
    public void anObjectOfS3IsReadWithTheEnvironmentsKeys() throws IOException {
        PeerAccount account = AWS.account();
        String bucket = "cli-" + account.id();
        S3Client s3 = account.aside().s3();
        s3.createBucket(request -> request.bucket(bucket)
                .createBucketConfiguration(place -> place.locationConstraint(PeerAccount.REGION)));
        s3.putObject(request -> request.bucket(bucket).key("app.yaml"), RequestBody.fromString(MANIFEST));
        console.env("AWS_ACCESS_KEY_ID", account.accessKey())
                .env("AWS_SECRET_ACCESS_KEY", account.secret())
                .env("AWS_REGION", PeerAccount.REGION)
                .env("AWS_ENDPOINT_URL", account.endpoint());
        assertEquals(console.err(), 0, console.spin("render", "-f", "s3://" + bucket + "/app.yaml", "-o", "json"));
        assertEquals("from-afar-v000", json("/documents/0/metadata/name"));
        TestConsole missing = new TestConsole()
                .env("AWS_ACCESS_KEY_ID", account.accessKey())
                .env("AWS_SECRET_ACCESS_KEY", account.secret());
        assertEquals(
                2,
                missing.spin(
                        "render",
                        "-f",
                        "s3://" + bucket + "/none.yaml",
                        "--artifact-source",
                        "s3,region=eu-central-1,endpoint-url=" + account.endpoint()));
        assertTrue(missing.err(), missing.err().contains("the bucket has no such object"));
        assertFalse(missing.err(), missing.err().contains(account.secret()));
    }
}
