package io.jenkins.plugins.spindelivery.engine.trigger;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.Collections;
import java.util.List;
import org.junit.Test;

/** Filters of paths as people write them. */
public class GlobsTest {
    @Test
    public void starsStayInASegmentAndTwoStarsDoNot() {
        assertTrue(matches("devops/*", "devops/gateway"));
        assertFalse(matches("devops/*", "devops/gateway/cache"));
        assertFalse(matches("devops/*", "devops"));
        assertTrue(matches("devops/**", "devops/gateway/cache"));
        assertTrue(matches("k8s/**/*.yaml", "k8s/app.yaml"));
        assertTrue(matches("k8s/**/*.yaml", "k8s/prod/eu/app.yaml"));
        assertFalse(matches("k8s/**/*.yaml", "k8s/app.yml"));
        assertTrue(matches("**/Chart.yaml", "Chart.yaml"));
        assertTrue(matches("**/Chart.yaml", "charts/web/Chart.yaml"));
        assertFalse(matches("**/Chart.yaml", "charts/web/MyChart.yaml"));
        assertTrue(matches("app?.yaml", "app1.yaml"));
        assertFalse(matches("app?.yaml", "app.yaml"));
    }

    @Test
    public void aFolderMeansAllBelowItAndASlashInFrontIsDropped() {
        assertTrue(matches("/k8s/", "k8s/a/b.yaml"));
        assertFalse(matches("k8s/", "other/k8s/a.yaml"));
    }

    @Test
    public void allElseIsLiteral() {
        assertTrue(matches("a+(b)[c].{d}$^|\\é.yaml", "a+(b)[c].{d}$^|\\é.yaml"));
        assertFalse(matches("a.yaml", "axyaml"));
        assertTrue(matches("**", "line\nbreak"));
    }

    @Test
    public void anExclamationMarkTakesAwayAgain() {
        Globs globs = Globs.of("paths", List.of("k8s/**", "!**/*.md"));
        assertTrue(globs.matches("k8s/app.yaml"));
        assertFalse(globs.matches("k8s/README.md"));
        assertFalse(globs.matches("src/Main.java"));
        assertTrue(Globs.of("paths", List.of("!docs/**")).matches("src/Main.java"));
        assertFalse(Globs.of("paths", List.of("!docs/**")).matches("docs/index.md"));
    }

    @Test
    public void noFilterLetsEverythingIn() {
        assertTrue(Globs.of("paths", List.of()).matches("anything/at/all"));
        assertTrue(Globs.of("paths", List.of()).isEmpty());
        assertFalse(Globs.of("paths", List.of("a")).isEmpty());
    }

    @Test
    public void whatIsTooMuchIsRefused() {
        assertEquals("trigger.glob-length", code(List.of("!")));
        assertEquals("trigger.glob-length", code(List.of(" ")));
        assertEquals("trigger.glob-length", code(List.of("a".repeat(201))));
        assertEquals("trigger.globs-many", code(Collections.nCopies(101, "a")));
        // Each pair of stars that may be nothing is a choice.
        assertEquals("trigger.pattern-choices", code(List.of("**/a/".repeat(17) + "b")));
    }

    @Test
    public void comparisonsEnd() {
        Globs globs = Globs.of("paths", List.of("*a".repeat(30) + "b"));
        assertEquals(
                "trigger.pattern-slow",
                Refusals.refused(() -> globs.matches("a".repeat(4_000))).code());
    }

    private static boolean matches(String glob, String path) {
        return Globs.of("paths", List.of(glob)).matches(path);
    }

    private static String code(List<String> globs) {
        return Refusals.refused(() -> Globs.of("paths", globs)).code();
    }
}
