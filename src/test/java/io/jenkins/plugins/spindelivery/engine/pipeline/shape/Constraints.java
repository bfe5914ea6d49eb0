package io.jenkins.plugins.spindelivery.engine.pipeline.shape;

import io.jenkins.plugins.spindelivery.engine.pipeline.Graphs;
import io.jenkins.plugins.spindelivery.engine.pipeline.StageGraph;
import io.jenkins.plugins.spindelivery.engine.pipeline.StageNode;
import io.jenkins.plugins.spindelivery.engine.pipeline.shape.Shape.One;
import io.jenkins.plugins.spindelivery.engine.pipeline.shape.Shape.Parallel;
import io.jenkins.plugins.spindelivery.engine.pipeline.shape.Shape.Sequence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What has to end before each stage, directly or not: the same for a graph and for the shape that expresses it. */
final class Constraints {
    private Constraints() {}

    static Map<String, Set<String>> of(StageGraph graph) {
        Map<String, Set<String>> before = new TreeMap<>();
        for (StageNode stage : graph.order()) {
            Set<String> all = new TreeSet<>();
            for (StageNode requisite : graph.requisites(stage.refId())) {
                all.add(requisite.refId());
                all.addAll(before.get(requisite.refId()));
            }
            before.put(stage.refId(), all);
        }
        return before;
    }

    static Map<String, Set<String>> of(Shape shape) {
        Map<String, Set<String>> before = new TreeMap<>();
        walk(shape, Set.of(), before);
        return before;
    }

    /** A nesting by chance. */
    static Shape random(Random random, int size) {
        return random(random, size, new int[1]);
    }

    /** A graph with this shape, its stages in any order. */
    static StageGraph graph(Shape shape) {
        List<StageNode> stages = new ArrayList<>();
        of(shape).forEach((refId, before) -> stages.add(Graphs.stage(refId, "Stage " + refId, List.copyOf(before))));
        Collections.shuffle(stages, new Random(stages.size()));
        return StageGraph.of(stages);
    }

    private static Shape random(Random random, int size, int[] last) {
        if (size == 1) {
            return new One(String.valueOf(last[0]++));
        }
        int first = 1 + random.nextInt(size - 1);
        List<Shape> both = List.of(random(random, first, last), random(random, size - first, last));
        return random.nextBoolean() ? new Sequence(both) : new Parallel(both);
    }

    /** Writes down what is before each stage, and gives the stages. */
    private static Set<String> walk(Shape shape, Set<String> earlier, Map<String, Set<String>> before) {
        Set<String> stages = new TreeSet<>();
        if (shape instanceof One one) {
            before.put(one.refId(), new TreeSet<>(earlier));
            stages.add(one.refId());
        } else if (shape instanceof Parallel parallel) {
            parallel.branches().forEach(branch -> stages.addAll(walk(branch, earlier, before)));
        } else if (shape instanceof Sequence sequence) {
            Set<String> all = new TreeSet<>(earlier);
            for (Shape part : sequence.parts()) {
                Set<String> these = walk(part, all, before);
                all.addAll(these);
                stages.addAll(these);
            }
        } else {
            throw new IllegalArgumentException("flat");
        }
        return stages;
    }
}
