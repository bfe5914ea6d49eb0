package io.jenkins.plugins.spindelivery.step;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.EnvVars;
import hudson.model.Cause;
import hudson.model.FileParameterValue;
import hudson.model.ParameterValue;
import hudson.model.ParametersAction;
import hudson.model.Run;
import hudson.model.RunParameterValue;
import hudson.triggers.SCMTrigger;
import hudson.triggers.TimerTrigger;
import hudson.util.Secret;
import io.jenkins.plugins.spindelivery.delivery.TriggerData;
import io.jenkins.plugins.spindelivery.delivery.Words;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What expressions see of a build, under the names that Spinnaker gives them: {@code parameters}, {@code trigger},
 * {@code execution}; and {@code env}, which is Jenkins' own.
 */
public final class BuildRoots {
    private BuildRoots() {}

    /**
     * The build's parameters.
     *
     * @param run the build
     * @return by name; files are left out
     */
    public static Map<String, Object> parameters(Run<?, ?> run) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (ParametersAction action : run.getActions(ParametersAction.class)) {
            for (ParameterValue parameter : action.getAllParameters()) {
                if (!(parameter instanceof FileParameterValue)) {
                    values.put(parameter.getName(), value(parameter));
                }
            }
        }
        return values;
    }

    /** A parameter's value in a type that expressions know. */
    private static Object value(ParameterValue parameter) {
        if (parameter instanceof RunParameterValue run) {
            return run.getRunId();
        }
        Object value = parameter.getValue();
        if (value instanceof Secret secret) {
            return secret.getPlainText();
        }
        return value == null || value instanceof Number || value instanceof Boolean ? value : value.toString();
    }

    /**
     * All roots.
     *
     * @param run the build
     * @param environment its variables
     * @param parameters as {@link #parameters} gives them, perhaps with others
     * @return by name
     */
    static Map<String, Object> all(Run<?, ?> run, EnvVars environment, Map<String, ?> parameters) {
        Map<String, Object> roots = new LinkedHashMap<>();
        roots.put("parameters", parameters);
        roots.put("trigger", trigger(run, parameters));
        roots.put("env", new LinkedHashMap<>(environment));
        roots.put("execution", execution(run));
        return roots;
    }

    private static Map<String, Object> execution(Run<?, ?> run) {
        Map<String, Object> execution = build(run.getParent().getFullName(), run.getNumber(), run.getUrl());
        execution.put("startTime", run.getStartTimeInMillis());
        return execution;
    }

    private static Map<String, Object> build(String job, int number, String url) {
        Map<String, Object> build = new LinkedHashMap<>();
        build.put("id", job + "#" + number);
        build.put("name", job);
        build.put("number", number);
        build.put("url", Words.url(url));
        return build;
    }

    /**
     * What started a build, as Spinnaker's triggers have it.
     *
     * @param run the build
     * @param parameters as {@link #parameters} gives them, perhaps with others
     * @return plain data, by name
     */
    public static Map<String, Object> trigger(Run<?, ?> run, Map<String, ?> parameters) {
        Map<String, Object> trigger = new LinkedHashMap<>();
        List<Cause> causes = run.getCauses();
        Cause first = causes.isEmpty() ? null : causes.get(0);
        trigger.put("type", type(first));
        trigger.put("description", first == null ? "" : first.getShortDescription());
        trigger.put("user", user(run).orElse("anonymous"));
        trigger.put("parameters", parameters);
        causes.stream()
                .filter(Cause.UpstreamCause.class::isInstance)
                .map(Cause.UpstreamCause.class::cast)
                .findFirst()
                .ifPresent(cause -> upstream(trigger, cause));
        TriggerData data = run.getAction(TriggerData.class);
        if (data != null) {
            ObjectNode more = data.trigger(run);
            more.fields().forEachRemaining(field -> trigger.put(field.getKey(), field.getValue()));
        }
        return trigger;
    }

    /** As Spinnaker's trigger of type {@code jenkins} names them, and its trigger of type {@code pipeline}. */
    private static void upstream(Map<String, Object> trigger, Cause.UpstreamCause cause) {
        String url = cause.getUpstreamUrl() + cause.getUpstreamBuild() + "/";
        Map<String, Object> build = build(cause.getUpstreamProject(), cause.getUpstreamBuild(), url);
        trigger.put("master", Words.url(""));
        trigger.put("job", cause.getUpstreamProject());
        trigger.put("buildNumber", cause.getUpstreamBuild());
        trigger.put("buildInfo", build);
        trigger.put("parentExecution", build);
    }

    private static String type(Cause cause) {
        if (cause instanceof Cause.UserIdCause) {
            return "manual";
        } else if (cause instanceof Cause.UpstreamCause) {
            return "jenkins";
        } else if (cause instanceof TimerTrigger.TimerTriggerCause) {
            return "cron";
        } else if (cause instanceof SCMTrigger.SCMTriggerCause) {
            return "git";
        } else if (cause instanceof Cause.RemoteCause) {
            return "webhook";
        }
        return "other";
    }

    /**
     * The user who started a build, or a build that started it.
     *
     * @param run the build
     * @return the user's id; empty when nobody is known
     */
    public static Optional<String> user(Run<?, ?> run) {
        return user(run.getCauses());
    }

    private static Optional<String> user(List<Cause> causes) {
        return causes.stream().map(BuildRoots::user).flatMap(Optional::stream).findFirst();
    }

    private static Optional<String> user(Cause cause) {
        if (cause instanceof Cause.UserIdCause started) {
            return Optional.ofNullable(started.getUserId());
        }
        return cause instanceof Cause.UpstreamCause upstream ? user(upstream.getUpstreamCauses()) : Optional.empty();
    }
}
