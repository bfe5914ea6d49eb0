package io.jenkins.plugins.spindelivery.cli.output;

import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.EventText;
import io.jenkins.plugins.spindelivery.engine.event.PlainText;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Progress without a terminal: one line for each change, and no line twice in a row for the same object. */
final class PlainProgress implements Progress {
    private final PrintStream out;
    private final Diagnostics diagnostics;
    private final Map<ObjectRef, String> last = new HashMap<>();

    /**
     * Progress as lines.
     *
     * @param out where the lines go
     * @param diagnostics where warnings go
     */
    PlainProgress(PrintStream out, Diagnostics diagnostics) {
        this.out = out;
        this.diagnostics = diagnostics;
    }

    @Override
    public synchronized void accept(Event event) {
        if (event instanceof Event.PhaseStarted started) {
            out.println(EventText.phase(started));
        } else if (event instanceof Event.ObjectChanged changed) {
            line(changed.ref(), changed.ref() + " " + changed.action().word());
        } else if (event instanceof Event.StatusChanged status) {
            line(status.ref(), status.ref() + " " + EventText.status(status));
        } else if (event instanceof Event.Warned warned) {
            diagnostics.warnings(List.of(warned.problem()));
        } else {
            EventText.lines(event).forEach(out::println);
        }
    }

    private void line(ObjectRef ref, String text) {
        if (!text.equals(last.put(ref, text))) {
            out.println(PlainText.oneLine(text));
        }
    }

    @Override
    public void refresh() {
        out.flush();
    }

    @Override
    public synchronized void note(String text) {
        diagnostics.note(text);
    }

    @Override
    public void close() {
        out.flush();
    }
}
