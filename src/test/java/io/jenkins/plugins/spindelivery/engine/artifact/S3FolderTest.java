package io.jenkins.plugins.spindelivery.engine.artifact;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.CoreMatchers.not;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import com.sun.net.httpserver.HttpExchange;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsFault;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsSettings;
import io.jenkins.plugins.spindelivery.engine.aws.api.SdkAccount;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** What others are to fetch from buckets, which may be in another region. */
public class S3FolderTest {
    private static final String SECRET = "veryS3cret/Key";
    private static final Duration HOUR = Duration.ofHours(1);

    @Rule
    public final TestServer server = new TestServer();

    private SdkAccount account;

    @Before
    public void connect() {
        account = account();
    }

    @After
    public void close() {
        account.close();
    }

    private SdkAccount account(String... regions) {
        return new SdkAccount(new AwsSettings(
                "prod",
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAEXAMPLE", SECRET)),
                "",
                "",
                List.of(regions),
                URI.create(server.base())));
    }

    private static void refuse(HttpExchange exchange, int status, String code, String... headers) throws IOException {
        TestServer.answer(
                exchange, status, "<Error><Code>" + code + "</Code><Message>said so</Message></Error>", headers);
    }

    /** A bucket that answers in eu-west-1 alone. */
    private void bucket(String path, String content) {
        server.serve(path, exchange -> {
            if (exchange.getRequestHeaders().getFirst("Authorization").contains("/eu-west-1/s3/")) {
                TestServer.answer(exchange, 200, content);
            } else {
                refuse(exchange, 301, "PermanentRedirect", "x-amz-bucket-region", "eu-west-1");
            }
        });
    }

    @Test
    public void aUrlIsSignedForTheRegionThatTheBucketIsIn() {
        bucket(
                "/bucket",
                "<ListBucketResult><Contents><Key>spin/1/a b.deb</Key></Contents><Contents><Key>spin/2/c</Key></Contents>"
                        + "</ListBucketResult>");
        S3Folder folder = new S3Folder(account, "eu-central-1", "bucket", "spin/");
        String url = folder.url("1/a b.deb", HOUR);
        assertThat(url, containsString("/bucket/spin/1/a%20b.deb?"));
        assertThat(url, containsString("%2Feu-west-1%2Fs3%2Faws4_request"));
        assertThat(url, containsString("X-Amz-Expires=3600"));
        assertThat(url, containsString("X-Amz-SignedHeaders=host&"));
        assertThat(url, not(containsString(SECRET)));
        assertEquals("eu-west-1", folder.region());
        assertEquals(List.of("1/a b.deb", "2/c"), folder.names());
    }

    @Test
    public void anObjectsUrlIsSignedWhereItIs() {
        bucket("/bucket/x/web.deb", "web");
        String url = new S3Objects(account, "").url("s3://bucket/x/web.deb?versionId=7", HOUR);
        assertThat(url, containsString("%2Feu-west-1%2Fs3%2Faws4_request"));
        assertThat(url, containsString("versionId=7"));
        SdkAccount narrow = account("eu-central-1");
        assertEquals(
                "artifact.s3-region",
                assertThrows(ProblemException.class, () -> new S3Objects(narrow, "").url("s3://bucket/x/web.deb", HOUR))
                        .problems()
                        .get(0)
                        .code());
        narrow.close();
    }

    @Test
    public void whatPassesIsToldFromWhatDoesNot() {
        server.serve("/busy", exchange -> refuse(exchange, 503, "SlowDown"));
        server.serve("/gone", exchange -> refuse(exchange, 404, "NoSuchBucket"));
        server.serve("/closed", exchange -> refuse(exchange, 403, "AccessDenied"));
        assertEquals(
                true,
                assertThrows(AwsFault.class, () -> new S3Objects(account, "").url("s3://busy/a", HOUR))
                        .passing());
        assertEquals(
                "artifact.s3-denied",
                assertThrows(ProblemException.class, () -> new S3Objects(account, "").url("s3://closed/a", HOUR))
                        .problems()
                        .get(0)
                        .code());
        assertEquals(
                "artifact.s3-no-bucket",
                assertThrows(ProblemException.class, () -> folder("gone").names())
                        .problems()
                        .get(0)
                        .code());
        AwsFault denied = assertThrows(AwsFault.class, () -> folder("closed").put("a", new byte[1]));
        assertEquals("aws.no-rights", denied.problems().get(0).code());
        assertThat(denied.getMessage(), containsString("s3:PutObject"));
    }

    private S3Folder folder(String bucket) {
        return new S3Folder(account, "eu-central-1", bucket, "spin/");
    }
}
