package io.jenkins.plugins.spindelivery.engine.trigger;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.List;
import org.junit.Test;

/** Expressions that people write for tags and branches work; those that could take long end or are refused. */
public class SafePatternTest {
    @Test
    public void whatPeopleWriteForTagsIsAllowed() {
        assertTrue(matches("v?\\d+(\\.\\d+){2}(-rc\\.\\d+)?", "v1.20.3-rc.4"));
        assertTrue(matches("^(?!.*-test).*$", "1.4.2"));
        assertFalse(matches("^(?!.*-test).*$", "1.4.2-test.3"));
        assertTrue(matches("(?i)Release-[0-9a-f]{7,40}", "RELEASE-0badcafe"));
        assertTrue(matches("(?<major>\\d+)\\.[^.]+", "1.x"));
        assertTrue(matches("(main|release/.+|hotfix/.+)", "release/1.4"));
        assertTrue(matches("\\p{L}+", "éà"));
        assertTrue(matches("", ""));
    }

    @Test
    public void findLooksForAPartAndMatchesForTheWhole() {
        SafePattern pattern = SafePattern.of("tag", "1\\.4");
        assertTrue(pattern.find("v1.4.2"));
        assertFalse(pattern.matches("v1.4.2"));
        assertTrue(pattern.matches("1.4"));
        assertEquals("1\\.4", pattern.toString());
    }

    @Test
    public void backtrackingEnds() {
        for (String regex : List.of("(a+)+b", "(.*a){10}b", ".*.*.*.*.*b", "(?=(a+)+b)a")) {
            SafePattern pattern = SafePattern.of("tag", regex);
            assertEquals(
                    regex,
                    "trigger.pattern-slow",
                    Refusals.refused(() -> pattern.matches("a".repeat(4_000))).code());
        }
    }

    @Test
    public void whatWorksWithoutReadingIsRefused() {
        for (String regex : List.of("(|)(|)x", "a||b", "a|", "|a", "()", "$?$?$?x", "\\b{1000}", "^*", "(?:)?x")) {
            assertEquals(regex, "trigger.pattern-refused", code(regex));
        }
        assertEquals("trigger.pattern-choices", code("(a)?".repeat(17)));
        assertEquals("trigger.pattern-choices", code("a|".repeat(17) + "b"));
        assertEquals("trigger.pattern-repeats", code("((a){30}){30}"));
        assertEquals("trigger.pattern-repeats", code("(a){1000000}"));
        assertEquals("trigger.pattern-looks", code("(?!a)".repeat(5)));
    }

    @Test
    public void whatTheCheckDoesNotFollowIsRefused() {
        for (String regex : List.of("(a)\\1", "\\Qa\\E", "\\x41", "[a[b]]", "[a&&b]", "(?x)a #b", "(?>a)", "(?m)^a")) {
            assertEquals(regex, "trigger.pattern-refused", code(regex));
        }
    }

    @Test
    public void aRepeatedCharacterMayHaveALargeNumber() {
        assertTrue(matches("[0-9a-f]{64}", "0".repeat(64)));
        assertTrue(matches("a{1,1000}", "a".repeat(1_000)));
    }

    @Test
    public void lengthsAreLimited() {
        assertEquals("trigger.pattern-too-long", code("a".repeat(501)));
        assertTrue(matches("a".repeat(500), "a".repeat(500)));
        SafePattern pattern = SafePattern.of("tag", "a*");
        assertTrue(pattern.matches("a".repeat(4_096)));
        assertEquals(
                "trigger.pattern-text",
                Refusals.refused(() -> pattern.find("a".repeat(4_097))).code());
    }

    @Test
    public void aMalformedOneSaysWhere() {
        var problem = Refusals.refused(() -> SafePattern.of("branch", "v(1"));
        assertEquals("trigger.pattern-malformed", problem.code());
        assertEquals(List.of("v(1", "4"), problem.arguments());
        assertEquals("branch", problem.where());
    }

    private static boolean matches(String regex, String text) {
        return SafePattern.of("tag", regex).matches(text);
    }

    private static String code(String regex) {
        return Refusals.refused(() -> SafePattern.of("tag", regex)).code();
    }
}
