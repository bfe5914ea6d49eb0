package io.jenkins.plugins.spindelivery.delivery;

import hudson.console.HyperlinkNote;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.EventSink;
import io.jenkins.plugins.spindelivery.engine.event.EventText;
import io.jenkins.plugins.spindelivery.engine.event.PlainText;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.record.Anchors;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Tells a build's log what happens to a stage: short lines, each only when something changed, with links to the Delivery
 * page. A log is written once and read by many, so its language is that of this process.
 */
final class StageLog implements EventSink {
    private static final String INDENT = "  ";

    private final TaskListener listener;
    private final Run<?, ?> run;
    private final StageRecord record;
    private final Map<ObjectRef, String> last = new HashMap<>();
    private final Set<Problem> told = new HashSet<>();
    private int unchanged;

    /**
     * The log of a stage.
     *
     * @param listener the build's log
     * @param run the build, for links; {@code null} when it is gone
     * @param record the stage as it is when the log begins
     */
    StageLog(TaskListener listener, Run<?, ?> run, StageRecord record) {
        this.listener = listener;
        this.run = run;
        this.record = record;
    }

    TaskListener listener() {
        return listener;
    }

    /** The stage begins. */
    void begun() {
        line(heading("delivery.log-begun"));
    }

    /** The stage goes on after a restart of Jenkins. */
    void resumed() {
        line(heading("delivery.log-resumed"));
    }

    /** Somebody stopped the stage; what must not stay is being taken back. */
    void cancelling() {
        line(INDENT + Problem.of("delivery.status-cancelling", "").message());
    }

    /** The stage has ended. */
    synchronized void ended(StageResult result) {
        sumUp();
        result.errors().forEach(this::error);
        line(INDENT
                + Problem.of("delivery.status-" + result.status().word().toLowerCase(Locale.ROOT), "")
                        .message());
    }

    @Override
    public synchronized void accept(Event event) {
        if (event instanceof Event.PhaseStarted started) {
            sumUp();
            line(INDENT + EventText.phase(started));
        } else if (event instanceof Event.ObjectChanged changed) {
            changed(changed);
        } else if (event instanceof Event.StatusChanged status) {
            status(status);
        } else if (event instanceof Event.PruneListed listed) {
            listed.refs().forEach(ref -> line(INDENT + INDENT + text("delivery.log-prune", ref)));
        } else if (event instanceof Event.DeleteListed listed) {
            deleteListed(listed);
        } else if (event instanceof Event.Diagnosed diagnosed) {
            diagnosed(diagnosed);
        } else if (event instanceof Event.Warned warned) {
            warning(warned.problem());
        } else if (event instanceof Event.Failed failed) {
            error(failed.problem());
        } else {
            EventText.lines(event).forEach(line -> line(INDENT + INDENT + line));
        }
    }

    /** Most deploys change few of many objects; one line for all that are in order already is enough. */
    private void changed(Event.ObjectChanged changed) {
        if (changed.action() == Action.UNCHANGED) {
            unchanged++;
        } else {
            line(INDENT + INDENT + link(changed.ref()) + " "
                    + text("delivery.log-action-" + changed.action().word()));
        }
    }

    private void deleteListed(Event.DeleteListed listed) {
        String code = listed.dryRun() ? "delivery.log-would-delete" : "delivery.log-prune";
        listed.refs().forEach(ref -> line(INDENT + INDENT + text(code, ref)));
        if (listed.refs().isEmpty()) {
            line(INDENT + INDENT + text("delivery.log-delete-nothing"));
        }
    }

    private void sumUp() {
        if (unchanged > 0) {
            line(INDENT + INDENT + text("delivery.log-unchanged", unchanged));
            unchanged = 0;
        }
    }

    /**
     * Messages change more often than anything that a reader of a log wants to know; and that there is nothing to wait for
     * at an object is no news.
     */
    private void status(Event.StatusChanged status) {
        String progress = status.status() + " " + status.ready() + "/" + status.desired();
        String before = last.put(status.ref(), progress);
        boolean quiet =
                before == null && status.desired() == 0 && status.status().equals("stable");
        if (!quiet && !progress.equals(before)) {
            line(INDENT + INDENT + link(status.ref()) + " " + EventText.status(status));
        }
    }

    private void diagnosed(Event.Diagnosed diagnosed) {
        List<String> lines = EventText.lines(diagnosed);
        lines.forEach(line -> line(INDENT + INDENT + line));
    }

    private void warning(Problem problem) {
        if (told.add(problem)) {
            problem(text("delivery.log-warning"), problem);
        }
    }

    private void error(Problem problem) {
        if (told.add(problem)) {
            problem(text("delivery.log-error"), problem);
        }
    }

    private void problem(String label, Problem problem) {
        String[] lines = problem.describe().split("\\R");
        line(INDENT + label + " " + PlainText.oneLine(lines[0]));
        for (int i = 1; i < lines.length; i++) {
            line(INDENT + INDENT + PlainText.printable(lines[i]));
        }
    }

    private String heading(String code) {
        String what = PlainText.oneLine(record.type() + " " + record.subject());
        String text = record.account().isEmpty() ? text(code, what) : text(code + "-account", what, record.account());
        return text + page();
    }

    private String page() {
        return run == null ? "" : " (" + hyperlink(Anchors.stage(record.key()), text("delivery.log-page")) + ")";
    }

    private String link(ObjectRef ref) {
        String text = PlainText.oneLine(ref.toString());
        return run == null ? text : hyperlink(Anchors.object(record.key(), ref), text);
    }

    private String hyperlink(String anchor, String text) {
        return HyperlinkNote.encodeTo("/" + run.getUrl() + "delivery/#" + anchor, text);
    }

    private static String text(String code, Object... arguments) {
        return PlainText.oneLine(Problem.of(code, "", arguments).message());
    }

    private void line(String line) {
        PrintStream out = listener.getLogger();
        out.println(line);
    }
}
