package io.jenkins.plugins.spindelivery.child;

import hudson.Extension;
import hudson.model.Action;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Executor;
import hudson.model.Job;
import hudson.model.ParameterValue;
import hudson.model.ParametersAction;
import hudson.model.Queue;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.listeners.RunListener;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import jenkins.model.ParameterizedJobMixIn;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;

/** Builds of this Jenkins. */
final class JenkinsBuilds implements ChildBuilds {
    private static final int MOST_ARTIFACTS = 1_000;
    private static final Map<String, Runnable> WAKES = new ConcurrentHashMap<>();

    /** Tells those who wait, so that they need not look often. */
    @Extension
    public static final class Ends extends RunListener<Run<?, ?>> {
        @Override
        public void onFinalized(Run<?, ?> run) {
            StartedByStage started = run.getAction(StartedByStage.class);
            Runnable wake = started == null ? null : WAKES.get(started.id());
            if (wake != null) {
                wake.run();
            }
        }
    }

    @Override
    public void tellOfEnd(StartJobState state, Runnable wake) {
        WAKES.put(state.id(), wake);
    }

    @Override
    public void forget(StartJobState state) {
        WAKES.remove(state.id());
    }

    @Override
    public Seen look(StartJobState state) {
        Job<?, ?> job = job(state);
        if (job == null) {
            return new Gone();
        } else if (state.number() > 0) {
            Run<?, ?> run = job.getBuildByNumber(state.number());
            return run == null ? new Gone() : seen(run);
        }
        // A crash may leave an item in the queue's file that has become a build already, so builds go first.
        return begun(job, state.id(), state.since())
                .or(() -> inQueue(state))
                .or(() -> hasLeftQueue(state))
                .orElseGet(Nothing::new);
    }

    private static Optional<Seen> begun(Job<?, ?> job, String id, long since) {
        return OwnBuilds.find(job, id, since).map(JenkinsBuilds::seen);
    }

    private static Job<?, ?> job(StartJobState state) {
        return Jenkins.get().getItemByFullName(state.job(), Job.class);
    }

    private static Optional<Queue.Item> item(StartJobState state) {
        return Stream.of(Queue.getInstance().getItems())
                .filter(item -> OwnBuilds.isOf(item, state.id()))
                .findFirst();
    }

    private static Optional<Seen> inQueue(StartJobState state) {
        return item(state).map(item -> new Waiting(item.getId()));
    }

    /** What is neither in the queue nor among the builds, because it is on its way from one to the other. */
    private static Optional<Seen> hasLeftQueue(StartJobState state) {
        Queue.Item item = state.queueId() == 0 ? null : Queue.getInstance().getItem(state.queueId());
        if (!(item instanceof Queue.LeftItem left) || !OwnBuilds.isOf(left, state.id())) {
            return Optional.empty();
        } else if (left.isCancelled()) {
            return Optional.of(new TakenOut());
        }
        return Optional.of(left.getExecutable() instanceof Run<?, ?> run ? seen(run) : new Waiting(left.getId()));
    }

    private static Seen seen(Run<?, ?> run) {
        String url = Words.url(run.getUrl());
        Result result = run.getResult();
        return run.isBuilding()
                ? new Running(run.getNumber(), url)
                : new Ended(run.getNumber(), url, String.valueOf(result), info(run, url, String.valueOf(result)));
    }

    /** As Spinnaker's {@code buildInfo}. */
    private static Map<String, Object> info(Run<?, ?> run, String url, String result) {
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("name", run.getParent().getFullName());
        info.put("number", run.getNumber());
        info.put("url", url);
        info.put("fullDisplayName", run.getFullDisplayName());
        info.put("building", false);
        info.put("result", result);
        List<Map<String, Object>> artifacts = new ArrayList<>();
        run.getArtifactsUpTo(MOST_ARTIFACTS).forEach(artifact -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("fileName", artifact.getFileName());
            one.put("displayPath", artifact.getDisplayPath());
            one.put("relativePath", artifact.relativePath);
            artifacts.add(one);
        });
        info.put("artifacts", artifacts);
        return info;
    }

    @Override
    public long start(StartJobState state) {
        Job<?, ?> job = job(state);
        List<Action> actions = new ArrayList<>();
        actions.add(new StartedByStage(state.id()));
        Run<?, ?> parent = Run.fromExternalizableId(state.parent());
        if (parent != null) {
            actions.add(new CauseAction(new Cause.UpstreamCause(parent)));
        }
        List<ParameterValue> values = ChildParameters.of(job, state.parameters());
        if (!values.isEmpty()) {
            actions.add(new ParametersAction(values));
        }
        Queue.Item item = ParameterizedJobMixIn.scheduleBuild2(job, 0, actions.toArray(Action[]::new));
        if (item == null) {
            throw new ProblemException(Category.FAILED, Problem.of("child.job-not-taken", "", job.getFullName()));
        }
        // Jenkins itself writes it a minute later, and a crash before that loses the item.
        Queue.getInstance().save();
        return item.getId();
    }

    @Override
    public void stop(StartJobState state) {
        Optional<Queue.Item> waiting = item(state);
        if (waiting.isPresent()) {
            Queue.getInstance().cancel(waiting.get());
            return;
        }
        Job<?, ?> job = job(state);
        Run<?, ?> run =
                look(state) instanceof Running running && job != null ? job.getBuildByNumber(running.number()) : null;
        if (run instanceof WorkflowRun pipeline) {
            pipeline.doStop();
        } else if (run instanceof Queue.Executable executable) {
            Executor executor = Executor.of(executable);
            if (executor != null) {
                executor.interrupt(Result.ABORTED);
            }
        }
    }

    @Override
    public Map<String, Object> properties(StartJobState state, int number) {
        Job<?, ?> job = job(state);
        Run<?, ?> run = job == null ? null : job.getBuildByNumber(number);
        if (run == null) {
            throw new ProblemException(Category.FAILED, Problem.of("child.build-gone", "", state.job(), number));
        }
        return PropertyFile.read(run, state.propertyFile());
    }
}
