package io.jenkins.plugins.spindelivery.engine.pipeline.shape;

import io.jenkins.plugins.spindelivery.engine.pipeline.StageGraph;
import io.jenkins.plugins.spindelivery.engine.pipeline.StageNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a page draws the stages of a graph: boxes of one size in columns from left to right, each behind its
 * requisites, with lines that go around other boxes. All lengths are pixels, y grows downwards.
 *
 * @param width of the whole
 * @param height of the whole
 * @param boxes one for each stage, by column and row
 * @param lines one for each requisite
 */
public record GraphLayout(int width, int height, List<Box> boxes, List<Line> lines) {
    /** How wide each box is. */
    public static final int BOX_WIDTH = 168;
    /** How high each box is. */
    public static final int BOX_HEIGHT = 48;

    private static final int GAP_X = 56;
    private static final int GAP_Y = 20;
    private static final int MARGIN = 16;

    public GraphLayout {
        boxes = List.copyOf(boxes);
        lines = List.copyOf(lines);
    }

    /**
     * A stage.
     *
     * @param refId the stage's
     * @param column from 0: the longest way from a stage without requisites
     * @param row from 0, among the boxes and lines of the column
     * @param x of its left edge
     * @param y of its upper edge
     */
    public record Box(String refId, int column, int row, int x, int y) {}

    /**
     * A requisite.
     *
     * @param from the refId of the stage that comes first
     * @param to the refId of the stage that waits for it
     * @param points from the right edge of the one to the left edge of the other, at least two
     */
    public record Line(String from, String to, List<Point> points) {
        public Line {
            points = List.copyOf(points);
        }
    }

    /**
     * A place.
     *
     * @param x from the left
     * @param y from the top
     */
    public record Point(int x, int y) {}

    /**
     * Places the stages of a graph.
     *
     * @param graph any with at most {@link StageGraph#MOST_STAGES} stages; in a cycle some lines go backwards
     * @return the same layout for the same graph
     */
    public static GraphLayout of(StageGraph graph) {
        Columns columns = Columns.of(graph);
        int most = columns.all().stream().mapToInt(List::size).max().orElse(0);
        List<Box> boxes = new ArrayList<>();
        List<Line> lines = new ArrayList<>();
        for (StageNode stage : graph.order()) {
            Slot slot = columns.slot(stage);
            int y = middle(columns, slot, most) - BOX_HEIGHT / 2;
            boxes.add(new Box(stage.refId(), slot.column(), slot.row(), left(slot), y));
            for (StageNode requisite : graph.requisites(stage.refId())) {
                List<Slot> way = columns.way(requisite, stage);
                lines.add(new Line(requisite.refId(), stage.refId(), points(columns, way, most)));
            }
        }
        boxes.sort((one, other) ->
                one.column() == other.column() ? one.row() - other.row() : one.column() - other.column());
        int width = columns.all().size() * (BOX_WIDTH + GAP_X) - GAP_X;
        int height = most * (BOX_HEIGHT + GAP_Y) - GAP_Y;
        return new GraphLayout(Math.max(width, 0) + 2 * MARGIN, Math.max(height, 0) + 2 * MARGIN, boxes, lines);
    }

    /** A line crosses the columns in between on the level of its slots there. */
    private static List<Point> points(Columns columns, List<Slot> way, int most) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < way.size(); i++) {
            Slot slot = way.get(i);
            int y = middle(columns, slot, most);
            if (i > 0) {
                points.add(new Point(left(slot), y));
            }
            if (i < way.size() - 1) {
                points.add(new Point(left(slot) + BOX_WIDTH, y));
            }
        }
        return points;
    }

    private static int left(Slot slot) {
        return MARGIN + slot.column() * (BOX_WIDTH + GAP_X);
    }

    /** Short columns are centred beside the longest one. */
    private static int middle(Columns columns, Slot slot, int most) {
        int size = columns.all().get(slot.column()).size();
        int top = MARGIN + (most - size) * (BOX_HEIGHT + GAP_Y) / 2;
        return top + slot.row() * (BOX_HEIGHT + GAP_Y) + BOX_HEIGHT / 2;
    }
}
