package io.jenkins.plugins.spindelivery.cli.output;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.cli.TestConsole;
import io.jenkins.plugins.spindelivery.cli.output.Terminal.Size;
import io.jenkins.plugins.spindelivery.engine.artifact.Artifact;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.Phase;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.Test;

public class ProgressTest {
    private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    private static final ObjectRef CONFIG = new ObjectRef("v1", "ConfigMap", "devops", "app-v001");
    private static final ObjectRef WEB = new ObjectRef("apps/v1", "Deployment", "devops", "web");

    private final AtomicReference<Size> size = new AtomicReference<>(new Size(110, 20));
    private final TestConsole console =
            new TestConsole().clock(CLOCK).terminal(new Terminal(false, true, true, true, true, false, size::get));
    private final Screen screen = new Screen(110);
    private String printed = "";

    private Progress live() {
        Console streams = console.console();
        return ProgressFactory.on(streams.out(), true, streams, new Diagnostics(streams.out(), false));
    }

    private Progress plain() {
        Console streams = console.console();
        return ProgressFactory.on(streams.out(), false, streams, new Diagnostics(streams.err(), false));
    }

    /** What a person sees now. */
    private List<String> seen() {
        String all = console.out();
        screen.print(all.substring(printed.length()));
        printed = all;
        return screen.lines();
    }

    private static Event.StatusChanged waiting(int ready) {
        return new Event.StatusChanged(WEB, "progressing", "2 pods are not ready.", ready, 3);
    }

    @Test
    public void drawsOneRowForEachObjectInPlace() {
        Progress live = live();
        live.accept(new Event.PhaseStarted(Phase.WAIT, 2));
        live.accept(new Event.ObjectChanged(CONFIG, Action.CREATED));
        live.accept(new Event.ObjectChanged(WEB, Action.CONFIGURED));
        live.accept(waiting(0));
        live.refresh();
        assertEquals(
                List.of(
                        "Waiting until stable (2) 0 s",
                        "KIND        NAME             ACTION      STATUS       PROGRESS        MESSAGE",
                        "ConfigMap   devops/app-v001  created",
                        "Deployment  devops/web       configured  progressing  [--------] 0/3  2 pods are not ready.",
                        ""),
                seen());
        live.accept(waiting(2));
        live.refresh();
        assertEquals(5, seen().size());
        assertTrue(seen().get(3), seen().get(3).contains("[#####---] 2/3"));
    }

    @Test
    public void keepsWhatIsWorthKeepingAboveTheTable() {
        Progress live = live();
        live.accept(new Event.ObjectChanged(WEB, Action.CREATED));
        live.refresh();
        live.accept(new Event.Warned(Problem.of("cli.unknown-command", "x.yaml:3", "y")));
        live.accept(new Event.Diagnosed(
                new ObjectRef("v1", "Pod", "devops", "web-1"),
                "CrashLoopBackOff",
                "back-off 10s",
                List.of("BackOff: restarting \u001b[31mred"),
                List.of("panic: no config")));
        live.refresh();
        List<String> lines = seen();
        assertEquals("Warning: x.yaml:3: There is no command y.", lines.get(0));
        assertEquals("Pod devops/web-1: CrashLoopBackOff: back-off 10s", lines.get(1));
        assertEquals("    event: BackOff: restarting ?[31mred", lines.get(2));
        assertEquals("    log: panic: no config", lines.get(3));
        assertTrue(lines.get(6), lines.get(6).startsWith("Deployment  devops/web"));
    }

    @Test
    public void leavesNothingBehindWhenClosed() {
        Progress live = live();
        live.accept(new Event.ObjectChanged(WEB, Action.CREATED));
        live.refresh();
        live.close();
        live.refresh();
        assertEquals(List.of(""), seen());
    }

    @Test
    public void aWindowLowerThanTheTableShowsWhatIsStillOpen() {
        size.set(new Size(90, 7));
        Progress live = live();
        for (int i = 0; i < 10; i++) {
            ObjectRef ref = new ObjectRef("apps/v1", "Deployment", "devops", "web-" + i);
            live.accept(new Event.ObjectChanged(ref, Action.CREATED));
            String status = i < 7 ? "stable" : "progressing";
            live.accept(new Event.StatusChanged(ref, status, "", 1, 1));
        }
        live.refresh();
        List<String> lines = seen();
        assertEquals("the cursor's own line is the seventh", 7, lines.size());
        assertTrue(lines.get(2), lines.get(2).contains("devops/web-7"));
        assertTrue(lines.get(4), lines.get(4).contains("devops/web-9"));
        assertEquals("7 more; done: 7 of 10", lines.get(5));
    }

    @Test
    public void aWindowMadeNarrowerIsRedrawnWithoutRemains() {
        Progress live = live();
        live.accept(new Event.ObjectChanged(WEB, Action.CREATED));
        live.accept(waiting(1));
        live.refresh();
        String before = console.out();
        size.set(new Size(40, 20));
        live.refresh();
        String after = console.out().substring(before.length());
        // The phase is one line still; by then the window has wrapped headings and row into two and three.
        assertEquals("\u001b[6A\r", after.substring(0, after.indexOf('\r') + 1));
        Screen narrow = new Screen(40);
        narrow.print(after.substring(after.indexOf('\r')));
        assertTrue(narrow.lines().stream().allMatch(line -> line.length() < 40));
    }

    @Test
    public void plainProgressSaysEachThingOnce() {
        Progress plain = plain();
        plain.accept(new Event.PhaseStarted(Phase.APPLY, 1));
        plain.accept(new Event.VersionChosen(CONFIG, "v001", true));
        plain.accept(new Event.ArtifactBound(
                WEB, new Artifact("kubernetes/configMap", "app", "devops", "v001", "app-v001", null)));
        plain.accept(new Event.ObjectChanged(WEB, Action.CONFIGURED));
        plain.accept(waiting(1));
        plain.accept(waiting(1));
        plain.accept(new Event.StatusChanged(WEB, "stable", "", 3, 3));
        plain.accept(new Event.Retrying(Problem.of("cli.unknown-command", "", "x"), 1500));
        plain.accept(new Event.Warned(Problem.of("cli.unknown-command", "", "y")));
        plain.accept(new Event.Warned(Problem.of("cli.unknown-command", "", "y")));
        plain.close();
        assertEquals(
                """
                Applying (1)
                ConfigMap devops/app-v001: version v001 is there with the same content and is used again
                Deployment devops/web uses app-v001
                Deployment devops/web configured
                Deployment devops/web progressing 1/3: 2 pods are not ready.
                Deployment devops/web stable 3/3
                There is no command x. Trying again in 1.5 s.
                """,
                console.out());
        assertEquals("Warning: There is no command y.\n", console.err());
        assertFalse(console.out().contains("\u001b"));
    }

    @Test
    public void aDumbTerminalGetsPlainLines() {
        TestConsole dumb = new TestConsole().terminal(new Terminal(true, true, true, false, false, true, size::get));
        Console streams = dumb.console();
        Progress progress = ProgressFactory.on(streams.out(), true, streams, new Diagnostics(streams.err(), false));
        progress.accept(new Event.ObjectChanged(WEB, Action.CREATED));
        progress.refresh();
        assertEquals("Deployment devops/web created\n", dumb.out());
    }
}
