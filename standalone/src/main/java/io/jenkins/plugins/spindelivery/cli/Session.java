package io.jenkins.plugins.spindelivery.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.cli.output.Console;
import io.jenkins.plugins.spindelivery.cli.output.Diagnostics;
import io.jenkins.plugins.spindelivery.cli.output.OutputFormat;
import io.jenkins.plugins.spindelivery.cli.output.Progress;
import io.jenkins.plugins.spindelivery.cli.output.ProgressFactory;
import io.jenkins.plugins.spindelivery.cli.output.Reply;
import io.jenkins.plugins.spindelivery.cli.output.Shape;
import io.jenkins.plugins.spindelivery.cli.run.Interruption;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;

/** One run of one command: where its output goes, what it has warned of, and that it replies exactly once. */
public final class Session {
    private final Console console;
    private final OutputFormat format;
    private final Diagnostics diagnostics;
    private final List<Problem> warnings = new ArrayList<>();
    private final AtomicBoolean replied = new AtomicBoolean();
    private final Interruption interruption;
    private volatile Shape shape;
    private volatile Problem abandoned = Problem.of("cli.interrupted", "");

    /**
     * A run that has not replied yet.
     *
     * @param console the streams
     * @param format who reads the result
     * @param shape the command's JSON
     * @param halt ends the process at once with an exit code; called when a signal leaves nothing to do
     */
    public Session(Console console, OutputFormat format, Shape shape, IntConsumer halt) {
        this.console = console;
        this.format = format;
        this.shape = shape;
        this.diagnostics = new Diagnostics(console.err(), console.terminal().colourError());
        this.interruption = new Interruption(() -> abandon(halt));
    }

    /**
     * The streams.
     *
     * @return the console
     */
    public Console console() {
        return console;
    }

    /**
     * Where warnings and errors are told to people.
     *
     * @return the diagnostics
     */
    public Diagnostics diagnostics() {
        return diagnostics;
    }

    /**
     * The wish to stop.
     *
     * @return the interruption
     */
    public Interruption interruption() {
        return interruption;
    }

    /**
     * Takes a warning: told to people at once, and part of the JSON result.
     *
     * @param warning what deserves attention
     */
    public void warn(Problem warning) {
        warnings.add(warning);
        diagnostics.warnings(List.of(warning));
    }

    /**
     * Changes the command's JSON, for a command that learns only from its input what it does.
     *
     * @param known the shape from now on
     */
    public void becomes(Shape known) {
        shape = known;
    }

    /**
     * Says what a signal that ends the process at once leaves behind.
     *
     * @param left told to the user in place of a result
     */
    public void leaves(Problem left) {
        abandoned = left;
    }

    /**
     * All warnings so far.
     *
     * @return in the order in which they arose
     */
    public List<Problem> warnings() {
        return List.copyOf(warnings);
    }

    /**
     * All warnings so far and those of a result, each once.
     *
     * @param more the result's warnings
     * @return in the order in which they arose
     */
    public List<Problem> warningsAnd(List<Problem> more) {
        List<Problem> all = new ArrayList<>(warnings);
        more.stream().filter(warning -> !all.contains(warning)).forEach(all::add);
        return all;
    }

    /**
     * Shows an operation while it runs: with a text result on standard output, with a JSON result on standard error.
     *
     * @return a live table, or lines where there is no terminal
     */
    public Progress progress() {
        return format == OutputFormat.JSON
                ? ProgressFactory.on(console.err(), console.terminal().error(), console, diagnostics)
                : ProgressFactory.on(console.out(), console.terminal().output(), console, diagnostics);
    }

    /**
     * The reply of a command that ends without a result of its own: mostly before it changed anything.
     *
     * @param refusal why; of category {@code FAILED} when something may have been changed
     * @return the command's shape without objects
     */
    public Reply refusal(ProblemException refusal) {
        return new Reply(
                ExitCode.refused(refusal.category()),
                shape.of(refusal.category() == Category.FAILED ? "failed" : "refused", warnings, refusal.problems(), 0),
                () -> diagnostics.errors(refusal.problems()));
    }

    /**
     * The reply of a command that was called in a wrong way.
     *
     * @param error what is wrong
     * @return the command's shape with a status
     */
    public Reply misuse(Problem error) {
        return new Reply(
                ExitCode.REFUSED,
                shape.ended("refused", warnings, List.of(error)),
                () -> diagnostics.errors(List.of(error)));
    }

    /**
     * The reply after an error of the program itself.
     *
     * @param error told to the user, who can't mend it
     * @return the command's shape with status {@code failed}: nobody knows how far it came
     */
    public Reply defect(Problem error) {
        return new Reply(
                ExitCode.FAILED,
                shape.ended("failed", warnings, List.of(error)),
                () -> diagnostics.errors(List.of(error)));
    }

    /**
     * Prints a reply, unless a signal has ended the command already.
     *
     * @param reply how the command ends
     * @return its exit code
     */
    public int finish(Reply reply) {
        if (!replied.compareAndSet(false, true)) {
            return ExitCode.INTERRUPTED;
        }
        print(reply);
        return reply.exitCode();
    }

    private void print(Reply reply) {
        if (format == OutputFormat.JSON) {
            console.out().println(write(reply.json()));
        } else {
            reply.text().run();
        }
        console.out().flush();
        console.err().flush();
    }

    /** On a signal's thread: replies in place of the command, and ends the process. */
    private void abandon(IntConsumer halt) {
        if (replied.compareAndSet(false, true)) {
            print(new Reply(
                    ExitCode.INTERRUPTED,
                    shape.ended("cancelled", List.of(), List.of(abandoned)),
                    () -> diagnostics.note(abandoned.message())));
            halt.accept(ExitCode.INTERRUPTED);
        }
    }

    private static String write(ObjectNode json) {
        try {
            // Made here and not once for all: it takes longer than the rest of a short command that replies with text.
            return new ObjectMapper().writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }
}
