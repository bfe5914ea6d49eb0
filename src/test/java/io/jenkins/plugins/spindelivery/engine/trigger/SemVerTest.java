package io.jenkins.plugins.spindelivery.engine.trigger;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.List;
import org.junit.Test;

/** Versions and their order by semver.org, and ranges by node-semver. */
public class SemVerTest {
    @Test
    public void theOrderIsThatOfTheSpecification() {
        List<String> ordered = List.of(
                "0.9.9",
                "1.0.0-0",
                "1.0.0-9",
                "1.0.0-10",
                "1.0.0-alpha",
                "1.0.0-alpha.1",
                "1.0.0-alpha.beta",
                "1.0.0-beta",
                "1.0.0-beta.2",
                "1.0.0-beta.11",
                "1.0.0-rc.1",
                "1.0.0",
                "1.0.1",
                "1.9.0",
                "v1.10.0");
        for (int i = 0; i < ordered.size(); i++) {
            for (int j = 0; j < ordered.size(); j++) {
                assertEquals(
                        ordered.get(i) + " and " + ordered.get(j),
                        Integer.compare(i, j),
                        Integer.signum(version(ordered.get(i)).compareTo(version(ordered.get(j)))));
            }
        }
        assertEquals(0, version("1.0.0+a").compareTo(version("v1.0.0+b")));
    }

    @Test
    public void whatIsNoVersionIsNone() {
        for (String text : List.of(
                "latest",
                "1.4",
                "1",
                "1.4.2.1",
                "01.4.2",
                "1.4.2-",
                "1.4.2-a..b",
                "1.4.2-01",
                "",
                "V1.4.2",
                "1.4.2 ",
                "1.4." + "9".repeat(16))) {
            assertTrue(text, SemVer.parse(text).isEmpty());
        }
    }

    @Test
    public void comparatorsAreAllFulfilledAndAlternativesOneOfThem() {
        in(">=1.2.0 <2.0.0", "1.2.0", "1.99.0");
        out(">=1.2.0 <2.0.0", "1.1.9", "2.0.0", "2.0.0-rc.1");
        in(">= 1.2.0   < 2.0.0 || 3.1.4", "1.5.0", "3.1.4");
        out(">=1.2.0 <2.0.0||3.1.4", "3.1.5");
    }

    @Test
    public void partsThatAreMissingLeaveThemOpen() {
        in("*", "0.0.0", "99.0.0");
        in("1", "1.0.0", "1.9.9");
        out("1", "2.0.0", "0.9.9");
        in("1.4.x", "1.4.0", "1.4.99");
        out("1.4.*", "1.5.0");
        in(">1.4", "1.5.0");
        out(">1.4", "1.4.9", "1.5.0-rc.1");
        in("<=1.4", "1.4.9");
        out("<=1.4", "1.5.0");
        in("<1.4", "1.3.9");
        out("<1.4", "1.4.0");
        in(">=1.4", "1.4.0", "2.0.0");
        in("v1.4.2", "1.4.2");
        out("=1.4.2", "1.4.3", "1.4.1");
        out(">*", "1.0.0", "0.0.0");
    }

    @Test
    public void tildeAndCaretEndWhereNodeSemverEndsThem() {
        in("~1.4.2", "1.4.2", "1.4.9");
        out("~1.4.2", "1.4.1", "1.5.0");
        in("~1", "1.9.0");
        out("~1", "2.0.0");
        in("^1.4.2", "1.4.2", "1.9.0");
        out("^1.4.2", "1.4.1", "2.0.0", "2.0.0-alpha");
        in("^0.2.3", "0.2.3", "0.2.9");
        out("^0.2.3", "0.3.0");
        in("^0.0.3", "0.0.3");
        out("^0.0.3", "0.0.4");
        in("^0.0", "0.0.9");
        out("^0.0", "0.1.0");
        in("^0", "0.9.0");
        out("^0.x", "1.0.0");
    }

    @Test
    public void aPreReleaseCountsOnlyWhereOneOfItsNumbersIsNamed() {
        out("*", "1.5.0-rc.1");
        out("^1.4.0", "1.5.0-rc.1");
        in(">=1.5.0-rc.1", "1.5.0-rc.1", "1.5.0-rc.2", "1.5.0", "1.6.0");
        out(">=1.5.0-rc.1", "1.6.0-rc.1", "1.5.0-beta.9");
        in("^1.5.0-0", "1.5.0-test.4");
    }

    @Test
    public void malformedRangesAreRefused() {
        for (String text :
                List.of("", "||1.0.0", "1.2 - 1.4", "=>1.0.0", "1.x.3", "1.x.0-rc.1", "latest", "1.4.2-01")) {
            assertEquals(
                    text,
                    "trigger.semver-malformed",
                    Refusals.refused(() -> SemVerRange.of("tag", text)).code());
        }
        assertEquals(
                "trigger.semver-long",
                Refusals.refused(() -> SemVerRange.of("tag", "1 ".repeat(101))).code());
    }

    private static SemVer version(String text) {
        return SemVer.parse(text).orElseThrow();
    }

    private static void in(String range, String... versions) {
        for (String version : versions) {
            assertTrue(version + " in " + range, SemVerRange.of("tag", range).contains(version(version)));
        }
    }

    private static void out(String range, String... versions) {
        for (String version : versions) {
            assertFalse(
                    version + " not in " + range, SemVerRange.of("tag", range).contains(version(version)));
        }
    }
}
