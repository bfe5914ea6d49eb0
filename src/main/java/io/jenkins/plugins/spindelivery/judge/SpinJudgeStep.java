package io.jenkins.plugins.spindelivery.judge;

import hudson.EnvVars;
import hudson.Extension;
import hudson.Util;
import hudson.model.ChoiceParameterDefinition;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import io.jenkins.plugins.spindelivery.account.FormAccess;
import io.jenkins.plugins.spindelivery.delivery.StageRole;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.operation.Durations;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.record.Judgment;
import java.io.IOException;
import java.io.Serializable;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * Waits for a person's decision. What waits is the input step's own execution, so that every page which knows the input
 * step shows this one; around it are one rule of who may answer ({@link Judges}), one shape of answer and a record.
 */
public final class SpinJudgeStep extends Step implements Serializable {
    private static final long serialVersionUID = 1L;

    /** What {@link io.jenkins.plugins.spindelivery.record.StageRecord#type()} says of a judgment. */
    public static final String TYPE = "judge";

    private final String message;
    private String instructions;
    private List<String> choices = new ArrayList<>();
    private String submitters;
    private String groups;
    private String ok;
    private String timeout;

    /**
     * A judgment.
     *
     * @param message the question; checked when the step starts, so that a form with an empty one can be shown
     */
    @DataBoundConstructor
    public SpinJudgeStep(String message) {
        this.message = Util.fixNull(message).strip();
    }

    /**
     * The question.
     *
     * @return one or a few lines
     */
    public String getMessage() {
        return message;
    }

    /**
     * What to look at before answering.
     *
     * @return {@code null} for nothing
     */
    public String getInstructions() {
        return instructions;
    }

    /**
     * What to look at before answering.
     *
     * @param instructions blank for nothing
     */
    @DataBoundSetter
    public void setInstructions(String instructions) {
        this.instructions = Util.fixEmptyAndTrim(instructions);
    }

    /**
     * What may be answered.
     *
     * @return empty for yes or no
     */
    public List<String> getChoices() {
        return new ArrayList<>(Util.fixNull(choices));
    }

    /**
     * What may be answered.
     *
     * @param choices one for each entry, or for each line of an entry as the form sends them; blank ones and repetitions
     *     are left out
     */
    @DataBoundSetter
    public void setChoices(List<String> choices) {
        this.choices = new ArrayList<>(Util.fixNull(choices).stream()
                .flatMap(String::lines)
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .distinct()
                .toList());
    }

    /**
     * The choices as the form shows them.
     *
     * @return one on each line
     */
    public String getChoicesText() {
        return String.join("\n", getChoices());
    }

    /**
     * The users who may answer.
     *
     * @return their ids with commas between; {@code null} for none in particular
     */
    public String getSubmitters() {
        return submitters;
    }

    /**
     * The users who may answer.
     *
     * @param submitters their ids with commas between; blank for none in particular
     */
    @DataBoundSetter
    public void setSubmitters(String submitters) {
        this.submitters = Util.fixEmptyAndTrim(submitters);
    }

    /**
     * The groups whose members may answer.
     *
     * @return their names with commas between; {@code null} for none in particular
     */
    public String getGroups() {
        return groups;
    }

    /**
     * The groups whose members may answer.
     *
     * @param groups their names with commas between; blank for none in particular
     */
    @DataBoundSetter
    public void setGroups(String groups) {
        this.groups = Util.fixEmptyAndTrim(groups);
    }

    /**
     * The label of the button that approves.
     *
     * @return {@code null} for the input step's own
     */
    public String getOk() {
        return ok;
    }

    /**
     * The label of the button that approves.
     *
     * @param ok blank for the input step's own
     */
    @DataBoundSetter
    public void setOk(String ok) {
        this.ok = Util.fixEmptyAndTrim(ok);
    }

    /**
     * How long to wait for an answer.
     *
     * @return such as {@code 2h}; {@code null} for as long as it takes
     */
    public String getTimeout() {
        return timeout;
    }

    /**
     * How long to wait for an answer. The time goes on while Jenkins is down.
     *
     * @param timeout such as {@code 2h}; blank for as long as it takes
     */
    @DataBoundSetter
    public void setTimeout(String timeout) {
        this.timeout = Util.fixEmptyAndTrim(timeout);
    }

    /**
     * Who may answer.
     *
     * @return the rule
     */
    public Judges judges() {
        return new Judges(submitters, groups);
    }

    /**
     * The moment after which nobody is waited for.
     *
     * @param fromMillis when the judgment began, in milliseconds since 1970
     * @return in milliseconds since 1970; 0 for never
     * @throws ProblemException when the timeout is no duration
     */
    public long deadline(long fromMillis) {
        return timeout == null ? 0 : fromMillis + length(timeout).toMillis();
    }

    /**
     * The question as records keep it.
     *
     * @param inputId the id of the Pipeline's input; empty outside of a Pipeline
     * @return nobody has answered it yet
     */
    public Judgment question(String inputId) {
        return new Judgment(message, instructions, choices, judges().names(), inputId, null, null, null, null, 0);
    }

    /**
     * The same judgment with a build's variables in its texts, as freestyle jobs have them.
     *
     * @param variables by name
     * @return a copy
     */
    public SpinJudgeStep expanded(EnvVars variables) {
        SpinJudgeStep copy = new SpinJudgeStep(variables.expand(message));
        copy.instructions = variables.expand(instructions);
        copy.setChoices(getChoices());
        copy.submitters = submitters;
        copy.groups = groups;
        copy.ok = ok;
        copy.timeout = timeout;
        return copy;
    }

    /**
     * Makes sure that the judgment can be asked.
     *
     * @throws ProblemException when the question is missing or the timeout is no duration
     */
    public void check() {
        if (message.isEmpty()) {
            throw JudgeProblems.wrong("judge.message");
        }
        deadline(0);
    }

    @Override
    public StepExecution start(StepContext context) throws IOException, InterruptedException {
        try {
            check();
        } catch (ProblemException e) {
            throw JudgeProblems.abort(e);
        }
        return JudgeStart.start(this, context, Clock.systemUTC());
    }

    /**
     * Asks as a stage of a pipeline, whose role is told the end.
     *
     * @param context the place in the Pipeline of the step that asks
     * @param key names the stage within its build, and the input
     * @param role says what the end means
     * @param deadline when nobody is waited for any more, in milliseconds since 1970; 0 for never
     * @return not yet started
     * @throws ProblemException when the question is missing
     * @throws IOException when the build can't be read
     * @throws InterruptedException when Jenkins stops
     */
    public StepExecution start(StepContext context, String key, StageRole role, long deadline)
            throws IOException, InterruptedException {
        check();
        return JudgeStart.start(this, context, key, role, deadline);
    }

    /** Question and instructions. */
    String text() {
        return instructions == null ? message : message + "\n" + instructions;
    }

    /** The choices as a parameter of the input step, whose page shows the instructions with it. */
    ChoiceParameterDefinition parameter() {
        String text = instructions == null ? "" : instructions;
        return new ChoiceParameterDefinition(JudgeStart.PARAMETER, choices.toArray(String[]::new), text);
    }

    private static Duration length(String text) {
        return Durations.parse(text).orElseThrow(() -> JudgeProblems.wrong("judge.duration", text));
    }

    /** Describes the step. */
    @Extension
    public static final class DescriptorImpl extends StepDescriptor {

        @Override
        public String getFunctionName() {
            return "spinJudge";
        }

        @Override
        public String getDisplayName() {
            return Words.of("judge.name");
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class, FlowNode.class);
        }

        @Override
        public String argumentsToString(Map<String, Object> namedArgs) {
            return namedArgs.get("message") instanceof String text ? text : null;
        }

        /**
         * Whether there is a question.
         *
         * @param item where the form is
         * @param message the question
         * @return an error when it is blank
         */
        @POST
        public FormValidation doCheckMessage(@AncestorInPath Item item, @QueryParameter String message) {
            return FormAccess.maySee(item) && Util.fixEmptyAndTrim(message) == null
                    ? FormValidation.error(Words.of("judge.message"))
                    : FormValidation.ok();
        }

        /**
         * Whether the timeout is a duration.
         *
         * @param item where the form is
         * @param timeout such as {@code 2h}; blank for none
         * @return an error when it is none
         */
        @POST
        public FormValidation doCheckTimeout(@AncestorInPath Item item, @QueryParameter String timeout) {
            String text = Util.fixEmptyAndTrim(timeout);
            return FormAccess.maySee(item)
                            && text != null
                            && Durations.parse(text).isEmpty()
                    ? FormValidation.error(Words.of("judge.duration", text))
                    : FormValidation.ok();
        }
    }
}
