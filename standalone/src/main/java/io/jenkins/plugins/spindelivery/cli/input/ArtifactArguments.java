package io.jenkins.plugins.spindelivery.cli.input;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.spindelivery.engine.artifact.Artifact;
import io.jenkins.plugins.spindelivery.engine.problem.Faults;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** Reads what {@code --artifact} and {@code --require-artifact} give. */
public final class ArtifactArguments {
    private static final List<String> KEYS = List.of("type", "name", "location", "version", "reference", "account");
    private static final List<String> NEEDED = List.of("type", "name", "reference");
    private static final Pattern INLINE = Pattern.compile("(?:" + String.join("|", KEYS) + ")=.*", Pattern.DOTALL);

    private ArtifactArguments() {}

    /**
     * Reads artifacts.
     *
     * @param arguments each either {@code type=…,name=…,reference=…} with optional {@code version}, {@code location} and
     *     {@code account}, or a JSON file: a result with {@code artifacts}, a list of artifacts, or one artifact
     * @return in order
     * @throws ProblemException with everything that is wrong
     */
    public static List<Artifact> read(List<String> arguments) {
        List<Artifact> artifacts = new ArrayList<>();
        Faults faults = new Faults();
        for (String argument : arguments) {
            faults.collect(() -> {
                if (INLINE.matcher(argument).matches()) {
                    artifacts.add(inline(argument));
                } else {
                    artifacts.addAll(file(argument));
                }
            });
        }
        faults.throwIfAny();
        return artifacts;
    }

    private static Artifact inline(String argument) {
        Map<String, String> parts = new LinkedHashMap<>();
        for (String part : argument.split(",")) {
            int equals = part.indexOf('=');
            String key = equals < 0 ? part : part.substring(0, equals).strip();
            if (equals < 0 || !KEYS.contains(key)) {
                throw wrong(Problem.of("cli.artifact-key", argument, key, String.join(", ", KEYS)));
            }
            if (parts.put(key, part.substring(equals + 1).strip()) != null) {
                throw wrong(Problem.of("cli.artifact-key-twice", argument, key));
            }
        }
        return artifact(parts, argument);
    }

    private static List<Artifact> file(String argument) {
        JsonNode tree = Documents.single(path(argument));
        JsonNode list = tree.has("artifacts") ? tree.get("artifacts") : tree;
        if (list.isArray() && !list.isEmpty()) {
            return StreamSupport.stream(list.spliterator(), false)
                    .map(item -> artifact(item, argument))
                    .toList();
        }
        if (list.isObject() && list.has("type")) {
            return List.of(artifact(list, argument));
        }
        throw wrong(Problem.of("cli.artifact-file-empty", argument));
    }

    private static Artifact artifact(JsonNode tree, String where) {
        Map<String, String> parts = new LinkedHashMap<>();
        for (String key : KEYS) {
            if (tree.path(key).isTextual()) {
                parts.put(key, tree.get(key).textValue());
            }
        }
        return artifact(parts, where);
    }

    private static Artifact artifact(Map<String, String> parts, String where) {
        for (String key : NEEDED) {
            if (parts.getOrDefault(key, "").isEmpty()) {
                throw wrong(Problem.of("cli.artifact-lacks", where, key));
            }
        }
        return new Artifact(
                parts.get("type"),
                parts.get("name"),
                parts.get("location"),
                parts.get("version"),
                parts.get("reference"),
                parts.get("account"));
    }

    private static Path path(String argument) {
        try {
            return Path.of(argument);
        } catch (InvalidPathException e) {
            throw new ProblemException(Category.INPUT, List.of(Problem.of("cli.source-missing", "", argument)), e);
        }
    }

    private static ProblemException wrong(Problem problem) {
        return new ProblemException(Category.INPUT, problem);
    }
}
