package io.jenkins.plugins.spindelivery.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.EnvVars;
import hudson.Util;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.spindelivery.account.Accounts;
import io.jenkins.plugins.spindelivery.account.AwsAccountConfiguration;
import io.jenkins.plugins.spindelivery.account.FormAccess;
import io.jenkins.plugins.spindelivery.account.KubernetesAccount;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** The forms of stage steps. They need no agent: a workspace is looked for only by those that read files. */
public abstract class StageStepDescriptor extends StepDescriptor {

    @Override
    public final Set<? extends Class<?>> getRequiredContext() {
        return Set.of(Run.class, TaskListener.class, FlowNode.class, EnvVars.class);
    }

    /** What graph views show as the step's name: the account, and what it is about. */
    @Override
    public String argumentsToString(Map<String, Object> arguments) {
        String subject = Stream.of(subjectArguments())
                .map(arguments::get)
                .filter(value -> value instanceof String || value instanceof Number)
                .map(value -> value.toString().strip())
                .filter(value -> !value.isEmpty() && value.indexOf('\n') < 0)
                .collect(Collectors.joining(" "));
        return Stream.of(arguments.get("account"), subject)
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(": "));
    }

    /** The providers whose accounts the step can use. */
    Set<String> providers() {
        return Set.of(KubernetesAccount.PROVIDER);
    }

    /** Makes sure that an account is of a provider that the step is for. */
    private void check(Accounts.Found found) {
        if (!providers().contains(found.account().provider())) {
            if (providers().contains(KubernetesAccount.PROVIDER)) {
                KubernetesAccount.of(found);
            }
            AwsAccountConfiguration.of(found);
        }
    }

    /** The arguments that say what the step is about, in the order in which they are shown. */
    abstract String[] subjectArguments();

    /**
     * Makes a step of a submitted form. Fields that take more than text in a Pipeline are text in a form, for which
     * Stapler knows no conversion.
     */
    @Override
    public Step newInstance(@CheckForNull StaplerRequest2 request, JSONObject form) throws FormException {
        JSONObject simple = new JSONObject();
        Map<Method, String> others = new LinkedHashMap<>();
        Map<String, Method> setters = looseSetters();
        for (Object key : form.keySet()) {
            Method setter = setters.get(key.toString());
            if (setter == null) {
                simple.put(key.toString(), form.get(key));
            } else {
                others.put(setter, form.optString(key.toString()));
            }
        }
        Step step = super.newInstance(request, simple);
        for (Map.Entry<Method, String> other : others.entrySet()) {
            set(step, other.getKey(), other.getValue());
        }
        return step;
    }

    private Map<String, Method> looseSetters() {
        return Stream.of(clazz.getMethods())
                .filter(method -> method.isAnnotationPresent(DataBoundSetter.class))
                .filter(method -> method.getParameterTypes()[0] == Object.class)
                .collect(Collectors.toMap(
                        method -> Character.toLowerCase(method.getName().charAt(3))
                                + method.getName().substring(4),
                        method -> method));
    }

    private static void set(Step step, Method setter, String text) throws FormException {
        try {
            setter.invoke(step, text);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("a setter of ours is public", e);
        } catch (InvocationTargetException e) {
            throw new FormException(e.getCause(), setter.getName());
        }
    }

    /**
     * A value as a form shows it.
     *
     * @param value of a field that takes more than text in a Pipeline
     * @return text that means the same: lines for a list of texts, YAML for anything else
     */
    public String asText(Object value) {
        return FormText.of(value);
    }

    /**
     * A list as a single line of a form shows it.
     *
     * @param value of a field that is a list or a text in a Pipeline
     * @return the parts with commas between them
     */
    public String asList(Object value) {
        return String.join(", ", Values.texts(value, ",|\\R"));
    }

    /**
     * The accounts to choose from: those that the job sees, of a provider that the step is for.
     *
     * @param item the job, or {@code null}
     * @param account the present choice
     * @return only the present choice for those who may not see the job's configuration
     */
    @POST
    public ListBoxModel doFillAccountItems(@AncestorInPath Item item, @QueryParameter String account) {
        ListBoxModel items = new ListBoxModel();
        String present = Util.fixNull(account).strip();
        if (FormAccess.maySee(item)) {
            Accounts.visible(item).stream()
                    .map(Accounts.Found::account)
                    .filter(each -> providers().contains(each.provider()))
                    .forEach(each -> items.add(each.getName()));
        }
        boolean listed = items.stream().anyMatch(option -> option.value.equals(present));
        if (!listed && !present.isEmpty()) {
            items.add(present);
        }
        return items;
    }

    /**
     * Checks that the job sees the account, and that it is of a provider that the step is for.
     *
     * @param item the job, or {@code null}
     * @param value the account's name
     * @return an error with the nearest name; nothing to those who may not see the job's configuration
     */
    @POST
    public FormValidation doCheckAccount(@AncestorInPath Item item, @QueryParameter String value) {
        if (!FormAccess.maySee(item)) {
            return FormValidation.ok();
        }
        if (value.isEmpty() && !Accounts.visible(item).isEmpty()) {
            // A form asks before its list is filled, and after that one of the accounts is always selected.
            return FormValidation.ok();
        }
        try {
            check(Accounts.find(item, value));
            return FormValidation.ok();
        } catch (ProblemException e) {
            return FieldChecks.errors(e);
        }
    }
}
