package io.jenkins.plugins.spindelivery.cli.run;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsSettings;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.profiles.ProfileFile;

/**
 * The command line's AWS account: a profile as the AWS command line has them. Its id stands in operations' states, so that
 * resumed work finds the account that it began in; it holds no key.
 *
 * @param profile the profile's name; empty for the environment's keys, the usual profile, or this machine's role
 * @param role the ARN of a role to assume; empty for none
 * @param externalId what the role's owner asks for; empty for nothing
 * @param endpoint answers in place of AWS; empty for AWS itself
 */
public record AwsProfile(String profile, String role, String externalId, String endpoint) {
    private static final String SCHEME = "aws?";

    /**
     * The account's id.
     *
     * @return {@code aws?profile=…&…}, with values encoded as in a URL
     */
    public String id() {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("profile", profile);
        parts.put("role", role);
        parts.put("externalId", externalId);
        parts.put("endpoint", endpoint);
        return SCHEME
                + parts.entrySet().stream()
                        .filter(part -> !part.getValue().isEmpty())
                        .map(part -> part.getKey() + "=" + URLEncoder.encode(part.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
    }

    /**
     * The account of an id.
     *
     * @param id as {@link #id()} returned it
     * @return the account
     * @throws IllegalArgumentException for any other text
     */
    public static AwsProfile parse(String id) {
        if (!id.startsWith(SCHEME)) {
            throw new IllegalArgumentException("no AWS account of the command line: " + id);
        }
        Map<String, String> parts = new LinkedHashMap<>();
        for (String part : id.substring(SCHEME.length()).split("&")) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                parts.put(
                        part.substring(0, equals),
                        URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return new AwsProfile(
                parts.getOrDefault("profile", ""),
                parts.getOrDefault("role", ""),
                parts.getOrDefault("externalId", ""),
                parts.getOrDefault("endpoint", ""));
    }

    /**
     * What it needs to be connected.
     *
     * @param env for {@code AWS_ACCESS_KEY_ID} and its like, and for where the profiles are
     * @return the settings; any region may be used
     * @throws ProblemException when the endpoint is no URL or the profile is not there
     */
    public AwsSettings settings(Map<String, String> env) {
        return new AwsSettings(id(), credentials(env), role, externalId, List.of(), endpoint(env));
    }

    /**
     * The region that is meant when none is named.
     *
     * @param env for {@code AWS_REGION}, {@code AWS_DEFAULT_REGION} and the profile
     * @return empty when nobody says
     */
    public Optional<String> usualRegion(Map<String, String> env) {
        return text(env, "AWS_REGION")
                .or(() -> text(env, "AWS_DEFAULT_REGION"))
                .or(() -> profiles(env).profile(name(env)).flatMap(found -> found.property("region")));
    }

    private URI endpoint(Map<String, String> env) {
        String url = endpoint.isEmpty() ? env.getOrDefault("AWS_ENDPOINT_URL", "") : endpoint;
        if (url.isEmpty()) {
            return null;
        }
        if (!url.matches("https?://[^\\s]+")) {
            throw new ProblemException(Category.INPUT, Problem.of("cli.aws-endpoint", "", url));
        }
        return URI.create(url);
    }

    private AwsCredentialsProvider credentials(Map<String, String> env) {
        Optional<String> key = text(env, "AWS_ACCESS_KEY_ID");
        if (profile.isEmpty() && key.isPresent()) {
            String secret = env.getOrDefault("AWS_SECRET_ACCESS_KEY", "");
            AwsCredentials credentials = text(env, "AWS_SESSION_TOKEN")
                    .<AwsCredentials>map(token -> AwsSessionCredentials.create(key.get(), secret, token))
                    .orElseGet(() -> AwsBasicCredentials.create(key.get(), secret));
            return StaticCredentialsProvider.create(credentials);
        }
        ProfileFile profiles = profiles(env);
        if (profiles.profile(name(env)).isPresent()) {
            return ProfileCredentialsProvider.builder()
                    .profileFile(profiles)
                    .profileName(name(env))
                    .build();
        }
        if (!profile.isEmpty()) {
            throw new ProblemException(
                    Category.INPUT,
                    profiles.profiles().isEmpty()
                            ? Problem.of("cli.aws-profile-none", "", profile)
                            : Problem.of(
                                    "cli.aws-profile",
                                    "",
                                    profile,
                                    String.join(", ", profiles.profiles().keySet())));
        }
        return DefaultCredentialsProvider.builder().build();
    }

    private String name(Map<String, String> env) {
        return profile.isEmpty() ? env.getOrDefault("AWS_PROFILE", "default") : profile;
    }

    private static ProfileFile profiles(Map<String, String> env) {
        ProfileFile.Aggregator all = ProfileFile.aggregator();
        add(all, env, "AWS_SHARED_CREDENTIALS_FILE", "credentials", ProfileFile.Type.CREDENTIALS);
        add(all, env, "AWS_CONFIG_FILE", "config", ProfileFile.Type.CONFIGURATION);
        return all.build();
    }

    private static void add(
            ProfileFile.Aggregator all, Map<String, String> env, String variable, String name, ProfileFile.Type type) {
        String home = env.getOrDefault("HOME", env.getOrDefault("USERPROFILE", "."));
        Path file = text(env, variable).map(Path::of).orElseGet(() -> Path.of(home, ".aws", name));
        if (Files.isReadable(file)) {
            all.addFile(ProfileFile.builder().content(file).type(type).build());
        }
    }

    private static Optional<String> text(Map<String, String> env, String name) {
        return Optional.ofNullable(env.get(name)).filter(value -> !value.isBlank());
    }
}
