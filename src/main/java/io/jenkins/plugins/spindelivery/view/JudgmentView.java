package io.jenkins.plugins.spindelivery.view;

import io.jenkins.plugins.spindelivery.record.Judgment;
import java.util.Date;
import java.util.List;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A question to a person, and the answer. */
@ExportedBean(defaultVisibility = Visibility.WHOLE)
public final class JudgmentView {
    private final Judgment judgment;
    private final boolean answerable;

    /**
     * A question.
     *
     * @param judgment what is asked, and answered as far as it is
     * @param answerable whether the reader may answer it now
     */
    JudgmentView(Judgment judgment, boolean answerable) {
        this.judgment = judgment;
        this.answerable = answerable;
    }

    /**
     * The question.
     *
     * @return in the words of whoever asks
     */
    @Exported
    public String getMessage() {
        return judgment.message();
    }

    /**
     * What to look at before answering.
     *
     * @return may be empty
     */
    @Exported
    public String getInstructions() {
        return judgment.instructions();
    }

    /**
     * What may be answered.
     *
     * @return empty for yes or no
     */
    @Exported
    public List<String> getChoices() {
        return judgment.choices();
    }

    /**
     * Who may answer.
     *
     * @return users and groups; empty for everyone with the permission
     */
    @Exported
    public List<String> getSubmitters() {
        return judgment.submitters();
    }

    /**
     * Who may answer, in one line.
     *
     * @return names with commas between them
     */
    public String getSubmitterText() {
        return String.join(", ", judgment.submitters());
    }

    /**
     * The Pipeline's input.
     *
     * @return its id; empty in a delivery after a freestyle build
     */
    @Exported
    public String getInputId() {
        return judgment.inputId();
    }

    /**
     * Whether the delivery goes on.
     *
     * @return {@code null} while nobody has answered
     */
    @Exported
    public Boolean getApproved() {
        return judgment.approved();
    }

    /**
     * What was chosen.
     *
     * @return empty without choices
     */
    @Exported
    public String getChoice() {
        return judgment.choice();
    }

    /**
     * Who answered.
     *
     * @return the user's id
     */
    @Exported
    public String getJudge() {
        return judgment.judge();
    }

    /**
     * Who answered, by name.
     *
     * @return the user's name, or the id when there is no name
     */
    @Exported
    public String getJudgeName() {
        return judgment.judgeName().isEmpty() ? judgment.judge() : judgment.judgeName();
    }

    /**
     * When it was answered.
     *
     * @return milliseconds since 1970; 0 while nobody has answered
     */
    @Exported
    public long getJudgedMillis() {
        return judgment.judgedMillis();
    }

    /**
     * When it was answered, for pages.
     *
     * @return the time
     */
    public Date getJudgedTime() {
        return new Date(judgment.judgedMillis());
    }

    /**
     * Whether the reader gets buttons.
     *
     * @return whether the reader may answer now
     */
    public boolean isAnswerable() {
        return answerable;
    }
}
