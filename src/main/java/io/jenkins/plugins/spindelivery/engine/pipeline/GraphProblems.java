package io.jenkins.plugins.spindelivery.engine.pipeline;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds what is wrong with a graph. */
final class GraphProblems {
    /** Enough to mend a pipeline by. */
    private static final int MOST = 50;

    /** Folders of the build and Jenkins' own labels carry them. */
    private static final int LONGEST_REF_ID = 100;

    private final StageGraph graph;
    private final List<StageNode> stages;
    private final List<Problem> problems = new ArrayList<>();

    GraphProblems(StageGraph graph, List<StageNode> stages) {
        this.graph = graph;
        this.stages = stages;
    }

    List<Problem> find() {
        if (stages.isEmpty()) {
            return List.of(Problem.of("pipeline.no-stages", ""));
        }
        if (stages.size() > StageGraph.MOST_STAGES) {
            // What follows takes more than linear time.
            return List.of(Problem.of("pipeline.too-many-stages", "", stages.size(), StageGraph.MOST_STAGES));
        }
        refIds();
        requisites();
        cycles();
        return List.copyOf(problems);
    }

    private void refIds() {
        Map<String, List<StageNode>> users = new LinkedHashMap<>();
        for (StageNode stage : stages) {
            if (isUnusable(stage.refId())) {
                add("pipeline.unusable-ref-id", stage.name(), LONGEST_REF_ID);
            } else {
                users.computeIfAbsent(stage.refId(), refId -> new ArrayList<>()).add(stage);
            }
        }
        users.forEach((refId, found) -> {
            if (found.size() > 1) {
                add(
                        "pipeline.duplicate-ref-id",
                        refId,
                        found.stream().map(StageNode::name).collect(Collectors.joining(", ")));
            }
        });
    }

    private static boolean isUnusable(String refId) {
        return refId.isBlank()
                || refId.length() > LONGEST_REF_ID
                || refId.codePoints().anyMatch(GraphProblems::isNoCharacter);
    }

    /** Control characters, halves of surrogate pairs, and what Unicode reserves as no character. */
    private static boolean isNoCharacter(int codePoint) {
        return Character.isISOControl(codePoint)
                || Character.getType(codePoint) == Character.SURROGATE
                || (codePoint & 0xFFFE) == 0xFFFE;
    }

    private void requisites() {
        for (StageNode stage : stages) {
            for (String requisite : stage.requisites()) {
                if (graph.stage(requisite).isEmpty()) {
                    add("pipeline.unknown-requisite", stage.describe(), requisite);
                }
            }
        }
    }

    /** Tells of cycles until what is left can be ordered; each stage is in at most one of those told. */
    private void cycles() {
        Set<String> left = new LinkedHashSet<>();
        graph.order().forEach(stage -> left.add(stage.refId()));
        peel(left);
        while (!left.isEmpty() && problems.size() < MOST) {
            List<String> cycle = cycle(left);
            add(
                    "pipeline.cycle",
                    cycle.stream()
                            .map(refId -> graph.stage(refId).orElseThrow().describe())
                            .collect(Collectors.joining(" → ")));
            cycle.forEach(left::remove);
            peel(left);
        }
    }

    /** Takes away what waits for nothing that is left, again and again. */
    private void peel(Set<String> left) {
        boolean changed = true;
        while (changed) {
            changed = left.removeIf(
                    refId -> graph.requisites(refId).stream().noneMatch(requisite -> left.contains(requisite.refId())));
        }
    }

    /**
     * Each stage that is left waits for another one of them, so going back from requisite to requisite meets itself.
     */
    private List<String> cycle(Set<String> left) {
        List<String> path = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        String refId = left.iterator().next();
        while (seen.add(refId)) {
            path.add(refId);
            refId = graph.requisites(refId).stream()
                    .map(StageNode::refId)
                    .filter(left::contains)
                    .findFirst()
                    .orElseThrow();
        }
        List<String> cycle = new ArrayList<>(path.subList(path.indexOf(refId), path.size()));
        cycle.add(refId);
        Collections.reverse(cycle);
        return cycle;
    }

    private void add(String code, Object... arguments) {
        if (problems.size() < MOST) {
            problems.add(Problem.of(code, "", arguments));
        }
    }
}
