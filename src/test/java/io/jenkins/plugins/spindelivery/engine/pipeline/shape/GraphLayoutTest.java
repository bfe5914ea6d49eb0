package io.jenkins.plugins.spindelivery.engine.pipeline.shape;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.pipeline.Graphs;
import io.jenkins.plugins.spindelivery.engine.pipeline.StageGraph;
import io.jenkins.plugins.spindelivery.engine.pipeline.StageNode;
import io.jenkins.plugins.spindelivery.engine.pipeline.shape.GraphLayout.Box;
import io.jenkins.plugins.spindelivery.engine.pipeline.shape.GraphLayout.Line;
import io.jenkins.plugins.spindelivery.engine.pipeline.shape.GraphLayout.Point;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.Test;

public class GraphLayoutTest {
    @Test
    public void aStageStandsBehindTheLongestWayToIt() {
        Map<String, Box> boxes = boxes(GraphLayout.of(Graphs.of("a", "b < a", "c < b", "d < a c", "e")));

        assertEquals(List.of(0, 1, 2, 3, 0), columns(boxes, "a", "b", "c", "d", "e"));
    }

    @Test
    public void linesGoFromEdgeToEdge() {
        GraphLayout layout = GraphLayout.of(Graphs.of("a", "b < a"));
        Map<String, Box> boxes = boxes(layout);

        int y = boxes.get("a").y() + GraphLayout.BOX_HEIGHT / 2;
        assertEquals(boxes.get("a").y(), boxes.get("b").y());
        assertEquals(
                List.of(new Line(
                        "a",
                        "b",
                        List.of(
                                new Point(boxes.get("a").x() + GraphLayout.BOX_WIDTH, y),
                                new Point(boxes.get("b").x(), y)))),
                layout.lines());
    }

    @Test
    public void linesThatNeedNotCrossDoNot() {
        assertEquals(0, crossings(GraphLayout.of(Graphs.of("a", "b", "c", "x < c", "y < b", "z < a"))));
        assertEquals(
                0,
                crossings(GraphLayout.of(Graphs.of(
                        "start", "a < start", "b < start", "b2 < b", "a2 < a", "b3 < b2", "a3 < a2", "end < a3 b3"))));
    }

    @Test
    public void nothingLiesOnAnythingElse() {
        Random random = new Random(5);
        for (int i = 0; i < 200; i++) {
            StageGraph graph = Graphs.random(random, 25, 0.2);
            assertSound(graph, GraphLayout.of(graph));
        }
    }

    @Test
    public void theLargestGraphIsPlaced() {
        List<StageNode> stages = new ArrayList<>();
        List<String> before = new ArrayList<>();
        for (int i = 0; i < StageGraph.MOST_STAGES; i++) {
            stages.add(Graphs.stage(String.valueOf(i), "Stage", before));
            before.add(String.valueOf(i));
        }
        StageGraph graph = StageGraph.of(stages);

        GraphLayout layout = GraphLayout.of(graph);

        assertEquals(StageGraph.MOST_STAGES, layout.boxes().size());
        assertEquals(
                StageGraph.MOST_STAGES * (StageGraph.MOST_STAGES - 1) / 2,
                layout.lines().size());
    }

    @Test
    public void theSameGraphLooksTheSame() {
        StageGraph graph = Graphs.random(new Random(6), 40, 0.2);

        assertEquals(GraphLayout.of(graph), GraphLayout.of(StageGraph.of(graph.order())));
        assertEquals(GraphLayout.of(graph), GraphLayout.of(graph));
    }

    @Test
    public void aWrongGraphIsDrawnToo() {
        GraphLayout layout = GraphLayout.of(Graphs.of("a", "b < a d", "c < b gone", "d < c"));

        assertEquals(List.of(0, 1, 2, 3), columns(boxes(layout), "a", "b", "c", "d"));
        assertEquals(4, layout.lines().size());
        assertTrue(GraphLayout.of(StageGraph.of(List.of())).boxes().isEmpty());
        assertEquals(1, GraphLayout.of(Graphs.of("a < a")).boxes().size());
    }

    private static void assertSound(StageGraph graph, GraphLayout layout) {
        Map<String, Box> boxes = boxes(layout);
        assertEquals(graph.order().size(), boxes.size());
        Set<Point> corners = new HashSet<>();
        for (Box box : boxes.values()) {
            assertTrue("each at a place of its own", corners.add(new Point(box.x(), box.y())));
            assertTrue(box.x() >= 0 && box.x() + GraphLayout.BOX_WIDTH <= layout.width());
            assertTrue(box.y() >= 0 && box.y() + GraphLayout.BOX_HEIGHT <= layout.height());
        }
        Set<String> drawn = new HashSet<>();
        for (Line line : layout.lines()) {
            assertTrue(drawn.add(line.from() + " " + line.to()));
            assertTrue(boxes.get(line.from()).column() < boxes.get(line.to()).column());
            for (int i = 1; i < line.points().size(); i++) {
                Point from = line.points().get(i - 1);
                Point to = line.points().get(i);
                assertTrue("always to the right", from.x() < to.x());
                assertTrue(boxes.values().stream().noneMatch(box -> isOn(box, from, to)));
            }
        }
        Set<String> wanted = graph.order().stream()
                .flatMap(stage -> stage.requisites().stream().map(requisite -> requisite + " " + stage.refId()))
                .collect(Collectors.toSet());
        assertEquals(wanted, drawn);
    }

    /** Lines lie on a box only where they cross its column on its level. */
    private static boolean isOn(Box box, Point from, Point to) {
        return from.x() == box.x()
                && to.x() == box.x() + GraphLayout.BOX_WIDTH
                && from.y() > box.y()
                && from.y() < box.y() + GraphLayout.BOX_HEIGHT;
    }

    /** Of lines between neighbouring columns. */
    private static int crossings(GraphLayout layout) {
        int crossings = 0;
        for (Line one : layout.lines()) {
            for (Line other : layout.lines()) {
                List<Point> a = one.points();
                List<Point> b = other.points();
                boolean crossed = a.get(0).x() == b.get(0).x()
                        && a.get(0).y() < b.get(0).y()
                        && a.get(1).y() > b.get(1).y();
                crossings += crossed ? 1 : 0;
            }
        }
        return crossings;
    }

    private static Map<String, Box> boxes(GraphLayout layout) {
        assertEquals(
                layout.boxes(),
                layout.boxes().stream()
                        .sorted(Comparator.comparing(Box::column).thenComparing(Box::row))
                        .toList());
        return layout.boxes().stream().collect(Collectors.toMap(Box::refId, Function.identity()));
    }

    private static List<Integer> columns(Map<String, Box> boxes, String... refIds) {
        return List.of(refIds).stream().map(refId -> boxes.get(refId).column()).toList();
    }
}
