package io.jenkins.plugins.spindelivery.engine.aws.change;

import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.spindelivery.engine.aws.change.GroupChange.Resize;
import io.jenkins.plugins.spindelivery.engine.aws.change.GroupChange.ResizeBy;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.Capacity;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

/** What size a resize comes to. */
public class SizesTest {
    private static final Capacity NOW = new Capacity(2, 3, 5);

    private static String exact(Integer min, Integer desired, Integer max) {
        return Sizes.of(new Resize(min, desired, max), NOW, List.of()).toString();
    }

    private static String by(String amount, Capacity now) {
        return Sizes.of(ResizeBy.of(amount).orElseThrow(), now, List.of()).toString();
    }

    @Test
    public void whatIsNotGivenStays() {
        assertEquals("2/4/5", exact(null, 4, null));
        assertEquals("1/3/5", exact(1, null, null));
        assertEquals("2/3/4", exact(null, null, 4));
        assertEquals("1/2/3", exact(1, 2, 3));
    }

    @Test
    public void whatIsNotGivenGivesWay() {
        assertEquals("2/7/7", exact(null, 7, null));
        assertEquals("0/0/5", exact(null, 0, null));
        assertEquals("4/4/5", exact(4, null, null));
        assertEquals("8/8/8", exact(8, null, null));
        assertEquals("1/1/1", exact(null, null, 1));
        assertEquals("6/7/7", exact(6, 7, null));
        assertEquals("0/0/0", exact(null, null, 0));
        assertEquals("1/3/9", exact(1, null, 9));
        assertEquals("0/2/2", exact(0, null, 2));
    }

    @Test
    public void sharesAreRoundedUp() {
        assertEquals("2/5/5", by("+50%", NOW));
        assertEquals("1/1/5", by("-50%", NOW));
        assertEquals("0/0/5", by("-100%", NOW));
        assertEquals("2/4/5", by("+1%", NOW));
        assertEquals("0/0/0", by("+50%", Capacity.NONE));
    }

    @Test
    public void thereAreNeverFewerThanNone() {
        assertEquals("2/5/5", by("+2", NOW));
        assertEquals("2/9/9", by("+6", NOW));
        assertEquals("2/2/5", by("-1", NOW));
        assertEquals("0/0/5", by("-9", NOW));
    }

    @Test
    public void anAmountHasASign() {
        assertEquals(Optional.of(new ResizeBy(-25, true)), ResizeBy.of(" -25 %"));
        for (String wrong : List.of("2", "", "+", "%", "+x", "+1.5", "+12345678", "--1")) {
            assertEquals(wrong, Optional.empty(), ResizeBy.of(wrong));
        }
    }
}
