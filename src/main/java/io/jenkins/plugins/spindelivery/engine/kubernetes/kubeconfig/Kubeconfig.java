package io.jenkins.plugins.spindelivery.engine.kubernetes.kubeconfig;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.problem.Nearest;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One or several kubeconfigs read as one. As for kubectl the first file that sets a name or the current context decides,
 * and a relative path belongs to the folder of the file it stands in.
 */
final class Kubeconfig {

    /**
     * A named part: a cluster, a user or a context.
     *
     * @param name its name
     * @param value its tree; an empty one when the file leaves it out
     * @param file the file it stands in, for messages
     * @param folder the folder that relative paths belong to; {@code null} for a text that is no file
     */
    record Entry(String name, ObjectNode value, String file, Path folder) {
        /** The text under a key, without blanks around it; empty when there is none. */
        String text(String key) {
            JsonNode found = value.path(key);
            if (found.isContainerNode() && !found.isEmpty()) {
                throw problem(Category.INPUT, "kubernetes.kubeconfig-not-text", key);
            }
            return found.isTextual() ? found.textValue().strip() : "";
        }

        /** A text that goes into the header of a request, where only visible ASCII characters may stand. */
        String headerText(String key) {
            String text = text(key);
            if (!isHeaderText(text)) {
                throw problem(Category.INPUT, "kubernetes.kubeconfig-characters", key);
            }
            return text;
        }

        /** A problem with this entry; its name is the text's first argument. */
        ProblemException problem(Category category, String code, Object... more) {
            Object[] arguments = new Object[more.length + 1];
            arguments[0] = name;
            System.arraycopy(more, 0, arguments, 1, more.length);
            return new ProblemException(category, Problem.of(code, file, arguments));
        }

        boolean has(String key) {
            JsonNode found = value.path(key);
            return found.isContainerNode() ? !found.isEmpty() : !text(key).isEmpty();
        }
    }

    /** Whether a text has visible ASCII characters and blanks alone. */
    static boolean isHeaderText(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    private final Map<String, Entry> clusters = new LinkedHashMap<>();
    private final Map<String, Entry> users = new LinkedHashMap<>();
    private final Map<String, Entry> contexts = new LinkedHashMap<>();
    private final StringBuilder files = new StringBuilder();
    private String currentContext = "";

    void add(String file, Path folder, ObjectNode tree) {
        files.append(files.length() == 0 ? "" : ", ").append(file);
        if (currentContext.isEmpty()) {
            currentContext = tree.path("current-context").asText("");
        }
        collect(tree.path("clusters"), "cluster", clusters, file, folder);
        collect(tree.path("users"), "user", users, file, folder);
        collect(tree.path("contexts"), "context", contexts, file, folder);
    }

    /** The files it was read from, for messages. */
    String files() {
        return files.toString();
    }

    /** The names of the contexts. */
    Kubeconfigs.Contexts contexts() {
        if (contexts.isEmpty()) {
            throw wrong(Problem.of("kubernetes.kubeconfig-no-contexts", files()));
        }
        return new Kubeconfigs.Contexts(
                List.copyOf(contexts.keySet()), contexts.containsKey(currentContext) ? currentContext : "");
    }

    /**
     * A context.
     *
     * @param wanted its name; empty for the current one
     * @throws ProblemException when there is no such context, or no current one
     */
    Entry context(String wanted) {
        if (contexts.isEmpty()) {
            throw wrong(Problem.of("kubernetes.kubeconfig-no-contexts", files()));
        }
        String name = wanted.isEmpty() ? currentContext : wanted;
        if (name.isEmpty()) {
            throw wrong(Problem.of("kubernetes.kubeconfig-no-current-context", files(), names(contexts)));
        }
        Entry context = contexts.get(name);
        if (context == null) {
            throw wrong(Nearest.to(name, contexts.keySet())
                    .map(near -> Problem.of(
                            "kubernetes.kubeconfig-unknown-context-near", files(), name, near, names(contexts)))
                    .orElseGet(
                            () -> Problem.of("kubernetes.kubeconfig-unknown-context", files(), name, names(contexts))));
        }
        return context;
    }

    /** The cluster that a context names. */
    Entry cluster(Entry context) {
        return part(context, "cluster", clusters);
    }

    /** The user that a context names. */
    Entry user(Entry context) {
        return part(context, "user", users);
    }

    private static Entry part(Entry context, String key, Map<String, Entry> known) {
        String name = context.text(key);
        if (name.isEmpty()) {
            throw context.problem(Category.INPUT, "kubernetes.kubeconfig-context-lacks", key);
        }
        Entry entry = known.get(name);
        if (entry == null) {
            throw context.problem(Category.INPUT, "kubernetes.kubeconfig-context-dangles", key, name, names(known));
        }
        return entry;
    }

    private static void collect(JsonNode list, String key, Map<String, Entry> into, String file, Path folder) {
        Set<String> here = new HashSet<>();
        for (JsonNode item : list) {
            String name = item.path("name").asText("");
            if (!name.isEmpty() && !here.add(name)) {
                throw wrong(Problem.of("kubernetes.kubeconfig-duplicate-name", file, key, name));
            }
            if (!name.isEmpty()) {
                ObjectNode value =
                        item.path(key) instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
                into.putIfAbsent(name, new Entry(name, value, file, folder));
            }
        }
    }

    private static String names(Map<String, Entry> entries) {
        return entries.isEmpty()
                ? "-"
                : entries.keySet().stream().sorted().limit(30).collect(Collectors.joining(", "));
    }

    private static ProblemException wrong(Problem problem) {
        return new ProblemException(Category.INPUT, problem);
    }
}
