package io.jenkins.plugins.spindelivery.step;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.spindelivery.account.FormAccess;
import io.jenkins.plugins.spindelivery.delivery.SecretTexts;
import io.jenkins.plugins.spindelivery.delivery.StageContext;
import io.jenkins.plugins.spindelivery.delivery.StageResult;
import io.jenkins.plugins.spindelivery.delivery.Task;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.pipeline.work.Variables;
import io.jenkins.plugins.spindelivery.engine.pipeline.work.Variables.Variable;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** {@code spinVariables}: evaluates expressions one after another, each of which sees the results before it. */
public final class SpinVariablesStep extends StageStep {
    private static final long serialVersionUID = 1L;

    private static final String FIELD = "variables";
    private static final ObjectMapper JSON = new ObjectMapper();

    private Object variables;

    /** A step without variables yet. */
    @DataBoundConstructor
    public SpinVariablesStep() {
        super("");
    }

    /**
     * The variables.
     *
     * @return a list of maps with {@code key} and {@code value}, a map, or YAML of either
     */
    @CheckForNull
    public Object getVariables() {
        return variables;
    }

    /**
     * Sets the variables.
     *
     * @param variables a list of maps with {@code key} and {@code value}, a map, or YAML of either
     */
    @DataBoundSetter
    public void setVariables(Object variables) {
        this.variables = Values.plain(variables);
    }

    @Override
    public String type() {
        return FIELD;
    }

    @Override
    public String subject() {
        try {
            return variables == null ? "" : read().stream().map(Variable::key).collect(Collectors.joining(", "));
        } catch (ProblemException e) {
            // What is wrong is said when the step begins.
            return "";
        }
    }

    private List<Variable> read() {
        return Variables.read(FIELD, FlowExpressions.tree(FIELD, variables));
    }

    @Override
    public Task begin(StageContext context) {
        StepInput input = new StepInput(context);
        if (variables == null) {
            input.refuse(Problem.of("step.variables-none", FIELD));
        }
        input.check();
        ObjectNode values = input.isEvaluated() ? Variables.evaluate(read(), (one, before) -> one.value()) : own(input);
        refuseSecrets(context, values);
        return new Task.Done(StageResult.succeeded(JSON.convertValue(values, Object.class)));
    }

    private ObjectNode own(StepInput input) {
        FlowExpressions expressions = new FlowExpressions(input.context(), input);
        return Variables.evaluate(read(), (variable, before) -> {
            Map<String, JsonNode> seen = new HashMap<>();
            before.fields().forEachRemaining(field -> seen.put(field.getKey(), field.getValue()));
            return expressions.evaluate(FIELD + "." + variable.key(), variable.value(), seen);
        });
    }

    /** What a step returns is kept with the build, as it is. */
    private static void refuseSecrets(StageContext context, ObjectNode values) {
        SecretTexts secrets = SecretTexts.of(context.run(), context.environment(), context.sensitiveVariables());
        List<Problem> found = values.properties().stream()
                .filter(field -> texts(field.getValue()).anyMatch(secrets::isIn))
                .map(field -> Problem.of("step.variables-secret", FIELD, field.getKey()))
                .toList();
        if (!found.isEmpty()) {
            throw new ProblemException(Category.INPUT, found);
        }
    }

    private static Stream<String> texts(JsonNode value) {
        if (!value.isContainerNode()) {
            return Stream.of(value.asText());
        }
        List<String> texts = new ArrayList<>();
        value.fieldNames().forEachRemaining(texts::add);
        value.forEach(item -> texts(item).forEach(texts::add));
        return texts.stream();
    }

    /** The step in menus and snippets. */
    @Extension
    public static final class DescriptorImpl extends StageStepDescriptor {
        @Override
        public String getFunctionName() {
            return "spinVariables";
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Words.of("step.variables-display-name");
        }

        @Override
        String[] subjectArguments() {
            return new String[] {};
        }

        /** Checks {@link SpinVariablesStep#getVariables()}. */
        @POST
        public FormValidation doCheckVariables(@AncestorInPath Item item, @QueryParameter String value) {
            return FormAccess.maySee(item)
                    ? FieldChecks.reading(value, text -> Variables.read(FIELD, FlowExpressions.tree(FIELD, text)))
                    : FormValidation.ok();
        }
    }
}
