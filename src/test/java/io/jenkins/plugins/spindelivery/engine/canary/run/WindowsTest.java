package io.jenkins.plugins.spindelivery.engine.canary.run;

import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.spindelivery.engine.canary.run.Windows.Window;
import org.junit.Test;

/** The windows of Spinnaker's canary stage (spinnaker-behaviour 5.1). Times here are in seconds. */
public class WindowsTest {
    private static final long SINCE = 1_000_000;

    private static Windows windows(long lifetime, long interval, long lookback, long warmup, long offset) {
        Analysis analysis = new Analysis("m", null, null, interval, lookback, warmup, offset, 60, null, null);
        return Windows.of(analysis, lifetime, 1000 * SINCE);
    }

    private static Window seconds(long start, long end) {
        return new Window(1000 * (SINCE + start), 1000 * (SINCE + end));
    }

    @Test
    public void withoutLookbackWindowsGrowFromTheBeginning() {
        Windows windows = windows(3600, 900, 0, 0, 0);
        assertEquals(4, windows.count());
        assertEquals(seconds(0, 900), windows.experiment(1));
        assertEquals(seconds(0, 3600), windows.experiment(4));
        assertEquals(seconds(0, 3600), windows.control(4));
        assertEquals(1000 * (SINCE + 1800), windows.due(2));
        assertEquals(60, windows.points());
    }

    @Test
    public void aLookbackCutsThem() {
        Windows windows = windows(3600, 900, 600, 0, 0);
        assertEquals(seconds(3000, 3600), windows.experiment(4));
        assertEquals(10, windows.points());
    }

    @Test
    public void aLookbackMayReachBehindTheBeginning() {
        assertEquals(seconds(-300, 900), windows(3600, 900, 1200, 0, 0).experiment(1));
    }

    @Test
    public void theWarmUpMovesTheBeginningAndTheLifetimeCountsFromThere() {
        Windows windows = windows(3600, 900, 0, 300, 0);
        assertEquals(4, windows.count());
        assertEquals(seconds(300, 1200), windows.experiment(1));
        assertEquals(1000 * (SINCE + 300 + 3600), windows.due(4));
    }

    @Test
    public void theBaselineMayBeMeasuredEarlier() {
        Windows windows = windows(3600, 900, 0, 0, 7200);
        assertEquals(seconds(0, 900), windows.experiment(1));
        assertEquals(seconds(-7200, -6300), windows.control(1));
    }

    @Test
    public void anIntervalOfNothingOrLongerThanTheLifetimeIsTheLifetime() {
        for (long interval : new long[] {0, 3601}) {
            Windows windows = windows(3600, interval, 0, 0, 0);
            assertEquals(1, windows.count());
            assertEquals(seconds(0, 3600), windows.experiment(1));
        }
    }

    @Test
    public void aRestOfTheLifetimeIsDropped() {
        Windows windows = windows(3600, 1000, 0, 0, 0);
        assertEquals(3, windows.count());
        assertEquals(seconds(0, 3000), windows.experiment(3));
    }

    @Test
    public void thePastHasItsOwnLifetime() {
        Analysis analysis = new Analysis("m", null, null, 600, 0, 300, 0, 60, 5_000_000L, 6_800_000L);
        Windows windows = Windows.of(analysis, 0, 0);
        assertEquals(3, windows.count());
        assertEquals(new Window(5_000_000, 5_600_000), windows.experiment(1));
        assertEquals(6_800_000, windows.due(3));
    }
}
