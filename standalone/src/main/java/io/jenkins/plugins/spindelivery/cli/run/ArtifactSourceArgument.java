package io.jenkins.plugins.spindelivery.cli.run;

import io.jenkins.plugins.spindelivery.engine.artifact.AccessToken;
import io.jenkins.plugins.spindelivery.engine.artifact.RepositorySource.Kind;
import io.jenkins.plugins.spindelivery.engine.problem.Nearest;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where references lead, as {@code --artifact-source} says it: {@code TYPE[,KEY=VALUE…]}. It says where a secret is (an
 * environment variable, a file) and never holds one.
 *
 * <p>The keys of {@code github} and {@code gitlab}: {@code url}, and {@code token-env} or {@code token-file}. Those of
 * {@code s3}: {@code profile}, {@code region}, {@code role-arn}, {@code external-id}, {@code endpoint-url}.
 *
 * @param type {@code github}, {@code gitlab} or {@code s3}
 * @param options by their keys
 */
public record ArtifactSourceArgument(String type, Map<String, String> options) {
    /** Objects in S3. */
    static final String S3 = "s3";

    private static final String TOKEN_ENV = "token-env";
    private static final String TOKEN_FILE = "token-file";
    private static final List<String> REPOSITORY = List.of(TOKEN_ENV, TOKEN_FILE, "url");
    private static final List<String> BUCKETS = List.of("endpoint-url", "external-id", "profile", "region", "role-arn");
    private static final Map<String, List<String>> TYPES =
            new TreeMap<>(Map.of("github", REPOSITORY, "gitlab", REPOSITORY, S3, BUCKETS));

    /** Larger than any token. */
    private static final long MOST_BYTES = 1 << 16;

    public ArtifactSourceArgument {
        options = Map.copyOf(options);
    }

    /**
     * Reads an argument, and looks at nothing else.
     *
     * @param argument see above
     * @return the source
     * @throws ProblemException when it has an unknown type or key, or an address that is none
     */
    public static ArtifactSourceArgument parse(String argument) {
        List<String> parts = List.of(argument.split(","));
        String type = parts.get(0).strip();
        List<String> keys = TYPES.get(type);
        if (keys == null) {
            throw wrong("cli.artifact-source-type", String.join(", ", TYPES.keySet()));
        }
        Map<String, String> options = new TreeMap<>();
        for (String part : parts.subList(1, parts.size())) {
            int equals = part.indexOf('=');
            String key = equals < 0 ? "" : part.substring(0, equals).strip();
            if (!keys.contains(key)) {
                // What has no key may be a piece of a secret.
                String near = Nearest.to(key, keys).orElse(String.join(", ", keys));
                throw wrong("cli.artifact-source-key", type, near);
            }
            if (options.put(key, part.substring(equals + 1).strip()) != null) {
                throw wrong("cli.artifact-source-twice", key);
            }
        }
        if (options.containsKey(TOKEN_ENV) && options.containsKey(TOKEN_FILE)) {
            throw wrong("cli.artifact-source-credential");
        }
        ArtifactSourceArgument source = new ArtifactSourceArgument(type, options);
        source.kind().ifPresent(kind -> kind.address(source.option("url")));
        return source;
    }

    /**
     * Whether objects in S3 are read with it.
     *
     * @return whether its type is {@code s3}
     */
    public boolean isBuckets() {
        return type.equals(S3);
    }

    /** The kind of server; empty for S3. */
    Optional<Kind> kind() {
        return type.equals(S3) ? Optional.empty() : Optional.of(Kind.valueOf(type.toUpperCase(Locale.ROOT)));
    }

    /**
     * An option's value.
     *
     * @param key such as {@code region}
     * @return empty without it
     */
    public String option(String key) {
        return options.getOrDefault(key, "");
    }

    /**
     * The account that reads S3.
     *
     * @return nothing is connected yet
     */
    public AwsProfile profile() {
        return new AwsProfile(option("profile"), option("role-arn"), option("external-id"), option("endpoint-url"));
    }

    /**
     * The token.
     *
     * @param env the environment
     * @throws ProblemException when the variable or file is not there, or holds no token
     */
    AccessToken token(Map<String, String> env) {
        String file = option(TOKEN_FILE);
        String variable = option(TOKEN_ENV);
        if (!file.isEmpty()) {
            return AccessToken.of(read(file));
        } else if (variable.isEmpty()) {
            return AccessToken.NONE;
        }
        String value = env.getOrDefault(variable, "");
        if (value.isBlank()) {
            throw wrong("cli.artifact-source-variable", type, variable);
        }
        return AccessToken.of(value);
    }

    private static String read(String file) {
        try {
            Path path = Path.of(file);
            if (Files.size(path) > MOST_BYTES) {
                throw wrong("cli.artifact-source-file", file);
            }
            return Files.readString(path);
        } catch (IOException | InvalidPathException e) {
            throw new ProblemException(Category.INPUT, List.of(Problem.of("cli.artifact-source-file", "", file)), e);
        }
    }

    private static ProblemException wrong(String code, Object... arguments) {
        return new ProblemException(Category.INPUT, Problem.of(code, "", arguments));
    }
}
