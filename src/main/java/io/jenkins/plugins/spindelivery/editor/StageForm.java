package io.jenkins.plugins.spindelivery.editor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Describable;
import io.jenkins.plugins.spindelivery.engine.pipeline.FailOption;
import io.jenkins.plugins.spindelivery.engine.pipeline.form.StageFields;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jvnet.localizer.LocaleProvider;

/**
 * A stage as a row of the form: the fields that every stage has, and the form of the step that does it. It is never
 * stored: the stage's JSON is what counts, and the row brings it along.
 */
public final class StageForm implements Describable<StageForm> {
    /** Among the touched fields: it is not known which, so all may be. */
    private static final String ALL = "*";

    private final StageFormDescriptor descriptor;
    private final String refId;
    private final String original;
    private final StageFields fields;
    private final Step step;
    private final List<Problem> notes;
    private final Set<String> touched;

    /**
     * A row.
     *
     * @param descriptor of the stage's type
     * @param refId the stage's; empty where it is given by the definition's order
     * @param original the stage's JSON as it is written; empty for a new stage
     * @param fields that every stage has
     * @param step with what the stage's own form shows; {@code null} for a stage that is edited as JSON
     * @param notes why it is edited as JSON, or what is done otherwise than in Spinnaker
     */
    StageForm(
            StageFormDescriptor descriptor,
            String refId,
            String original,
            StageFields fields,
            @CheckForNull Step step,
            List<Problem> notes) {
        this(descriptor, refId, original, fields, step, notes, Set.of(ALL));
    }

    private StageForm(
            StageFormDescriptor descriptor,
            String refId,
            String original,
            StageFields fields,
            Step step,
            List<Problem> notes,
            Set<String> touched) {
        this.descriptor = descriptor;
        this.refId = refId;
        this.original = original;
        this.fields = fields;
        this.step = step;
        this.notes = List.copyOf(notes);
        this.touched = Set.copyOf(touched);
    }

    @Override
    public StageFormDescriptor getDescriptor() {
        return descriptor;
    }

    /**
     * The stage's refId.
     *
     * @return empty where the definition's order decides
     */
    public String getRefId() {
        return refId;
    }

    /**
     * The stage as it is written.
     *
     * @return JSON; empty for a new stage
     */
    public String getOriginal() {
        return original;
    }

    /**
     * The step whose form is the stage's.
     *
     * @return {@code null} for a stage that is edited as JSON
     */
    @CheckForNull
    public Step getStep() {
        return step;
    }

    /**
     * The name.
     *
     * @return empty for a stage that is called by its type
     */
    public String getName() {
        return fields.name();
    }

    /**
     * The stages it waits for.
     *
     * @return refIds with commas between them
     */
    public String getAfter() {
        return String.join(", ", fields.after());
    }

    /**
     * What its failure means for the others.
     *
     * @return a constant of {@link FailOption} in small letters
     */
    public String getOnFailure() {
        return fields.onFailure().name().toLowerCase(Locale.ROOT);
    }

    /**
     * When it is left out.
     *
     * @return an expression; empty for a stage that always runs
     */
    public String getEnabledIf() {
        return fields.enabledIf();
    }

    /**
     * What people say of it.
     *
     * @return may be empty
     */
    public String getComments() {
        return fields.comments();
    }

    /**
     * How long it may take.
     *
     * @return such as {@code 1h30m}; empty for no limit of its own
     */
    public String getTimeout() {
        return fields.timeout();
    }

    /**
     * Whether it begins at certain times only.
     *
     * @return whether the windows count
     */
    public boolean isRestricted() {
        return fields.windows().restricted();
    }

    /**
     * The days on which its windows begin.
     *
     * @return 1 = Sunday … 7 = Saturday
     */
    public List<Integer> getDays() {
        return fields.windows().days();
    }

    /**
     * The hours of its windows.
     *
     * @return such as {@code 09:00-17:00}
     */
    public String getHours() {
        return fields.windows().hours();
    }

    /**
     * How long it waits at random.
     *
     * @return seconds, such as {@code 30-600}
     */
    public String getDelay() {
        return fields.windows().delay();
    }

    /**
     * Whether a run that a person started does not wait at random.
     *
     * @return whether it is so
     */
    public boolean isSkipManual() {
        return fields.windows().skipManual();
    }

    /**
     * What a person should know of the row.
     *
     * @return in the reader's language
     */
    public List<String> getNotes() {
        List<String> texts = new ArrayList<>();
        notes.forEach(note -> texts.add(note.message(LocaleProvider.getLocale())));
        return texts;
    }

    /**
     * The same row as a form has sent it.
     *
     * @param names of the fields that somebody touched; {@code *} for all
     */
    StageForm touching(Collection<String> names) {
        return new StageForm(descriptor, refId, original, fields, step, notes, new HashSet<>(names));
    }

    /** Whether somebody may have touched the field of an argument of the step. */
    boolean isTouched(String argument) {
        return touched.contains(ALL) || touched.contains(argument);
    }

    /** What every stage has. */
    StageFields fields() {
        return fields;
    }

    /**
     * The stage's JSON with what the row says.
     *
     * @param around the pipeline that the row's form was made of
     * @return equal to the original where the row says what that does
     * @throws io.jenkins.plugins.spindelivery.engine.problem.ProblemException when something can't be read
     */
    ObjectNode write(Surroundings around) {
        return descriptor.write(this, around);
    }
}
