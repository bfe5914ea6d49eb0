package io.jenkins.plugins.spindelivery.cli.output;

import static org.junit.Assert.assertEquals;

import org.junit.Test;

public class BarTest {
    @Test
    public void fillsInProportion() {
        assertEquals("[--------] 0/3", Bar.of(0, 3, false));
        assertEquals("[#####---] 2/3", Bar.of(2, 3, false));
        assertEquals("[########] 3/3", Bar.of(3, 3, false));
        assertEquals("[\u2588\u2588\u2588\u2588\u2591\u2591\u2591\u2591] 1/2", Bar.of(1, 2, true));
    }

    @Test
    public void staysABarForOddNumbers() {
        assertEquals("", Bar.of(0, 0, false));
        assertEquals("surplus pods are still terminating", "[########] 5/3", Bar.of(5, 3, false));
        assertEquals("[--------] -1/3", Bar.of(-1, 3, false));
        assertEquals("[########] 2147483647/2147483647", Bar.of(Integer.MAX_VALUE, Integer.MAX_VALUE, false));
    }
}
