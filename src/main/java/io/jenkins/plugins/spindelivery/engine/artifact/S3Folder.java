package io.jenkins.plugins.spindelivery.engine.artifact;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsAccount;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsFault;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A part of a bucket in which an operation puts what others have to fetch for a while. What S3 refuses is an
 * {@link AwsFault}, which names the action.
 */
public final class S3Folder {
    private final AwsAccount account;
    private final String bucket;
    private final String prefix;
    private String region;
    private boolean found;

    /**
     * A folder, which need not be there yet.
     *
     * @param account who writes
     * @param region where the bucket is looked for first
     * @param bucket its name
     * @param prefix what the keys begin with, ending with a slash
     */
    public S3Folder(AwsAccount account, String region, String bucket, String prefix) {
        this.account = account;
        this.region = region;
        this.bucket = bucket;
        this.prefix = prefix;
    }

    /**
     * Whether a text can be a bucket's name.
     *
     * @param name the text
     * @return whether it keeps to the rules for such names
     */
    public static boolean isBucket(String name) {
        return S3Address.isBucket(name);
    }

    /**
     * What is in the folder.
     *
     * @return the names, without the prefix
     * @throws ProblemException when there is no such bucket, or it may not be listed
     */
    public List<String> names() {
        return ask(s3 -> s3
                .listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix))
                .contents()
                .stream()
                .map(S3Object::key)
                .map(key -> key.substring(prefix.length()))
                .toList());
    }

    /**
     * Puts something there, in place of what has that name.
     *
     * @param name without the prefix
     * @param content its bytes
     */
    public void put(String name, byte[] content) {
        ask(s3 -> s3.putObject(request -> request.bucket(bucket).key(prefix + name), RequestBody.fromBytes(content)));
    }

    /**
     * Deletes something; what is not there is gone.
     *
     * @param name without the prefix
     */
    public void delete(String name) {
        ask(s3 -> s3.deleteObject(request -> request.bucket(bucket).key(prefix + name)));
    }

    /**
     * A URL by which something there can be fetched, whether it is there or not.
     *
     * @param name without the prefix
     * @param validity at most seven days
     * @return the URL, a secret as long as it is valid
     */
    public String url(String name, Duration validity) {
        if (!found) {
            // A signature is for the region that the bucket is in.
            names();
        }
        GetObjectRequest request =
                GetObjectRequest.builder().bucket(bucket).key(prefix + name).build();
        return account.region(region).presigned(request, validity);
    }

    /**
     * Where the bucket is, as far as is known.
     *
     * @return the region
     */
    public String region() {
        return region;
    }

    private <T> T ask(Function<S3Client, T> question) {
        S3Address address = new S3Address(bucket, "", "", "");
        try {
            return S3Places.ask(address, account, region, place -> {
                T answer = question.apply(account.region(place).s3());
                region = place;
                found = true;
                return answer;
            });
        } catch (AwsFault e) {
            throw e.code().equals("NoSuchBucket") ? S3Failures.of(address, account.name(), e) : e;
        }
    }
}
