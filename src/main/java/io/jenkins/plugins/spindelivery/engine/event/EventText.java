package io.jenkins.plugins.spindelivery.engine.event;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Events as lines for people, in the language of this process; the same on a terminal and in a build's log. */
public final class EventText {
    private static final double MILLIS_PER_SECOND = 1000.0;

    private EventText() {}

    /**
     * The lines of an event that is worth keeping.
     *
     * @param event any event
     * @return its lines; none for events that a table, a status line or the result shows
     */
    public static List<String> lines(Event event) {
        if (event instanceof Event.VersionChosen chosen) {
            String code = chosen.reused() ? "event.version-reused" : "event.version-new";
            return List.of(text(code, chosen.ref(), chosen.version()));
        }
        if (event instanceof Event.ArtifactBound bound) {
            return List.of(text("event.bound", bound.ref(), bound.artifact().reference()));
        }
        if (event instanceof Event.Diagnosed diagnosed) {
            return diagnosis(diagnosed);
        }
        if (event instanceof Event.Noted noted) {
            return List.of(PlainText.oneLine(noted.problem().describe()));
        }
        if (event instanceof Event.LogLines log) {
            String prefix = log.pod().name() + "/" + log.container() + " | ";
            return log.lines().stream()
                    .map(line -> PlainText.oneLine(prefix + line))
                    .toList();
        }
        if (event instanceof Event.CanaryJudged judged) {
            return List.of(text(
                    "event.judged",
                    judged.interval(),
                    judged.intervals(),
                    String.format(Locale.ROOT, "%.2f", judged.result().score()),
                    judged.result().verdict().word()));
        }
        if (event instanceof Event.Retrying retrying) {
            String seconds = String.format(Locale.ROOT, "%.1f", retrying.delayMillis() / MILLIS_PER_SECOND);
            return List.of(text("event.retrying", retrying.problem().describe(), seconds));
        }
        return List.of();
    }

    /**
     * What is going on.
     *
     * @param started the beginning of a phase
     * @return one line
     */
    public static String phase(Event.PhaseStarted started) {
        return text("event.phase-" + started.phase().name().toLowerCase(Locale.ROOT), started.objects());
    }

    /**
     * How an object is, without its name.
     *
     * @param status what changed
     * @return such as {@code progressing 1/3: 2 pods are not ready}
     */
    public static String status(Event.StatusChanged status) {
        String count = status.desired() > 0 ? " " + status.ready() + "/" + status.desired() : "";
        String why = status.message() == null || status.message().isBlank() ? "" : ": " + status.message();
        return PlainText.oneLine(status.status() + count + why);
    }

    private static List<String> diagnosis(Event.Diagnosed diagnosed) {
        List<String> lines = new ArrayList<>();
        lines.add(PlainText.oneLine(diagnosed.ref() + ": " + why(diagnosed)));
        diagnosed.events().forEach(line -> lines.add("    " + text("event.event", PlainText.oneLine(line))));
        diagnosed.log().forEach(line -> lines.add("    " + text("event.log", PlainText.oneLine(line))));
        return lines;
    }

    private static String why(Event.Diagnosed diagnosed) {
        String message = diagnosed.message() == null ? "" : diagnosed.message();
        if (message.isBlank() || diagnosed.reason().isEmpty() || message.startsWith(diagnosed.reason())) {
            return message.isBlank() ? diagnosed.reason() : message;
        }
        return diagnosed.reason() + ": " + message;
    }

    private static String text(String code, Object... arguments) {
        return PlainText.oneLine(Problem.of(code, "", arguments).message());
    }
}
