package io.jenkins.plugins.spindelivery.cli.output;

import io.jenkins.plugins.spindelivery.engine.event.PlainText;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.io.PrintStream;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** Tells people of warnings and errors on standard error, each once. */
public final class Diagnostics {
    private final PrintStream err;
    private final boolean colour;
    private final Set<Problem> told = new HashSet<>();

    /**
     * Diagnostics of one command.
     *
     * @param err where they go
     * @param colour whether the labels are painted
     */
    public Diagnostics(PrintStream err, boolean colour) {
        this.err = err;
        this.colour = colour;
    }

    /**
     * Tells of warnings that were not told yet.
     *
     * @param problems in the order in which they arose
     */
    public void warnings(Collection<Problem> problems) {
        problems.forEach(problem -> tell("label-warning", Style.YELLOW, problem));
    }

    /**
     * Tells of errors that were not told yet.
     *
     * @param problems in the order in which they arose
     */
    public void errors(Collection<Problem> problems) {
        problems.forEach(problem -> tell("label-error", Style.RED, problem));
    }

    /**
     * Says something that is neither.
     *
     * @param text one line
     */
    public void note(String text) {
        err.println(text);
    }

    private void tell(String label, Style style, Problem problem) {
        if (told.add(problem)) {
            String[] lines = problem.describe().split("\\R");
            err.println(style.paint(Labels.of(label), colour) + " " + PlainText.oneLine(lines[0]));
            for (int i = 1; i < lines.length; i++) {
                err.println("  " + PlainText.oneLine(lines[i]));
            }
        }
    }
}
