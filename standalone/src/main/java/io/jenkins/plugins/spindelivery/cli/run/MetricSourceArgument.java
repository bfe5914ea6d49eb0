package io.jenkins.plugins.spindelivery.cli.run;

import io.jenkins.plugins.spindelivery.engine.artifact.SafeUrl;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.Authorization;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.CloudWatchSource;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.MetricSourceSpec;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.MetricSourceTypes;
import io.jenkins.plugins.spindelivery.engine.operation.Durations;
import io.jenkins.plugins.spindelivery.engine.problem.Nearest;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A metric source as {@code --metric-source} gives it: {@code [NAME=]TYPE,URL[,KEY=VALUE…]}. It says where secrets are
 * (environment variables, files) and never holds one, so that it can stand in a state file.
 *
 * <p>The keys: {@code token-env} or {@code token-file}; {@code user} with {@code password-env} or {@code password-file};
 * {@code ca-file}; {@code limit}; {@code timeout}.
 */
public final class MetricSourceArgument {
    private static final String TOKEN = "token";
    private static final String PASSWORD = "password";
    private static final String USER = "user";
    private static final String CA_FILE = "ca-file";
    private static final String LIMIT = "limit";
    private static final String TIMEOUT = "timeout";
    private static final List<String> KEYS =
            List.of(CA_FILE, LIMIT, "password-env", "password-file", TIMEOUT, "token-env", "token-file", USER);

    /** Larger than any token or bundle of certificates. */
    private static final long MOST_BYTES = 1 << 20;

    private final String name;
    private final String type;
    private final String address;
    private final Map<String, String> options;

    private MetricSourceArgument(String name, String type, String address, Map<String, String> options) {
        this.name = name;
        this.type = type;
        this.address = address;
        this.options = options;
    }

    /**
     * Reads an argument, and looks at nothing else.
     *
     * @param argument see above; the name is the type's unless it is given
     * @return the source, with absolute paths
     * @throws ProblemException when it has another form, an unknown key or type, or two credentials
     */
    public static MetricSourceArgument parse(String argument) {
        String[] parts = argument.split(",");
        if (parts.length < 2) {
            throw wrong("cli.metric-source-form", shown(argument));
        }
        int equals = parts[0].indexOf('=');
        String type = parts[0].substring(equals + 1).strip();
        String name = equals < 0 ? type : parts[0].substring(0, equals).strip();
        if (!MetricSourceTypes.names().contains(type) || name.isEmpty()) {
            List<String> types = new ArrayList<>(MetricSourceTypes.names());
            types.add(0, CloudWatchSource.TYPE);
            throw wrong("cli.metric-source-type", type, String.join(", ", types));
        }
        Map<String, String> options = new TreeMap<>();
        for (String part : List.of(parts).subList(2, parts.length)) {
            option(part, options);
        }
        boolean basic = options.containsKey(USER);
        long secrets = options.keySet().stream()
                .filter(key -> key.startsWith(TOKEN) || key.startsWith(PASSWORD))
                .count();
        boolean token = options.keySet().stream().anyMatch(key -> key.startsWith(TOKEN));
        if (secrets > 1 || basic == token && secrets == 1 || basic && secrets == 0) {
            throw wrong("cli.metric-source-credential");
        }
        // Checked here, so that a wrong address is told before anything is done.
        MetricSourceSpec.of(name, type, parts[1]);
        return new MetricSourceArgument(name, type, parts[1].strip(), options);
    }

    private static void option(String part, Map<String, String> options) {
        int equals = part.indexOf('=');
        String key = equals < 0 ? part.strip() : part.substring(0, equals).strip();
        if (equals < 0 || !KEYS.contains(key)) {
            // What has no key may be a piece of a secret.
            String near = equals < 0 ? "" : Nearest.to(key, KEYS).orElse("");
            throw wrong("cli.metric-source-key", near.isEmpty() ? String.join(", ", KEYS) : near);
        }
        String value = part.substring(equals + 1).strip();
        if (options.put(key, key.endsWith("-file") ? absolute(value) : value) != null) {
            throw wrong("cli.metric-source-twice", key);
        }
    }

    private static String absolute(String path) {
        try {
            return Path.of(path).toAbsolutePath().normalize().toString();
        } catch (InvalidPathException e) {
            throw wrong("cli.source-missing", path);
        }
    }

    /**
     * What messages call it.
     *
     * @return the name that was given, or the type's
     */
    public String name() {
        return name;
    }

    /**
     * The source with its credential.
     *
     * @param env the environment
     * @return the source
     * @throws ProblemException when a variable or file is not there, or a limit is none
     */
    public MetricSourceSpec spec(Map<String, String> env) {
        Authorization who = Authorization.NONE;
        if (options.containsKey(USER)) {
            who = Authorization.basic(options.get(USER), secret(PASSWORD, env));
        } else if (options.containsKey(TOKEN + "-env") || options.containsKey(TOKEN + "-file")) {
            who = Authorization.bearer(secret(TOKEN, env));
        }
        String authorities = options.containsKey(CA_FILE) ? read(options.get(CA_FILE)) : "";
        return new MetricSourceSpec(name, type, address, who, authorities, limit(), timeout());
    }

    private String secret(String kind, Map<String, String> env) {
        String file = options.get(kind + "-file");
        if (file != null) {
            return read(file).strip();
        }
        String variable = options.get(kind + "-env");
        String value = env.get(variable);
        if (value == null || value.isEmpty()) {
            throw wrong("cli.metric-source-variable", name, variable);
        }
        return value;
    }

    private static String read(String file) {
        try {
            if (Files.size(Path.of(file)) > MOST_BYTES) {
                throw wrong("cli.metric-source-file", file);
            }
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new ProblemException(Category.INPUT, List.of(Problem.of("cli.metric-source-file", "", file)), e);
        }
    }

    private int limit() {
        String limit = options.getOrDefault(LIMIT, Integer.toString(MetricSourceSpec.DEFAULT_LIMIT));
        try {
            return Integer.parseInt(limit);
        } catch (NumberFormatException e) {
            throw wrong("cli.metric-source-limit", limit);
        }
    }

    private Duration timeout() {
        String timeout = options.get(TIMEOUT);
        return timeout == null
                ? MetricSourceSpec.DEFAULT_TIMEOUT
                : Durations.parse(timeout).orElseThrow(() -> wrong("cli.duration", timeout));
    }

    private static String shown(String argument) {
        return argument.contains("://") ? SafeUrl.display(argument) : argument;
    }

    private static ProblemException wrong(String code, Object... arguments) {
        return new ProblemException(Category.INPUT, Problem.of(code, "", arguments));
    }

    /** The argument anew; what a state holds as the source's name, and {@link #parse} reads. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(name + "=" + type + "," + address);
        options.forEach((key, value) -> text.append(',').append(key).append('=').append(value));
        return text.toString();
    }
}
