package io.jenkins.plugins.spindelivery.view;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.record.Anchors;
import io.jenkins.plugins.spindelivery.record.StageRecorder;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** The parts of pages that need no Jenkins. */
public class ViewPartsTest {
    private final Locale before = Locale.getDefault();

    @Before
    public void english() {
        Locale.setDefault(Locale.ENGLISH);
    }

    @After
    public void languageAsItWas() {
        Locale.setDefault(before);
    }

    private static String text(Duration length) {
        return Durations.text(length.toMillis());
    }

    @Test
    public void lengthsHaveTwoUnitsAtMost() {
        assertEquals("0 s", text(Duration.ZERO));
        assertEquals("0 s", text(Duration.ofSeconds(-3)));
        assertEquals("0.9 s", text(Duration.ofMillis(999)));
        assertEquals("9.9 s", text(Duration.ofMillis(9_999)));
        assertEquals("10 s", text(Duration.ofMillis(10_000)));
        assertEquals("59 s", text(Duration.ofMillis(59_999)));
        assertEquals("1 min", text(Duration.ofSeconds(60)));
        assertEquals("2 min 5 s", text(Duration.ofSeconds(125)));
        assertEquals("4 h 10 min", text(Duration.ofMinutes(250).plusSeconds(59)));
        assertEquals("1 d", text(Duration.ofHours(24)));
        assertEquals("2 d 3 h", text(Duration.ofHours(51).plusMinutes(59)));
        Locale.setDefault(Locale.SIMPLIFIED_CHINESE);
        assertEquals("2 分 5 秒", text(Duration.ofSeconds(125)));
    }

    @Test
    public void aDifferenceKnowsItsLines() {
        DiffView diff = new DiffView("@@ -1,2 +1,2 @@\n spec:\n-  a: 1\n+  a: 2\n+  b: 3");
        assertEquals(
                List.of("hunk", "same", "del", "add", "add"),
                diff.getLines().stream().map(DiffView.Line::getKind).toList());
        assertEquals(2, diff.getAdded());
        assertEquals(1, diff.getRemoved());
        assertFalse(diff.isCut());
    }

    @Test
    public void aLongDifferenceIsCutAndStillCounted() {
        DiffView diff = new DiffView("+x\n".repeat(301));
        assertEquals(300, diff.getLines().size());
        assertEquals(301, diff.getAdded());
        assertTrue(diff.isCut());
    }

    @Test
    public void placesAreDifferentForDifferentObjects() {
        List<ObjectRef> refs = List.of(
                new ObjectRef("v1", "Service", "a-b", "c"),
                new ObjectRef("v1", "Service", "a", "b-c"),
                new ObjectRef("v1", "Service", "", "a-b-c"),
                new ObjectRef("example/v1", "Service", "a", "b-c"),
                new ObjectRef("rbac/v1", "ClusterRole", "", "system:a"),
                new ObjectRef("rbac/v1", "ClusterRole", "", "system/a"));
        List<String> places =
                refs.stream().map(ref -> Anchors.object("s1", ref)).toList();
        assertEquals(refs.size(), places.stream().distinct().count());
        places.forEach(place -> assertTrue(place, place.matches("[A-Za-z][A-Za-z0-9._-]*")));
        assertNotEquals(Anchors.object("s2", refs.get(0)), places.get(0));
    }

    private static ObjectRef service(int number) {
        return new ObjectRef("v1", "Service", "shop", "web-" + number);
    }

    @Test
    public void fewObjectsAreAllShownInTheirOrder() {
        StageRecorder stage = new Sample(null).begin("s1", "deploy", "", "prod");
        for (int i = 0; i < ObjectList.MOST_SHOWN; i++) {
            stage.accept(new Event.StatusChanged(service(i), i % 2 == 0 ? "failed" : "stable", "", 0, 0));
        }
        List<ObjectView> shown = new ObjectList(stage.snapshot(), false).getShown();
        assertEquals(
                stage.snapshot().objects().stream()
                        .map(object -> object.ref().name())
                        .toList(),
                shown.stream().map(object -> object.getRef().getName()).toList());
    }

    @Test
    public void ofManyObjectsTheUrgentOnesAreShownInDeployOrder() {
        StageRecorder stage = new Sample(null).begin("s1", "deploy", "", "prod");
        for (int i = 0; i < 300; i++) {
            stage.accept(new Event.StatusChanged(service(i), i >= 250 && i < 253 ? "progressing" : "stable", "", 0, 0));
        }
        List<String> shown = new ObjectList(stage.snapshot(), false)
                .getShown().stream().map(object -> object.getRef().getName()).toList();
        assertEquals(ObjectList.MOST_SHOWN, shown.size());
        assertEquals("web-0", shown.get(0));
        assertEquals("web-96", shown.get(96));
        assertEquals(List.of("web-250", "web-251", "web-252"), shown.subList(97, 100));
        assertEquals(300, new ObjectList(stage.snapshot(), true).getShown().size());
    }

    @Test
    public void differencesThatWouldMakeThePageHeavyAreElsewhere() {
        StageRecorder stage = new Sample(null).begin("s1", "deploy", "", "prod");
        for (int i = 0; i < 5; i++) {
            stage.accept(new Event.ChangePlanned(service(i), Action.CREATED, List.of(), "+" + "x".repeat(100_000)));
        }
        String shown = new ObjectList(stage.snapshot(), false)
                .getShown().stream()
                        .map(object ->
                                object.getDiff() != null ? "here" : object.isDiffElsewhere() ? "elsewhere" : "none")
                        .collect(Collectors.joining(" "));
        assertEquals("here here elsewhere elsewhere elsewhere", shown);
    }
}
