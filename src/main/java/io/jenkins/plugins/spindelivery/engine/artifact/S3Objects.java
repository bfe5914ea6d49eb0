package io.jenkins.plugins.spindelivery.engine.artifact;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsAccount;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsFault;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Objects in S3 that another machine is going to fetch, by URLs that are signed for it. What may pass is an
 * {@link AwsFault}, so that an operation asks again.
 */
public final class S3Objects {
    private final AwsAccount account;
    private final String region;

    /**
     * The objects that an account may read.
     *
     * @param account who signs
     * @param region where buckets are looked for first; empty for the account's usual one
     */
    public S3Objects(AwsAccount account, String region) {
        this.account = account;
        this.region = region;
    }

    /**
     * A URL by which an object can be fetched, if it is there and may be read.
     *
     * @param reference {@code s3://bucket/key?versionId=…&region=…}
     * @param validity at most seven days
     * @return the URL, a secret as long as it is valid
     * @throws ProblemException when the object can't be had
     */
    public String url(String reference, Duration validity) {
        S3Address address = S3Address.parse(reference);
        GetObjectRequest request = GetObjectRequest.builder()
                .bucket(address.bucket())
                .key(address.key())
                .versionId(address.version().isEmpty() ? null : address.version())
                .build();
        String usual = region.isEmpty() ? S3Places.usual(account) : region;
        String first = address.region().isEmpty() ? usual : address.region();
        try {
            String where = S3Places.ask(address, account, first, place -> look(request, place));
            return account.region(where).presigned(request, validity);
        } catch (AwsFault e) {
            throw e.passing() ? e : S3Failures.of(address, account.name(), e);
        }
    }

    /** Asks for the object and not for its head: only so S3 says why it refuses. Of the content nothing is read. */
    private String look(GetObjectRequest request, String place) {
        try (ResponseInputStream<GetObjectResponse> object =
                account.region(place).s3().getObject(request)) {
            object.abort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return place;
    }
}
