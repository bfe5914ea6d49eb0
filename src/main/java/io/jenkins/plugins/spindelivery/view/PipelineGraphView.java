package io.jenkins.plugins.spindelivery.view;

import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.pipeline.PipelineState.Progress;
import io.jenkins.plugins.spindelivery.engine.pipeline.PipelineStatus;
import io.jenkins.plugins.spindelivery.engine.pipeline.StageGraph;
import io.jenkins.plugins.spindelivery.engine.pipeline.StageNode;
import io.jenkins.plugins.spindelivery.engine.pipeline.shape.GraphLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The stages of a pipeline as they depend on each other, whatever the nesting in which Jenkins runs them. */
public final class PipelineGraphView {
    private final GraphLayout layout;
    private final Map<String, PipelineStageView> stages = new LinkedHashMap<>();
    private final List<Line> lines = new ArrayList<>();

    /**
     * A line from a stage to one that waits for it.
     */
    public static final class Line {
        private final String path;
        private final boolean passed;

        Line(String path, boolean passed) {
            this.path = path;
            this.passed = passed;
        }

        /**
         * How it runs.
         *
         * @return a path of SVG
         */
        public String getPath() {
            return path;
        }

        /**
         * Whether the stage at its beginning lets the one at its end go on.
         *
         * @return whether it does
         */
        public boolean isPassed() {
            return passed;
        }
    }

    /**
     * The graph of a run.
     *
     * @param graph the stages as the run's definition has them
     * @param progress how far a stage is, by its refId
     * @param anchor where the page tells more of a stage, by its refId; empty where it does not
     * @param nowMillis when the page is made, in milliseconds since 1970
     */
    PipelineGraphView(
            StageGraph graph, Function<String, Progress> progress, Function<String, String> anchor, long nowMillis) {
        layout = GraphLayout.of(graph);
        Map<String, StageNode> nodes = new LinkedHashMap<>();
        graph.order().forEach(node -> nodes.put(node.refId(), node));
        for (GraphLayout.Box box : layout.boxes()) {
            StageNode node = nodes.get(box.refId());
            List<String> requisites =
                    graph.requisites(box.refId()).stream().map(StageNode::name).toList();
            stages.put(
                    box.refId(),
                    new PipelineStageView(
                            node, requisites, progress.apply(box.refId()), anchor.apply(box.refId()), box, nowMillis));
        }
        for (GraphLayout.Line line : layout.lines()) {
            boolean passed = progress.apply(line.from()).status().letsOn();
            lines.add(new Line(path(line.points()), passed));
        }
    }

    /** Level where it leaves a box and where it reaches one, and without corners between. */
    private static String path(List<GraphLayout.Point> points) {
        StringBuilder path = new StringBuilder();
        GraphLayout.Point last = null;
        for (GraphLayout.Point point : points) {
            if (last == null) {
                path.append('M').append(point.x()).append(' ').append(point.y());
            } else {
                int middle = (last.x() + point.x()) / 2;
                path.append(" C%d %d %d %d %d %d".formatted(middle, last.y(), middle, point.y(), point.x(), point.y()));
            }
            last = point;
        }
        return path.toString();
    }

    /**
     * The stages.
     *
     * @return by column, and from top to bottom
     */
    public List<PipelineStageView> getStages() {
        return List.copyOf(stages.values());
    }

    /**
     * What waits for what.
     *
     * @return one for each requisite
     */
    public List<Line> getLines() {
        return lines;
    }

    /**
     * How wide the drawing is.
     *
     * @return pixels
     */
    public int getWidth() {
        return layout.width();
    }

    /**
     * How high the drawing is.
     *
     * @return pixels
     */
    public int getHeight() {
        return layout.height();
    }

    /**
     * What a screen reader says of a change.
     *
     * @return in the reader's language
     */
    public String getAnnouncement() {
        return stages.values().stream()
                .filter(stage -> stage.is(PipelineStatus.RUNNING) || stage.is(PipelineStatus.PAUSED))
                .map(PipelineStageView::getDescription)
                .collect(Collectors.joining(Words.of("view.comma")));
    }
}
