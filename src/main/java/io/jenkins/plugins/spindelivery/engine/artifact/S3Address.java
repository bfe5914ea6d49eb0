package io.jenkins.plugins.spindelivery.engine.artifact;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An object in S3, as Spinnaker's references name it.
 *
 * @param bucket its name
 * @param key of the object
 * @param version its version id; empty for the newest
 * @param region where the bucket is; empty when the reference does not say
 */
record S3Address(String bucket, String key, String version, String region) {
    static final String SCHEME = "s3://";

    private static final String VERSION = "versionId";
    private static final String REGION = "region";

    /** The rules for buckets; whatever else stands here must not get into the name of a host. */
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

    static boolean isBucket(String name) {
        return BUCKET.matcher(name).matches() && !name.contains("..");
    }

    static boolean isOne(String reference) {
        return reference.strip().toLowerCase(Locale.ROOT).startsWith(SCHEME);
    }

    /** Reads {@code s3://bucket/key?versionId=…&region=…}; a key with {@code ?} or {@code %} has them encoded. */
    static S3Address parse(String reference) {
        String[] parts = reference.strip().substring(SCHEME.length()).split("\\?", 2);
        int slash = parts[0].indexOf('/');
        String bucket = slash < 0 ? parts[0] : parts[0].substring(0, slash);
        String key = slash < 0 ? "" : decoded(parts[0].substring(slash + 1), reference);
        if (!isBucket(bucket)) {
            throw Failures.of("artifact.s3-bucket-name", display(reference), bucket);
        } else if (key.isEmpty() || key.endsWith("/")) {
            throw Failures.of("artifact.s3-key-missing", display(reference));
        }
        Map<String, String> parameters = parameters(parts.length < 2 ? "" : parts[1], reference);
        return new S3Address(bucket, key, parameters.getOrDefault(VERSION, ""), parameters.getOrDefault(REGION, ""));
    }

    private static Map<String, String> parameters(String query, String reference) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String parameter :
                Stream.of(query.split("&")).filter(text -> !text.isEmpty()).toList()) {
            String[] pair = parameter.split("=", 2);
            if (!List.of(VERSION, REGION).contains(pair[0]) || pair.length < 2) {
                throw Failures.of("artifact.reference-parameter", display(reference), pair[0], VERSION + ", " + REGION);
            }
            parameters.put(pair[0], decoded(pair[1], reference));
        }
        return parameters;
    }

    private static String decoded(String text, String reference) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Failures.of("artifact.reference-escape", display(reference));
        }
    }

    /** A reference as messages may show it: a presigned URL's parameters would be secret. */
    static String display(String reference) {
        String[] parts = reference.strip().split("\\?", 2);
        return parts[0] + (parts.length < 2 ? "" : "?…");
    }

    /** For messages, and as the key of what is kept in memory. */
    @Override
    public String toString() {
        return SCHEME + bucket + "/" + key + (version.isEmpty() ? "" : "?" + VERSION + "=" + version);
    }
}
