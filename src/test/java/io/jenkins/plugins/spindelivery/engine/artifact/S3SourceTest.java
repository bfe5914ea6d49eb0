package io.jenkins.plugins.spindelivery.engine.artifact;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsSettings;
import io.jenkins.plugins.spindelivery.engine.aws.api.SdkAccount;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Objects of S3, from a server that answers as its documentation says. */
public class S3SourceTest {
    private static final String SECRET = "veryS3cret/Key";

    @Rule
    public final TestServer server = new TestServer();

    private final List<SdkAccount> accounts = new ArrayList<>();
    private final List<String> authorizations = new ArrayList<>();

    @After
    public void close() {
        accounts.forEach(SdkAccount::close);
    }

    private S3Source source(String... regions) {
        return withRole("", regions);
    }

    private S3Source withRole(String role, String... regions) {
        SdkAccount account = new SdkAccount(new AwsSettings(
                "prod",
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAEXAMPLE", SECRET)),
                role,
                "",
                List.of(regions),
                URI.create(server.base())));
        accounts.add(account);
        return new S3Source(account, "", Fetching.policy(Fetching.PATIENCE), Clock.systemUTC());
    }

    private void refuses(String path, int status, String code, String... headers) {
        server.serve(path, exchange -> {
            authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
            refuse(exchange, status, code, headers);
        });
    }

    private static void refuse(HttpExchange exchange, int status, String code, String... headers) throws IOException {
        TestServer.answer(
                exchange,
                status,
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>" + code
                        + "</Code><Message>said so</Message></Error>",
                headers);
    }

    private static String text(Fetched fetched) {
        return new String(fetched.content(), StandardCharsets.UTF_8);
    }

    @Test
    public void anObjectComesAtItsVersion() {
        server.serve("/shop-manifests/k8s/app.yaml", 200, "kind: ConfigMap", "ETag", "\"1\"");
        Fetched fetched = source().fetch("s3://shop-manifests/k8s/app.yaml?versionId=v1.a_b");
        assertEquals("kind: ConfigMap", text(fetched));
        assertEquals("s3://shop-manifests/k8s/app.yaml?versionId=v1.a_b", fetched.name());
        assertEquals(List.of("/shop-manifests/k8s/app.yaml?versionId=v1.a_b"), server.requests());
    }

    @Test
    public void anUnchangedObjectIsConfirmedByItsEtag() {
        server.serve("/bucket/a", exchange -> {
            boolean known = "\"1\"".equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
            TestServer.answer(exchange, known ? 304 : 200, known ? "" : "text", "ETag", "\"1\"");
        });
        S3Source source = source();
        Fetched first = source.fetch("s3://bucket/a");
        assertTrue(first.content() == source.fetch("s3://bucket/a").content());
        assertEquals(2, server.requests().size());
    }

    @Test
    public void refusalsSayWhatToDo() {
        record Case(int status, String code, String text) {}
        for (Case one : List.of(
                new Case(
                        404, "NoSuchKey", "the bucket has no such object. Check the key; upper and lower case differ."),
                new Case(
                        404,
                        "NoSuchBucket",
                        "there is no bucket called bucket. Check its name, and the account's endpoint."),
                new Case(404, "NoSuchVersion", "the object has no such version."),
                new Case(
                        405,
                        "MethodNotAllowed",
                        "this version is a delete marker: the object was deleted. Name an older version."),
                new Case(403, "InvalidObjectState", "the object is archived and can't be read before it is restored."),
                new Case(
                        403,
                        "AccessDenied",
                        "the account prod may not read it, or it does not exist: S3 tells the difference only to those"
                                + " who may list the bucket. Allow s3:GetObject (with a version s3:GetObjectVersion), for"
                                + " encrypted objects also kms:Decrypt."))) {
            refuses("/bucket/" + one.code(), one.status(), one.code());
            Problem problem = Fetching.refused(source(), "s3://bucket/" + one.code());
            assertEquals("s3://bucket/" + one.code() + ": " + one.text(), problem.message(Locale.ENGLISH));
        }
        refuses("/bucket/key", 403, "InvalidAccessKeyId");
        Problem credential = Fetching.refused(source(), "s3://bucket/key");
        assertEquals("aws.credential-refused", credential.code());
        assertEquals("s3://bucket/key", credential.where());
        assertFalse(credential.describe().contains(SECRET));
    }

    @Test
    public void aBucketOfAnotherRegionIsAskedThere() {
        server.serve("/bucket/a", exchange -> {
            String who = exchange.getRequestHeaders().getFirst("Authorization");
            authorizations.add(who);
            if (who.contains("/eu-west-1/s3/")) {
                TestServer.answer(exchange, 200, "there", "ETag", "\"1\"");
            } else {
                refuse(exchange, 301, "PermanentRedirect", "x-amz-bucket-region", "eu-west-1");
            }
        });
        assertEquals("there", text(source().fetch("s3://bucket/a")));
        assertTrue(authorizations.get(0), authorizations.get(0).contains("/us-east-1/s3/"));
        authorizations.clear();
        assertEquals("there", text(source().fetch("s3://bucket/a?region=eu-west-1")));
        assertEquals(1, authorizations.size());
        Problem refused = Fetching.refused(source("eu-central-1"), "s3://bucket/a");
        assertEquals(
                "s3://bucket/a: the bucket is in eu-west-1, where the account prod may not be used.",
                refused.message(Locale.ENGLISH));
    }

    @Test
    public void aRoleIsAssumedFirst() {
        server.serve(
                "/",
                exchange -> TestServer.answer(
                        exchange,
                        200,
                        "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult><Credentials>"
                                + "<AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t"
                                + "</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>"
                                + "</AssumeRoleResult></AssumeRoleResponse>"));
        server.serve("/bucket/a", exchange -> {
            authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
            TestServer.answer(exchange, 200, "as a role");
        });
        Fetched fetched = withRole("arn:aws:iam::123456789012:role/reader", "eu-central-1")
                .fetch("s3://bucket/a");
        assertEquals("as a role", text(fetched));
        assertTrue(authorizations.get(0).contains("Credential=ASIAROLE/"));
    }

    @Test
    public void throttlingIsAskedAgainLater() {
        refuses("/bucket/a", 503, "SlowDown");
        TryLater later = assertThrows(TryLater.class, () -> source().fetch("s3://bucket/a"));
        assertEquals(Duration.ofSeconds(5), later.delay());
        assertEquals("aws.busy", later.problems().get(0).code());
    }

    @Test
    public void anObjectThatIsTooLargeIsNotRead() {
        server.serve("/bucket/large", exchange -> {
            exchange.sendResponseHeaders(200, Fetching.LIMIT + 1L);
            exchange.getResponseBody().flush();
            server.awaitTestEnd();
        });
        Problem problem = Fetching.refused(source(), "s3://bucket/large");
        assertEquals(
                "s3://bucket/large is larger than the 100000 bytes that are allowed.", problem.message(Locale.ENGLISH));
    }

    @Test
    public void anObjectThatBreaksOffIsTold() {
        server.serve("/bucket/short", exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
        });
        assertEquals(
                "artifact.broken-off",
                Fetching.refused(source(), "s3://bucket/short").code());
    }

    @Test
    public void whatNamesNoObjectIsNotAskedFor() {
        for (String[] wrong : new String[][] {
            {"s3://bucket", "artifact.s3-key-missing"},
            {"s3://bucket/", "artifact.s3-key-missing"},
            {"s3://bucket/folder/", "artifact.s3-key-missing"},
            {"s3://Bucket_x/a", "artifact.s3-bucket-name"},
            {"s3://169.254.169.254:80/a", "artifact.s3-bucket-name"},
            {"s3://u:p@bucket/a", "artifact.s3-bucket-name"},
            {"s3://bucket/a?X-Amz-Signature=abc", "artifact.reference-parameter"},
            {"s3://bucket/a%zz", "artifact.reference-escape"},
            {"s3://bucket/a?region=evil.example", "aws.region-unknown"}
        }) {
            Problem problem = Fetching.refused(source(), wrong[0]);
            assertEquals(wrong[0], wrong[1], problem.code());
            assertFalse(problem.describe().contains("abc"));
        }
        assertEquals(List.of(), server.requests());
    }

    @Test
    public void aServerThatIsNotThereIsToldAtOnce() {
        server.serve("/bucket/a", HttpExchange::close);
        ProblemException refused = assertThrows(ProblemException.class, () -> source().fetch("s3://bucket/a"));
        assertFalse(refused instanceof TryLater);
        assertEquals("aws.unreachable", refused.problems().get(0).code());
    }
}
