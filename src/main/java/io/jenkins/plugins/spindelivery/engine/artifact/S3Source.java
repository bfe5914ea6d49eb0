package io.jenkins.plugins.spindelivery.engine.artifact;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsAccount;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsFault;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Objects in S3, read with an AWS account: its credential, role and endpoint. An object of a bucket in another region is
 * asked for there, if the account may be used there. An unchanged object is taken from memory when S3 confirms its ETag.
 *
 * <p>May be used by several threads at once.
 */
public final class S3Source implements ArtifactSource {
    private static final int NOT_MODIFIED = 304;
    private static final int CHUNK = 1 << 14;

    private final Supplier<AwsAccount> accounts;
    private final Supplier<String> regions;
    private final FetchPolicy policy;
    private final Clock clock;
    private final EtagCache cache;

    /**
     * The objects that an account may read.
     *
     * @param account who reads
     * @param region where buckets are looked for first; empty for the account's usual one
     * @param policy how large an object may be, and how long reading it may take
     * @param clock measures that
     */
    public S3Source(AwsAccount account, String region, FetchPolicy policy, Clock clock) {
        this(() -> account, () -> region, policy, clock);
    }

    private S3Source(Supplier<AwsAccount> accounts, Supplier<String> regions, FetchPolicy policy, Clock clock) {
        this.accounts = accounts;
        this.regions = regions;
        this.policy = policy;
        this.clock = clock;
        this.cache = new EtagCache(policy.maxBytes());
    }

    /**
     * The objects that an account may read which is looked for when the first is asked for, and at each further one.
     *
     * @param account finds who reads; always the same
     * @param region finds where buckets are looked for first; empty for the account's usual one
     * @param policy how large an object may be, and how long reading it may take
     * @param clock measures that
     * @return the source
     */
    public static S3Source lazily(
            Supplier<AwsAccount> account, Supplier<String> region, FetchPolicy policy, Clock clock) {
        return new S3Source(account, region, policy, clock);
    }

    @Override
    public boolean takes(String reference) {
        return S3Address.isOne(reference);
    }

    @Override
    public Fetched fetch(String reference) {
        S3Address address = S3Address.parse(reference);
        AwsAccount account = accounts.get();
        String first = address.region().isEmpty() ? first(account) : address.region();
        Instant deadline = clock.instant().plus(policy.timeout());
        try {
            return S3Places.ask(address, account, first, region -> get(address, account, region, deadline));
        } catch (AwsFault e) {
            throw S3Failures.of(address, account.name(), e);
        }
    }

    private String first(AwsAccount account) {
        String region = regions.get();
        return region.isEmpty() ? S3Places.usual(account) : region;
    }

    private Fetched get(S3Address address, AwsAccount account, String where, Instant deadline) {
        S3Client s3 = account.region(where).s3();
        Optional<Fetched> known = cache.get(address.toString());
        GetObjectRequest.Builder request = GetObjectRequest.builder()
                .bucket(address.bucket())
                .key(address.key())
                .versionId(address.version().isEmpty() ? null : address.version())
                .ifNoneMatch(known.flatMap(Fetched::etag).orElse(null));
        try (ResponseInputStream<GetObjectResponse> object = s3.getObject(request.build())) {
            Fetched fetched = read(address, object, deadline);
            cache.put(address.toString(), fetched);
            return fetched;
        } catch (AwsFault e) {
            if (known.isPresent() && status(e) == NOT_MODIFIED) {
                return known.get();
            }
            throw e;
        } catch (IOException e) {
            throw Failures.ofExchange(address.toString(), policy, e);
        }
    }

    private Fetched read(S3Address address, ResponseInputStream<GetObjectResponse> object, Instant deadline)
            throws IOException {
        GetObjectResponse head = object.response();
        if (head.contentLength() != null && head.contentLength() > policy.maxBytes()) {
            // Closing would read the rest.
            object.abort();
            throw Failures.of("artifact.too-large", address, policy.maxBytes());
        }
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        byte[] chunk = new byte[CHUNK];
        for (int count = object.read(chunk); count >= 0; count = object.read(chunk)) {
            content.write(chunk, 0, count);
            if (content.size() > policy.maxBytes()) {
                object.abort();
                throw Failures.of("artifact.too-large", address, policy.maxBytes());
            } else if (clock.instant().isAfter(deadline)) {
                object.abort();
                throw Failures.timeout(address.toString(), policy);
            }
        }
        return new Fetched(
                address.toString(),
                content.toByteArray(),
                Optional.ofNullable(head.eTag()),
                Optional.ofNullable(head.contentType()));
    }

    private static int status(ProblemException fault) {
        return fault.getCause() instanceof AwsServiceException answer ? answer.statusCode() : 0;
    }
}
