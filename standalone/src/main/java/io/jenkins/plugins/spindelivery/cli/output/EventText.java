package io.jenkins.plugins.spindelivery.cli.output;

import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Events as lines for people. */
final class EventText {
    private EventText() {}

    /**
     * The lines of an event that is worth keeping on the screen.
     *
     * @param event any event
     * @return its lines; none for events that a table or the result shows
     */
    static List<String> lines(Event event) {
        if (event instanceof Event.VersionChosen chosen) {
            String key = chosen.reused() ? "progress-version-reused" : "progress-version-new";
            return List.of(DisplayText.oneLine(Labels.of(key, chosen.ref(), chosen.version())));
        }
        if (event instanceof Event.ArtifactBound bound) {
            return List.of(DisplayText.oneLine(
                    Labels.of("progress-bound", bound.ref(), bound.artifact().reference())));
        }
        if (event instanceof Event.Diagnosed diagnosed) {
            return diagnosis(diagnosed);
        }
        if (event instanceof Event.Retrying retrying) {
            double seconds = retrying.delayMillis() / 1000.0;
            return List.of(DisplayText.oneLine(Labels.of(
                    "progress-retrying", retrying.problem().describe(), String.format(Locale.ROOT, "%.1f", seconds))));
        }
        return List.of();
    }

    /**
     * What is going on.
     *
     * @param started the beginning of a phase
     * @return one line
     */
    static String phase(Event.PhaseStarted started) {
        return Labels.of("phase-" + word(started.phase()), started.objects());
    }

    private static List<String> diagnosis(Event.Diagnosed diagnosed) {
        List<String> lines = new ArrayList<>();
        lines.add(DisplayText.oneLine(diagnosed.ref() + ": " + why(diagnosed)));
        diagnosed.events().forEach(line -> lines.add("    " + Labels.of("progress-event", DisplayText.oneLine(line))));
        diagnosed.log().forEach(line -> lines.add("    " + Labels.of("progress-log", DisplayText.oneLine(line))));
        return lines;
    }

    private static String why(Event.Diagnosed diagnosed) {
        String message = diagnosed.message() == null ? "" : diagnosed.message();
        if (message.isBlank() || diagnosed.reason().isEmpty() || message.startsWith(diagnosed.reason())) {
            return message.isBlank() ? diagnosed.reason() : message;
        }
        return diagnosed.reason() + ": " + message;
    }

    private static String word(Phase phase) {
        return phase.name().toLowerCase(Locale.ROOT);
    }
}
