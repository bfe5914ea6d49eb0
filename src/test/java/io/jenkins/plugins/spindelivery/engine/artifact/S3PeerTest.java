package io.jenkins.plugins.spindelivery.engine.artifact;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.aws.peer.AwsPeer;
import io.jenkins.plugins.spindelivery.engine.aws.peer.PeerAccount;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Locale;
import org.junit.ClassRule;
import org.junit.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/** Objects in the buckets of a real account. */
public class S3PeerTest {
    @ClassRule
    public static final AwsPeer AWS = AwsPeer.shared();

    private static String text(Fetched fetched) {
        return new String(fetched.content(), StandardCharsets.UTF_8);
    }

    @Test
    public void versionsOfAnObjectAreReadAndAnUnchangedOneOnlyOnce() {
        PeerAccount account = AWS.account();
        String bucket = "manifests-" + account.id();
        // Beside the proxy: what a test prepares is not what it counts.
        S3Client s3 = account.aside().s3();
        s3.createBucket(request -> request.bucket(bucket)
                .createBucketConfiguration(place -> place.locationConstraint(PeerAccount.REGION)));
        s3.putBucketVersioning(request ->
                request.bucket(bucket).versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED)));
        String first = put(s3, bucket, "first");
        put(s3, bucket, "second");

        S3Source source = new S3Source(account.connect(), "", FetchPolicy.DEFAULT, Clock.systemUTC());
        String name = "s3://" + bucket + "/k8s/my app.yaml";
        Fetched newest = source.fetch(name);
        assertEquals("second", text(newest));
        assertEquals("first", text(source.fetch(name + "?versionId=" + first)));
        assertTrue("confirmed", newest.content() == source.fetch(name).content());
        put(s3, bucket, "third");
        assertEquals("third", text(source.fetch(name)));

        assertEquals(
                name + "x: the bucket has no such object. Check the key; upper and lower case differ.",
                Fetching.refused(source, name + "x").message(Locale.ENGLISH));
        assertEquals(
                "artifact.s3-no-bucket",
                Fetching.refused(source, "s3://other-" + bucket + "/a").code());
        assertEquals(
                "artifact.s3-no-version",
                Fetching.refused(source, name + "?versionId=00000000-0000-0000-0000-000000000000")
                        .code());
    }

    private static String put(S3Client s3, String bucket, String content) {
        return s3.putObject(request -> request.bucket(bucket).key("k8s/my app.yaml"), RequestBody.fromString(content))
                .versionId();
    }
}
