package io.jenkins.plugins.spindelivery.engine.pipeline.shape;

import io.jenkins.plugins.spindelivery.engine.pipeline.StageGraph;
import io.jenkins.plugins.spindelivery.engine.pipeline.StageNode;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What Jenkins calls the stages of a pipeline: their names, made unique, on one line and not too long. */
public final class StageLabels {
    /** More is no name, and a literal of the script may not be of any length. */
    private static final int LONGEST = 200;

    /** A branch of this name would be taken for the option of the step {@code parallel}. */
    private static final String RESERVED = "failFast";

    private StageLabels() {}

    /**
     * The labels of all stages.
     *
     * @param graph the pipeline's
     * @return by refId: the name, with the refId behind it where another stage has the same name
     */
    public static Map<String, String> of(StageGraph graph) {
        Map<String, String> names = new LinkedHashMap<>();
        graph.order().forEach(stage -> names.put(stage.refId(), name(stage)));
        Map<String, Long> uses =
                names.values().stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        Set<String> used = new HashSet<>(uses.keySet());
        used.add(RESERVED);
        Map<String, String> labels = new LinkedHashMap<>();
        names.forEach((refId, name) -> {
            String label = name;
            if (uses.get(name) > 1 || name.equals(RESERVED)) {
                do {
                    label += " (" + clean(refId) + ")";
                } while (!used.add(label));
            }
            labels.put(refId, label);
        });
        return Collections.unmodifiableMap(labels);
    }

    private static String name(StageNode stage) {
        String name = clean(stage.name());
        return name.isEmpty() ? clean(stage.refId()) : name;
    }

    private static String clean(String name) {
        String line = name.codePoints()
                .limit(2L * LONGEST)
                .map(StageLabels::visible)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip()
                .replaceAll(" {2,}", " ");
        return line.codePointCount(0, line.length()) <= LONGEST
                ? line
                : line.substring(0, line.offsetByCodePoints(0, LONGEST - 1)) + "…";
    }

    private static int visible(int codePoint) {
        boolean none = Character.getType(codePoint) == Character.SURROGATE || (codePoint & 0xFFFE) == 0xFFFE;
        return none ? '\uFFFD' : Character.isISOControl(codePoint) ? ' ' : codePoint;
    }
}
