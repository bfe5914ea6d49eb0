package io.jenkins.plugins.spindelivery.engine.aws.bake;

import io.jenkins.plugins.spindelivery.engine.artifact.Fetched;
import io.jenkins.plugins.spindelivery.engine.aws.peer.PeerAccount;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Packages of an account's bucket, and of a repository that holds every file. */
final class TestPackages implements PackageSources {
    /** What each file of the repository holds. */
    static final String CONTENT = "package of a private repository";

    private final String account;

    TestPackages(String account) {
        this.account = account;
    }

    @Override
    public String account() {
        return account;
    }

    @Override
    public String region() {
        return "";
    }

    @Override
    public boolean isRepository(String reference) {
        return reference.startsWith("github:");
    }

    @Override
    public Fetched fetch(String reference) {
        return Fetched.of(reference, CONTENT.getBytes(StandardCharsets.UTF_8));
    }

    /** Makes an account's bucket. */
    static String bucket(PeerAccount account) {
        String name = name(account);
        account.aside().s3().createBucket(request -> request.bucket(name)
                .createBucketConfiguration(place -> place.locationConstraint(PeerAccount.REGION)));
        return name;
    }

    private static String name(PeerAccount account) {
        return "packages-" + account.id();
    }

    /** Puts a package into an account's bucket. */
    static void put(PeerAccount account, String key, String content) {
        account.aside()
                .s3()
                .putObject(request -> request.bucket(name(account)).key(key), RequestBody.fromString(content));
    }

    /** The keys of all objects in an account's buckets, without ids of operations. */
    static List<String> objects(PeerAccount account) {
        S3Client s3 = account.aside().s3();
        return s3.listBuckets().buckets().stream()
                .flatMap(bucket -> s3.listObjectsV2(request -> request.bucket(bucket.name())).contents().stream())
                .map(S3Object::key)
                .map(key -> key.replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "ID"))
                .toList();
    }

    /** A request whose files are fetched, with the account's bucket for those that have to be staged. */
    static BakeRequest complete(BakeRequest request, PeerAccount account, OperationContext context) {
        return PackageReading.complete(
                request.packageFiles(PackageFiles.in(name(account))), new TestPackages(""), context);
    }
}
