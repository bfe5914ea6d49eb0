package io.jenkins.plugins.spindelivery.engine.kubernetes.diff;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.SpeakingEnglish;
import org.junit.ClassRule;
import org.junit.Test;

public class BoundedDiffTest {
    @ClassRule
    public static final SpeakingEnglish ENGLISH = new SpeakingEnglish();

    @Test
    public void shortOnesAreWhole() {
        String diff = "+a\n".repeat(BoundedDiff.LONGEST / 3);
        assertEquals(diff, BoundedDiff.of(diff));
    }

    @Test
    public void longOnesEndAtALineAndSayHowManyAreMissing() {
        String line = "+" + "x".repeat(1022) + "\n";
        String cut = BoundedDiff.of(line.repeat(100));
        assertEquals(65, cut.lines().count());
        assertTrue(cut.lines().limit(64).allMatch((line.strip())::equals));
        assertEquals(
                "(36 more lines, which \"spin plan\" shows)",
                cut.lines().skip(64).findFirst().orElseThrow());
    }
}
