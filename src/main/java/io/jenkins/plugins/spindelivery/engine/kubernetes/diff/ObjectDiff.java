package io.jenkins.plugins.spindelivery.engine.kubernetes.diff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import io.jenkins.plugins.spindelivery.engine.manifest.write.YamlWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * What would change in one object. What the server keeps for itself is left out: {@code status}, versions, times,
 * {@code managedFields}, and the copy that {@code kubectl apply} keeps in an annotation. The values of a Secret are
 * replaced by their length and whether they changed; no hash of them is shown, which would let them be guessed.
 *
 * @param changes value by value, in the order of the fields' names
 * @param lines YAML in the unified format of {@code diff -u} without file names: each line begins with {@code @@}, a
 *     space, {@code +} or {@code -}
 */
public record ObjectDiff(List<Change> changes, List<String> lines) {
    private static final int CONTEXT = 3;

    /** The two lines with file names before the first hunk. */
    private static final int HEADER = 2;

    public ObjectDiff {
        changes = List.copyOf(changes);
        lines = List.copyOf(lines);
    }

    /**
     * Compares an object with what it would become.
     *
     * @param before the live object; {@code null} when there is none
     * @param after the object as the server would have it (the answer to a dry run); {@code null} when it would be
     *     deleted
     * @return the difference
     */
    public static ObjectDiff of(ObjectNode before, ObjectNode after) {
        Shown pair = Shown.of(before, after);
        return new ObjectDiff(Comparison.of(pair.before(), pair.after()), lines(pair.before(), pair.after()));
    }

    /**
     * Whether nothing that anybody declared would change.
     *
     * @return whether both sides are equal
     */
    public boolean isEmpty() {
        return changes.isEmpty() && lines.isEmpty();
    }

    private static List<String> lines(JsonNode before, JsonNode after) {
        if (before == null || after == null) {
            return whole(yaml(before), yaml(after));
        }
        List<String> old = yaml(before);
        List<String> unified =
                UnifiedDiffUtils.generateUnifiedDiff("", "", old, DiffUtils.diff(old, yaml(after)), CONTEXT);
        return unified.isEmpty() ? unified : unified.subList(HEADER, unified.size());
    }

    /** The library counts the lines of nothing from 1, {@code diff -u} from 0. */
    private static List<String> whole(List<String> old, List<String> now) {
        List<String> lines = new ArrayList<>();
        if (!old.isEmpty() || !now.isEmpty()) {
            lines.add("@@ -" + range(old) + " +" + range(now) + " @@");
        }
        old.forEach(line -> lines.add("-" + line));
        now.forEach(line -> lines.add("+" + line));
        return lines;
    }

    private static String range(List<String> lines) {
        return (lines.isEmpty() ? "0," : "1,") + lines.size();
    }

    private static List<String> yaml(JsonNode tree) {
        return tree == null ? List.of() : YamlWriter.write(tree).lines().toList();
    }
}
