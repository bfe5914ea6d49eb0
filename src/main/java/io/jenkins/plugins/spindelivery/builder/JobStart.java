package io.jenkins.plugins.spindelivery.builder;

import hudson.model.Action;
import hudson.model.CauseAction;
import hudson.model.Job;
import hudson.model.ParameterDefinition;
import hudson.model.ParameterValue;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Queue;
import hudson.model.Run;
import io.jenkins.plugins.spindelivery.child.Jobs;
import io.jenkins.plugins.spindelivery.delivery.StageContext;
import io.jenkins.plugins.spindelivery.delivery.StageResult;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jenkins.model.ParameterizedJobMixIn;

/**
 * Starts a job for a build that was handed over. Whoever the build ran as has to have the permission to build that job, as
 * with every other way in which one job starts another.
 */
final class JobStart {
    /** Builds of a job that may have begun between a start and a look for it after a restart. */
    private static final int LOOK_BACK = 100;

    private final StageContext context;
    private final String key;

    /**
     * A start.
     *
     * @param context of the stage; its log is told
     */
    JobStart(StageContext context) {
        this.context = context;
        this.key = HandOver.currentKey(context.run());
    }

    /**
     * Starts the job, unless this stage has done so before Jenkins stopped.
     *
     * @param name of the job, as seen from the build's
     * @param passParameters whether it gets the build's parameters
     * @return {@code job} and {@code url}
     * @throws ProblemException when there is no such job, or it may not be built
     */
    StageResult start(String name, boolean passParameters) {
        Job<?, ?> job = Jobs.startable(context, name);
        if (isStarted(job)) {
            tell("builder.job-started-before", job.getFullDisplayName());
        } else {
            List<Action> actions = new ArrayList<>();
            actions.add(new CauseAction(new HandOverCause(context.run(), key)));
            actions.addAll(parameters(job, passParameters));
            if (ParameterizedJobMixIn.scheduleBuild2(job, -1, actions.toArray(Action[]::new)) == null) {
                throw refused("builder.job-not-taken", job.getFullName());
            }
            tell("builder.job-started", job.getFullDisplayName());
        }
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("job", job.getFullName());
        value.put("url", job.getAbsoluteUrl());
        return StageResult.succeeded(value);
    }

    private boolean isStarted(Job<?, ?> job) {
        Stream<CauseAction> waiting = Stream.of(Queue.getInstance().getItems())
                .filter(item -> item.task == job)
                .flatMap(item -> item.getActions(CauseAction.class).stream());
        Stream<CauseAction> begun = job.getBuilds().limit(LOOK_BACK).stream()
                .map(Run.class::cast)
                .flatMap(run -> ((Run<?, ?>) run).getActions(CauseAction.class).stream());
        return Stream.concat(waiting, begun)
                .flatMap(action -> action.getCauses().stream())
                .anyMatch(cause -> cause instanceof HandOverCause ours && ours.isOf(context.run(), key));
    }

    /** The build's own where the job defines them, the job's defaults where it has others. */
    private List<Action> parameters(Job<?, ?> job, boolean pass) {
        ParametersDefinitionProperty defined = job.getProperty(ParametersDefinitionProperty.class);
        ParametersAction given = context.run().getAction(ParametersAction.class);
        List<ParameterValue> values = new ArrayList<>();
        for (ParameterDefinition definition :
                defined == null ? List.<ParameterDefinition>of() : defined.getParameterDefinitions()) {
            ParameterValue own = pass && given != null ? given.getParameter(definition.getName()) : null;
            ParameterValue value = own == null ? definition.getDefaultParameterValue() : own;
            if (value != null) {
                values.add(value);
            }
        }
        if (pass && given != null) {
            for (ParameterValue value : given.getParameters()) {
                if (values.stream().noneMatch(taken -> taken.getName().equals(value.getName()))) {
                    tell("builder.job-parameter-unknown", job.getFullDisplayName(), value.getName());
                }
            }
        }
        return values.isEmpty() ? List.of() : List.of(new ParametersAction(values));
    }

    private void tell(String code, Object... arguments) {
        context.listener().getLogger().println(Problem.of(code, "", arguments).message());
    }

    private static ProblemException refused(String code, Object... arguments) {
        return new ProblemException(Category.INPUT, Problem.of(code, "", arguments));
    }
}
