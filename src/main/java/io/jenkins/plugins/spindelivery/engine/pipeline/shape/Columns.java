package io.jenkins.plugins.spindelivery.engine.pipeline.shape;

import io.jenkins.plugins.spindelivery.engine.pipeline.StageGraph;
import io.jenkins.plugins.spindelivery.engine.pipeline.StageNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The columns of a drawing, after Sugiyama, Tagawa and Toda, <em>Methods for Visual Understanding of Hierarchical
 * System Structures</em>, 1981: a stage stands in the column of the longest way to it, long lines have slots in the
 * columns between, and the slots of a column are ordered by the mean row of their neighbours. The lines of one stage go
 * together as far as they can, so that there are never more slots in a column than stages.
 */
final class Columns {
    /** More sweeps hardly ever find an order with fewer crossings. */
    private static final int SWEEPS = 12;

    private final List<List<Slot>> all = new ArrayList<>();
    private final Map<String, Slot> stages = new HashMap<>();
    /** For each stage the slots of its lines, the nearest column first. */
    private final Map<String, List<Slot>> lanes = new HashMap<>();

    private Columns() {}

    static Columns of(StageGraph graph) {
        Columns columns = new Columns();
        for (StageNode stage : graph.order()) {
            columns.add(stage, graph.requisites(stage.refId()));
        }
        columns.number();
        columns.untangle();
        return columns;
    }

    /** Each column from the top. */
    List<List<Slot>> all() {
        return all;
    }

    /** Where a stage stands. */
    Slot slot(StageNode stage) {
        return stages.get(stage.refId());
    }

    /** The slots that a line passes, both ends included; of one that goes backwards only the ends. */
    List<Slot> way(StageNode from, StageNode to) {
        List<Slot> way = new ArrayList<>(List.of(slot(from)));
        int between = Math.max(0, slot(to).column() - slot(from).column() - 1);
        way.addAll(lanes.get(from.refId()).subList(0, between));
        way.add(slot(to));
        return way;
    }

    /** In a cycle some requisites are not placed yet: their lines have no influence on the order. */
    private void add(StageNode stage, List<StageNode> requisites) {
        List<StageNode> placed = requisites.stream()
                .filter(requisite -> stages.containsKey(requisite.refId()))
                .toList();
        int column = placed.stream()
                .mapToInt(requisite -> slot(requisite).column() + 1)
                .max()
                .orElse(0);
        Slot slot = slot(column);
        for (StageNode requisite : placed) {
            lane(requisite, column).leadsTo(slot);
        }
        stages.put(stage.refId(), slot);
        lanes.put(stage.refId(), new ArrayList<>());
    }

    /** The slot of a stage or of its lines in the column before the given one. */
    private Slot lane(StageNode stage, int column) {
        List<Slot> lane = lanes.get(stage.refId());
        Slot last = lane.isEmpty() ? slot(stage) : lane.get(lane.size() - 1);
        while (last.column() < column - 1) {
            Slot next = slot(last.column() + 1);
            last.leadsTo(next);
            lane.add(next);
            last = next;
        }
        int steps = column - 1 - slot(stage).column();
        return steps == 0 ? slot(stage) : lane.get(steps - 1);
    }

    private Slot slot(int column) {
        while (all.size() <= column) {
            all.add(new ArrayList<>());
        }
        Slot slot = new Slot(column);
        all.get(column).add(slot);
        return slot;
    }

    private void number() {
        for (List<Slot> column : all) {
            for (int row = 0; row < column.size(); row++) {
                column.get(row).row(row);
            }
        }
    }

    /** Goes to and fro, and keeps the best that came up. */
    private void untangle() {
        long fewest = crossings();
        List<List<Slot>> best = copy();
        for (int sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
            boolean right = sweep % 2 == 0;
            for (int i = 1; i < all.size(); i++) {
                sort(all.get(right ? i : all.size() - 1 - i), right ? Slot::before : Slot::after);
            }
            long crossings = crossings();
            if (crossings < fewest) {
                fewest = crossings;
                best = copy();
            }
        }
        for (int i = 0; i < all.size(); i++) {
            all.set(i, best.get(i));
        }
        number();
    }

    private List<List<Slot>> copy() {
        List<List<Slot>> copy = new ArrayList<>();
        all.forEach(column -> copy.add(new ArrayList<>(column)));
        return copy;
    }

    /** By the barycentre; a slot without neighbours on that side keeps its row as well as it can. */
    private static void sort(List<Slot> column, Function<Slot, List<Slot>> neighbours) {
        Map<Slot, Double> means = new HashMap<>();
        for (Slot slot : column) {
            means.put(
                    slot,
                    neighbours.apply(slot).stream()
                            .mapToInt(Slot::row)
                            .average()
                            .orElse(slot.row()));
        }
        column.sort(Comparator.comparingDouble(means::get));
        for (int row = 0; row < column.size(); row++) {
            column.get(row).row(row);
        }
    }

    private long crossings() {
        long crossings = 0;
        for (int i = 0; i + 1 < all.size(); i++) {
            crossings += crossings(all.get(i), all.get(i + 1).size());
        }
        return crossings;
    }

    /**
     * Counts, for each line from top to bottom, the earlier ones that end below it: by a Fenwick tree over the rows.
     */
    private static long crossings(List<Slot> column, int rows) {
        long[] ends = new long[rows + 1];
        long lines = 0;
        long crossings = 0;
        for (Slot slot : column) {
            List<Integer> targets =
                    slot.after().stream().map(Slot::row).sorted().toList();
            for (int target : targets) {
                crossings += lines - sum(ends, target + 1);
            }
            for (int target : targets) {
                for (int i = target + 1; i <= rows; i += i & -i) {
                    ends[i]++;
                }
                lines++;
            }
        }
        return crossings;
    }

    private static long sum(long[] ends, int rows) {
        long sum = 0;
        for (int i = rows; i > 0; i -= i & -i) {
            sum += ends[i];
        }
        return sum;
    }
}
