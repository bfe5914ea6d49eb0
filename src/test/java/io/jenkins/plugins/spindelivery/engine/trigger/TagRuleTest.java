package io.jenkins.plugins.spindelivery.engine.trigger;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

/** Tags of one repository go to the jobs that wait for them. */
public class TagRuleTest {
    private static final List<String> ALL = List.of();

    @Test
    public void internalTestPublicTestAndReleaseGoToDifferentJobs() {
        Map<String, TagRule> jobs = Map.of(
                "internal", TagRule.matching(List.of("devops/*"), "\\d+(\\.\\d+){2}-test\\.\\d+"),
                "public", TagRule.matching(List.of("devops/*"), "\\d+(\\.\\d+){2}-rc\\.\\d+"),
                "release", TagRule.versions(List.of("devops/*"), ">=1.0.0"));
        Map<String, List<String>> expected = Map.of(
                "1.4.2-test.3", List.of("internal"),
                "1.4.2-rc.1", List.of("public"),
                "1.4.2", List.of("release"),
                "v1.4.2", List.of("release"),
                "0.9.0", List.of(),
                "latest", List.of());
        expected.forEach((tag, started) -> assertEquals(
                tag,
                started,
                jobs.keySet().stream()
                        .filter(job -> jobs.get(job)
                                .mismatch(push("devops/gateway", tag))
                                .isEmpty())
                        .toList()));
    }

    @Test
    public void eachMismatchSaysWhy() {
        assertEquals("trigger.tag-repository", why(TagRule.any(List.of("devops/*")), push("ops/gateway", "1.0.0")));
        assertEquals("trigger.tag-pattern", why(TagRule.matching(ALL, "v.*"), push("a", "1.0.0")));
        assertEquals("trigger.tag-version", why(TagRule.versions(ALL, "1.x"), push("a", "latest")));
        assertEquals("trigger.tag-range", why(TagRule.versions(ALL, "1.x"), push("a", "2.0.0")));
        assertEquals("trigger.tag-none", why(TagRule.any(ALL), push("a", "")));
        assertEquals("trigger.pattern-slow", why(TagRule.matching(ALL, "(a+)+b"), push("a", "a".repeat(4_000))));
    }

    @Test
    public void anExpressionMeansTheWholeTag() {
        assertFalse(TagRule.matching(ALL, "1\\.4").admits("1.4.2"));
        assertTrue(TagRule.matching(ALL, "1\\.4.*").admits("1.4.2"));
        assertFalse(TagRule.matching(ALL, "(a+)+b").admits("a".repeat(4_000)));
    }

    @Test
    public void anyTagMeansAnyTag() {
        assertEquals(Optional.empty(), TagRule.any(ALL).mismatch(push("a/b/c", "latest")));
    }

    @Test
    public void unusableRulesAreRefused() {
        assertEquals(
                "trigger.semver-malformed",
                Refusals.refused(() -> TagRule.versions(ALL, "new")).code());
        assertEquals(
                "trigger.pattern-malformed",
                Refusals.refused(() -> TagRule.matching(ALL, "*")).code());
        assertEquals(
                "trigger.glob-length",
                Refusals.refused(() -> TagRule.any(List.of(""))).code());
    }

    private static String why(TagRule rule, ImagePush push) {
        Problem problem = rule.mismatch(push).orElseThrow();
        return Refusals.readable(problem).code();
    }

    private static ImagePush push(String repository, String tag) {
        return new ImagePush("registry.example", repository, tag, "sha256:00", "ann");
    }
}
