package io.jenkins.plugins.spindelivery.cli.run;

import io.jenkins.plugins.spindelivery.engine.canary.metrics.CloudWatchSource;
import io.jenkins.plugins.spindelivery.engine.problem.Nearest;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * CloudWatch as {@code --metric-source} gives it: {@code [NAME=]cloudWatch[,KEY=VALUE…]}. The keys say which AWS account asks,
 * as for the AWS command line, and hold no secret: {@code profile}, {@code region}, {@code role-arn}, {@code external-id},
 * {@code endpoint-url}.
 *
 * @param name what messages call it
 * @param options by their keys
 */
record CloudWatchArgument(String name, Map<String, String> options) {
    private static final List<String> KEYS = List.of("endpoint-url", "external-id", "profile", "region", "role-arn");

    CloudWatchArgument {
        options = Map.copyOf(options);
    }

    /** Whether an argument names CloudWatch; it may be malformed all the same. */
    static boolean isOne(String argument) {
        String first = argument.split(",", 2)[0];
        return first.substring(first.indexOf('=') + 1).strip().equals(CloudWatchSource.TYPE);
    }

    /**
     * Reads an argument, and looks at nothing else.
     *
     * @throws ProblemException when it has no name, an unknown key, or a key twice
     */
    static CloudWatchArgument parse(String argument) {
        List<String> parts = List.of(argument.split(","));
        int equals = parts.get(0).indexOf('=');
        String name = equals < 0
                ? CloudWatchSource.TYPE
                : parts.get(0).substring(0, equals).strip();
        if (name.isEmpty()) {
            throw wrong("cli.metric-source-form", argument);
        }
        Map<String, String> options = new TreeMap<>();
        for (String part : parts.subList(1, parts.size())) {
            int at = part.indexOf('=');
            String key = at < 0 ? "" : part.substring(0, at).strip();
            if (!KEYS.contains(key)) {
                throw wrong("cli.metric-source-key", Nearest.to(key, KEYS).orElse(String.join(", ", KEYS)));
            } else if (options.put(key, part.substring(at + 1).strip()) != null) {
                throw wrong("cli.metric-source-twice", key);
            }
        }
        return new CloudWatchArgument(name, options);
    }

    private static ProblemException wrong(String code, Object... arguments) {
        return new ProblemException(Category.INPUT, Problem.of(code, "", arguments));
    }

    /**
     * The source.
     *
     * @param accounts connect when it is asked
     * @param env the environment
     * @throws ProblemException when nobody says which region
     */
    CloudWatchSource open(AwsConnections accounts, Map<String, String> env) {
        AwsProfile profile =
                new AwsProfile(option("profile"), option("role-arn"), option("external-id"), option("endpoint-url"));
        String region = option("region").isEmpty()
                ? profile.usualRegion(env).orElseThrow(() -> wrong("cli.metric-source-region"))
                : option("region");
        return new CloudWatchSource(name, () -> accounts.account(profile.id()), region);
    }

    private String option(String key) {
        return options.getOrDefault(key, "");
    }

    /** The argument anew; what a state holds as the source's name, and {@link #parse} reads. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(name + "=" + CloudWatchSource.TYPE);
        new TreeMap<>(options)
                .forEach(
                        (key, value) -> text.append(',').append(key).append('=').append(value));
        return text.toString();
    }
}
