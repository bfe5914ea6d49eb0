package io.jenkins.plugins.spindelivery.engine.kubernetes.rollout;

import static io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.RolloutBench.codes;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.RolloutBench.workload;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.SpeakingEnglish;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveCluster;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import java.util.List;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.TestRule;

/** Going back to earlier revisions on the real control plane. */
public class UndoTest {
    private static final LiveCluster LIVE = new LiveCluster();

    @ClassRule
    public static final TestRule CLUSTER = LIVE.rule();

    @ClassRule
    public static final SpeakingEnglish ENGLISH = new SpeakingEnglish();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private RolloutBench bench;

    @Before
    public void bench() {
        bench = new RolloutBench(LIVE, folder.getRoot().toPath());
    }

    private static Change back(long revisions) {
        return new Change.Undo(null, revisions);
    }

    private static Change to(long revision) {
        return new Change.Undo(revision, null);
    }

    private void deployThree(String kind) {
        for (String image : List.of("web:1", "web:2", "web:3")) {
            bench.deployed(workload(kind, image, ""));
        }
    }

    @Test
    public void goesBackByNumberAndByCount() {
        for (String kind : List.of("Deployment", "StatefulSet", "DaemonSet")) {
            bench = new RolloutBench(LIVE, folder.getRoot().toPath().resolve(kind));
            deployThree(kind);
            assertEquals(List.of(kind + " web rolledBack stable"), bench.changed(kind, back(1)));
            assertEquals(kind, "web:2", bench.image(kind));
            // Revision 2 is revision 4 now, so the one before it is 3.
            assertEquals(List.of(kind + " web rolledBack stable"), bench.changed(kind, back(1)));
            assertEquals(kind, "web:3", bench.image(kind));
            assertEquals(List.of(kind + " web rolledBack stable"), bench.changed(kind, to(1)));
            assertEquals(kind, "web:1", bench.image(kind));
            assertEquals(List.of(kind + " web rolledBack stable"), bench.changed(kind, back(2)));
            assertEquals(kind, "web:2", bench.image(kind));
        }
    }

    @Test
    public void theLogSaysWhichRevision() {
        deployThree("Deployment");
        bench.changed("deploy", back(2));
        assertTrue(bench.events().stream()
                .anyMatch(event -> event instanceof Event.Noted noted
                        && noted.problem().describe().endsWith("/web: Back to revision 1.")));
    }

    @Test
    public void theRevisionThatRunsAlreadyIsNoChange() {
        deployThree("Deployment");
        assertEquals(List.of("Deployment web unchanged stable"), bench.changed("deploy", to(3)));
        assertEquals(List.of("Deployment web unchanged stable"), bench.changed("deploy", back(0)));
        assertEquals("web:3", bench.image("Deployment"));
    }

    @Test
    public void revisionsThatAreNotThereAreRefusedNamingThoseThatAre() {
        deployThree("Deployment");
        RolloutResult result = bench.change("deploy", to(7));
        assertEquals(Status.REFUSED, result.status());
        assertEquals(List.of("kubernetes.rollout-no-revision"), codes(result));
        assertTrue(result.errors().get(0).message().startsWith("There is no revision 7 of it. There are: 1, 2, 3."));
        result = bench.change("deploy", back(3));
        assertEquals(List.of("kubernetes.rollout-too-far-back"), codes(result));
        assertTrue(
                result.errors().get(0).message().startsWith("It can't go 3 revisions back. There are these: 1, 2, 3."));
        assertEquals("web:3", bench.image("Deployment"));
    }

    @Test
    public void theWholeTemplateComesBackAndNothingOfTheNewOneStays() {
        bench.deployed(workload("Deployment", "web:1", ""));
        bench.deployed(workload("Deployment", "web:2', env: [{name: NEW, value: x}], imagePullPolicy: 'Always", "")
                .replace("labels: {app: web}}\n    spec", "labels: {app: web, tier: front}}\n    spec"));
        assertTrue(bench.web("Deployment").toString().contains("NEW"));
        bench.changed("deploy", back(1));
        assertEquals("web:1", bench.image("Deployment"));
        String template = bench.web("Deployment").at("/spec/template").toString();
        assertFalse(template, template.contains("NEW"));
        assertFalse(template, template.contains("front"));
        assertFalse(template, template.contains("pod-template-hash"));
    }

    @Test
    public void aBrokenReleaseIsTakenBackAndTheReasonForARevisionComesAlong() {
        bench.deployed(workload("Deployment", "web:1", ""));
        bench.patch(
                "Deployment", "somebody", "{\"metadata\":{\"annotations\":{\"kubernetes.io/change-cause\":\"good\"}}}");
        assertEquals(
                Status.FAILED,
                bench.deploy(workload("Deployment", "web:2-crash", "")).status());
        bench.patch(
                "Deployment", "somebody", "{\"metadata\":{\"annotations\":{\"kubernetes.io/change-cause\":\"bad\"}}}");
        assertEquals(List.of("Deployment web rolledBack stable"), bench.changed("deploy", back(1)));
        assertEquals("web:1", bench.image("Deployment"));
        assertEquals(
                "good",
                bench.web("Deployment")
                        .at("/metadata/annotations/kubernetes.io~1change-cause")
                        .asText());
    }

    @Test
    public void aRevisionThatDoesNotGetReadyFailsWithItsReason() {
        bench.deploy(workload("Deployment", "web:1-crash", ""));
        bench.deployed(workload("Deployment", "web:2", ""));
        RolloutResult result = bench.change("deploy", back(1));
        assertEquals(Status.FAILED, result.status());
        assertEquals(List.of("kubernetes.deploy-object-failed"), codes(result));
        assertTrue(
                bench.events().toString(),
                bench.events().stream()
                        .anyMatch(event -> event instanceof Event.Diagnosed diagnosed
                                && diagnosed.reason().equals("CrashLoopBackOff")));
        assertEquals("what was changed stays", "web:1-crash", bench.image("Deployment"));
    }

    @Test
    public void podsThatOnlyPeopleReplaceAreAWarning() {
        bench.deployed(workload("StatefulSet", "web:1", "updateStrategy: {type: OnDelete}"));
        bench.deployed(workload("StatefulSet", "web:2", "updateStrategy: {type: OnDelete}"));
        RolloutResult result = bench.change("sts", back(1));
        assertEquals(Status.SUCCEEDED, result.status());
        assertEquals("kubernetes.rollout-on-delete", result.warnings().get(0).code());
    }
}
