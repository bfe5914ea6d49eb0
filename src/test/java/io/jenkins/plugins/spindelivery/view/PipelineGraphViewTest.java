package io.jenkins.plugins.spindelivery.view;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.pipeline.Definition;
import io.jenkins.plugins.spindelivery.engine.pipeline.PipelineState.Progress;
import io.jenkins.plugins.spindelivery.engine.pipeline.PipelineStatus;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** What the graph of a pipeline says, and where. */
public class PipelineGraphViewTest {
    private static final long NOW = 100_000;

    private final Locale before = Locale.getDefault();
    private final Map<String, Progress> progress = new HashMap<>();

    @Before
    public void english() {
        Locale.setDefault(Locale.ENGLISH);
    }

    @After
    public void languageAsItWas() {
        Locale.setDefault(before);
    }

    /** Two joins that cross: no nesting of sequences and branches has them. */
    private PipelineGraphView graph() {
        String json = "{'stages': ["
                + "{'refId': '1', 'type': 'wait', 'name': 'Build', 'requisiteStageRefIds': []},"
                + "{'refId': '2', 'type': 'wait', 'name': 'A name that no box has room for', 'requisiteStageRefIds': []},"
                + "{'refId': '3', 'type': 'wait', 'name': '部署到生产环境并等待确认', 'requisiteStageRefIds': ['1', '2']},"
                + "{'refId': '4', 'type': 'wait', 'name': 'Last', 'requisiteStageRefIds': ['2']}]}";
        Definition definition =
                Definition.read("test", json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), Definition.LIMITS);
        return new PipelineGraphView(
                definition.graph(),
                refId -> progress.getOrDefault(refId, Progress.NONE),
                refId -> refId.equals("1") ? "stage-p-1" : "",
                NOW);
    }

    private PipelineStageView stage(String refId) {
        return graph().getStages().stream()
                .filter(stage -> stage.getRefId().equals(refId))
                .findFirst()
                .orElseThrow();
    }

    @Test
    public void aBoxForEachStageAndALineForEachRequisite() {
        PipelineGraphView graph = graph();
        assertEquals(4, graph.getStages().size());
        assertEquals(3, graph.getLines().size());
        Set<String> places = new HashSet<>();
        for (PipelineStageView stage : graph.getStages()) {
            assertTrue(stage.getName(), places.add(stage.getX() + " " + stage.getY()));
            assertTrue(stage.getX() + stage.getWidth() <= graph.getWidth());
            assertTrue(stage.getY() + stage.getHeight() <= graph.getHeight());
        }
        for (PipelineGraphView.Line line : graph.getLines()) {
            assertTrue(line.getPath(), line.getPath().matches("M\\d+ \\d+( C\\d+ \\d+ \\d+ \\d+ \\d+ \\d+)+"));
        }
    }

    @Test
    public void aLineIsPassedWhenItsFirstStageLetsOn() {
        progress.put("1", Progress.NONE.running(1_000, 0, null, "7"));
        assertTrue(graph().getLines().stream().noneMatch(PipelineGraphView.Line::isPassed));
        progress.put("1", progress.get("1").ended(PipelineStatus.FAILED_CONTINUE, 3_000, null, List.of()));
        assertEquals(
                1,
                graph().getLines().stream()
                        .filter(PipelineGraphView.Line::isPassed)
                        .count());
    }

    @Test
    public void longNamesAreCutByTheWidthOfTheirLetters() {
        assertEquals("Build", stage("1").getTitle());
        assertEquals("A name that no box…", stage("2").getTitle());
        assertEquals("部署到生产环境并等…", stage("3").getTitle());
    }

    @Test
    public void aStageIsDescribedWithoutColor() {
        assertEquals("Build (1): not started", stage("1").getDescription());
        assertEquals(
                "Last (4): not started; after A name that no box has room for",
                stage("4").getDescription());
        progress.put("1", Progress.NONE.running(NOW - 5_000, 0, null, "7"));
        assertEquals("running · 5.0 s", stage("1").getStatusText());
        Problem why = Problem.of("pipeline.no-stages", "Build");
        progress.put("1", progress.get("1").ended(PipelineStatus.STOPPED, NOW - 3_000, null, List.of(why)));
        assertEquals(
                "Build (1): failed, branch ends · 2.0 s\n" + why.message(),
                stage("1").getDescription());
        Locale.setDefault(Locale.SIMPLIFIED_CHINESE);
        assertEquals("失败，分支终止 · 2.0 秒", stage("1").getStatusText());
    }

    @Test
    public void aReaderIsToldOfWhatRuns() {
        assertEquals("", graph().getAnnouncement());
        progress.put("4", Progress.NONE.running(NOW, 0, null, "9"));
        assertTrue(graph().getAnnouncement().startsWith("Last (4): running"));
    }

    @Test
    public void everyStatusHasWordsAndAPicture() {
        for (PipelineStatus status : PipelineStatus.values()) {
            progress.put("1", new Progress(status, 0, 0, 0, 0, null, null, List.of(), ""));
            assertFalse(status.name(), stage("1").getStatusText().startsWith("view."));
            assertTrue(status.name(), stage("1").getIcon().startsWith("symbol-"));
        }
    }
}
