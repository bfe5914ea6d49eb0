package io.jenkins.plugins.spindelivery.step;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.spindelivery.account.FormAccess;
import io.jenkins.plugins.spindelivery.delivery.StageContext;
import io.jenkins.plugins.spindelivery.delivery.Task;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.pipeline.work.Precondition;
import io.jenkins.plugins.spindelivery.engine.pipeline.work.Preconditions;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.util.List;
import java.util.stream.Collectors;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** {@code spinPreconditions}: goes on only when everything is as it has to be, and else tells all that is not. */
public final class SpinPreconditionsStep extends StageStep {
    private static final long serialVersionUID = 1L;

    private static final String FIELD = "preconditions";

    private Object preconditions;

    /** A step without preconditions yet. */
    @DataBoundConstructor
    public SpinPreconditionsStep() {
        super("");
    }

    /**
     * The preconditions.
     *
     * @return a list of maps with {@code type}, {@code context} and {@code failPipeline}, or YAML of it
     */
    @CheckForNull
    public Object getPreconditions() {
        return preconditions;
    }

    /**
     * Sets the preconditions.
     *
     * @param preconditions a list of maps with {@code type}, {@code context} and {@code failPipeline}, or YAML of it
     */
    @DataBoundSetter
    public void setPreconditions(Object preconditions) {
        this.preconditions = Values.plain(preconditions);
    }

    @Override
    public String type() {
        return FIELD;
    }

    @Override
    public String subject() {
        try {
            return preconditions == null
                    ? ""
                    : Preconditions.read(FIELD, FlowExpressions.tree(FIELD, preconditions)).stream()
                            .map(Precondition::type)
                            .distinct()
                            .collect(Collectors.joining(", "));
        } catch (ProblemException e) {
            // What is wrong is said when the step begins.
            return "";
        }
    }

    @Override
    public Task begin(StageContext context) {
        StepInput input = new StepInput(context);
        if (preconditions == null) {
            input.refuse(Problem.of("step.preconditions-none", FIELD));
        }
        input.check();
        List<Precondition> wanted = read(input);
        PreconditionChecks checks = new PreconditionChecks(input);
        PreconditionResult result = new PreconditionResult();
        for (int i = 0; i < wanted.size(); i++) {
            String where = FIELD + "[" + i + "]";
            Precondition one = wanted.get(i);
            input.collect(() -> result.add(one, checks.check(where, one)));
        }
        // A precondition that can't be looked at is a mistake, whatever the others say.
        input.check();
        return new Task.Done(result.result());
    }

    /** An expression is evaluated when it is its turn; all other texts now. */
    private List<Precondition> read(StepInput input) {
        JsonNode tree = FlowExpressions.tree(FIELD, preconditions).deepCopy();
        for (JsonNode item : tree) {
            if (item.path("context") instanceof ObjectNode fields) {
                JsonNode expression = fields.remove("expression");
                JsonNode evaluated = input.tree(FIELD, fields);
                if (evaluated instanceof ObjectNode plain && expression != null) {
                    plain.set("expression", expression);
                }
                ((ObjectNode) item).set("context", evaluated);
            }
        }
        input.check();
        return Preconditions.read(FIELD, tree);
    }

    /** The step in menus and snippets. */
    @Extension
    public static final class DescriptorImpl extends StageStepDescriptor {
        @Override
        public String getFunctionName() {
            return "spinPreconditions";
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Words.of("step.preconditions-display-name");
        }

        @Override
        String[] subjectArguments() {
            return new String[] {};
        }

        /** Checks {@link SpinPreconditionsStep#getPreconditions()}; what holds expressions is let through. */
        @POST
        public FormValidation doCheckPreconditions(@AncestorInPath Item item, @QueryParameter String value) {
            if (!FormAccess.maySee(item)) {
                return FormValidation.ok();
            }
            return FieldChecks.reading(
                    value,
                    text -> text.contains("${")
                            ? FlowExpressions.tree(FIELD, text)
                            : Preconditions.read(FIELD, FlowExpressions.tree(FIELD, text)));
        }
    }
}
