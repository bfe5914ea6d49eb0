package io.jenkins.plugins.spindelivery.engine.pipeline.shape;

import io.jenkins.plugins.spindelivery.engine.pipeline.StageGraph;
import io.jenkins.plugins.spindelivery.engine.pipeline.StageNode;
import io.jenkins.plugins.spindelivery.engine.pipeline.shape.Shape.Flat;
import io.jenkins.plugins.spindelivery.engine.pipeline.shape.Shape.One;
import io.jenkins.plugins.spindelivery.engine.pipeline.shape.Shape.Parallel;
import io.jenkins.plugins.spindelivery.engine.pipeline.shape.Shape.Sequence;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Finds the nesting of sequences and branches in which each stage starts exactly when its requisites have ended.
 *
 * <p>There is one if and only if the order of the stages is series-parallel (Valdes, Tarjan and Lawler, <em>The
 * Recognition of Series Parallel Digraphs</em>, 1982), and then it is the only one but for the order of branches. An
 * order is taken apart from the outside: where stages fall into groups that have nothing to do with each other, the
 * groups are branches; where they fall into groups all of whose stages come before all of another's, the groups are a
 * sequence; where they do neither, nesting can't express it.
 */
public final class Shapes {
    private final List<StageNode> stages;
    /** For each stage, by its number in the order: everything that ends before it. */
    private final List<BitSet> before = new ArrayList<>();
    /** For each stage: everything that ends before it or starts after it. */
    private final List<BitSet> related = new ArrayList<>();

    private Shapes(StageGraph graph) {
        this.stages = graph.order();
        Map<String, Integer> numbers = new HashMap<>();
        for (StageNode stage : stages) {
            BitSet ancestors = new BitSet(stages.size());
            for (StageNode requisite : graph.requisites(stage.refId())) {
                int number = numbers.get(requisite.refId());
                ancestors.or(before.get(number));
                ancestors.set(number);
            }
            numbers.put(stage.refId(), before.size());
            before.add(ancestors);
        }
        before.forEach(ancestors -> related.add((BitSet) ancestors.clone()));
        for (int i = 0; i < stages.size(); i++) {
            int later = i;
            before.get(i).stream().forEach(earlier -> related.get(earlier).set(later));
        }
    }

    /**
     * The shape of a graph.
     *
     * @param graph without problems
     * @return the exact nesting, or {@link Flat} when there is none. Branches are in the order of
     *     {@link StageGraph#order}
     * @throws IllegalArgumentException when the graph has problems
     */
    public static Shape of(StageGraph graph) {
        if (!graph.problems().isEmpty()) {
            throw new IllegalArgumentException("the graph has problems");
        }
        Shapes shapes = new Shapes(graph);
        BitSet all = new BitSet();
        all.set(0, shapes.stages.size());
        Shape shape = shapes.reduce(all);
        return shape == null
                ? new Flat(graph.order().stream().map(StageNode::refId).toList())
                : shape;
    }

    /** The nesting of some stages; {@code null} when there is none. */
    private Shape reduce(BitSet some) {
        if (some.cardinality() == 1) {
            return new One(stages.get(some.nextSetBit(0)).refId());
        }
        List<BitSet> branches = groups(some, related::get);
        if (branches.size() > 1) {
            List<Shape> shapes = reduceAll(branches);
            return shapes == null ? null : new Parallel(shapes);
        }
        List<BitSet> parts = groups(some, stage -> unrelated(stage, some));
        if (parts.size() == 1) {
            return null;
        }
        // Of a part's stages the first to start have as many before them as all earlier parts together.
        parts.sort(Comparator.comparingInt(part -> earliest(part, some)));
        List<Shape> shapes = reduceAll(parts);
        return shapes == null ? null : new Sequence(shapes);
    }

    private List<Shape> reduceAll(List<BitSet> groups) {
        List<Shape> shapes = new ArrayList<>();
        for (BitSet group : groups) {
            Shape shape = reduce(group);
            if (shape == null) {
                return null;
            }
            shapes.add(shape);
        }
        return shapes;
    }

    /** The connected components, by their first stage. */
    private static List<BitSet> groups(BitSet some, IntFunction<BitSet> neighbours) {
        List<BitSet> groups = new ArrayList<>();
        BitSet left = (BitSet) some.clone();
        while (!left.isEmpty()) {
            BitSet group = new BitSet();
            BitSet open = new BitSet();
            open.set(left.nextSetBit(0));
            while (!open.isEmpty()) {
                int stage = open.nextSetBit(0);
                group.set(stage);
                left.clear(stage);
                open.or(neighbours.apply(stage));
                open.and(left);
            }
            groups.add(group);
        }
        return groups;
    }

    private BitSet unrelated(int stage, BitSet some) {
        BitSet others = (BitSet) some.clone();
        others.andNot(related.get(stage));
        others.clear(stage);
        return others;
    }

    private int earliest(BitSet part, BitSet some) {
        return part.stream().map(stage -> count(before.get(stage), some)).min().orElseThrow();
    }

    private static int count(BitSet stages, BitSet among) {
        BitSet common = (BitSet) stages.clone();
        common.and(among);
        return common.cardinality();
    }
}
