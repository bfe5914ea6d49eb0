package io.jenkins.plugins.spindelivery.engine.kubernetes.job;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import java.util.List;
import org.junit.Test;

/** What nodes write into logs besides plain lines. */
public class LogPositionTest {
    private static final String FIRST = "2026-01-02T03:04:05.100000000Z first\n";

    private static LogPosition.Look read(String text) {
        return LogPosition.begin("migrate", "main").read(text);
    }

    @Test
    public void theSameSecondIsToldOnce() {
        LogPosition.Look look = read(FIRST);
        assertEquals(List.of("first"), look.lines());
        assertEquals("2026-01-02T03:04:05Z", look.next().since());
        String again = FIRST + "2026-01-02T03:04:05.100000000Z twin\n2026-01-02T03:04:05.2Z \n";
        assertEquals(List.of("twin", ""), look.next().read(again).lines());
    }

    @Test
    public void aProgressBarIsOneLineWithOneTime() {
        LogPosition.Look look = read(FIRST + "2026-01-02T03:04:06Z 10 %\r20 %\r\n");
        assertEquals(List.of("first", "10 %", "20 %"), look.lines());
        assertEquals("2026-01-02T03:04:06Z", look.next().time());
        assertEquals(1, look.next().count());
        assertEquals(
                List.of("done"),
                look.next()
                        .read("2026-01-02T03:04:06Z 10 %\r20 %\r\n2026-01-02T03:04:07Z done\n")
                        .lines());
    }

    @Test
    public void aNodeThatHasNoLogIsNoReasonToFail() {
        String words = "unable to retrieve container logs for containerd://0123";
        LogPosition.Look look = read(words);
        assertEquals(List.of(), look.lines());
        assertFalse(look.more());
        assertEquals("", look.next().since());
        LogPosition known = read(FIRST).next();
        assertEquals(known, known.read(words).next());
    }

    @Test
    public void aNodesTimeZoneCounts() {
        LogPosition here = read("2026-01-02T05:04:05.5+02:00 east\n").next();
        assertEquals("2026-01-02T03:04:05Z", here.since());
        assertEquals(
                List.of("later"),
                here.read("2026-01-02T05:04:05.5+02:00 east\n2026-01-02T05:04:06+02:00 later\n")
                        .lines());
    }
}
