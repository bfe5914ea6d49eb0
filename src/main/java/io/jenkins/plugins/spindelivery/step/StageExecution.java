package io.jenkins.plugins.spindelivery.step;

import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.MoreExecutors;
import hudson.AbortException;
import hudson.EnvVars;
import hudson.FilePath;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.spindelivery.delivery.ContextSource;
import io.jenkins.plugins.spindelivery.delivery.JenkinsSealer;
import io.jenkins.plugins.spindelivery.delivery.Stage;
import io.jenkins.plugins.spindelivery.delivery.StageContext.WorkspaceSource;
import io.jenkins.plugins.spindelivery.delivery.StageKey;
import io.jenkins.plugins.spindelivery.delivery.StageListener;
import io.jenkins.plugins.spindelivery.delivery.StageResult;
import io.jenkins.plugins.spindelivery.delivery.StageRole;
import io.jenkins.plugins.spindelivery.delivery.Stages;
import io.jenkins.plugins.spindelivery.engine.operation.Gate;
import io.jenkins.plugins.spindelivery.engine.operation.GateAnswer;
import io.jenkins.plugins.spindelivery.engine.pipeline.PipelineScope;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.record.StageFolder;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.EnvironmentExpander;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.springframework.security.core.Authentication;

/**
 * The one execution of all stage steps. It holds no thread: {@link Stages} does the work, and the stage's files in the
 * build's folder are the truth. What is stored with the Pipeline's program is the step's configuration, sealed, because
 * parameters may be secret, and the stage's key.
 */
public final class StageExecution extends StepExecution {
    private static final long serialVersionUID = 1L;
    private static final Logger LOGGER = Logger.getLogger(StageExecution.class.getName());

    /** {@code null} for a stage with a role, which knows what there is to do. */
    private final byte[] sealed;

    private volatile String key;

    /** {@code null} for a step that stands in a Pipeline of somebody's own. */
    private final StageRole role;

    private final StageBlock block;
    private volatile Throwable stopCause;
    private transient Stage stage;

    /**
     * An execution of a step.
     *
     * @param context the step's place in the Pipeline
     * @param stage the step's configuration
     */
    public StageExecution(StepContext context, Stage stage) {
        super(context);
        this.stage = stage;
        this.role = null;
        this.block = new StageBlock(this);
        this.sealed = new JenkinsSealer().seal(Jenkins.XSTREAM2.toXML(stage).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * An execution of a stage with a role.
     *
     * @param context the step's place in the Pipeline
     * @param role knows what there is to do, and what the end means
     * @param key names the stage within its build; no other step of the build may have it
     */
    public StageExecution(StepContext context, StageRole role, String key) {
        super(context);
        this.role = role;
        this.key = key;
        this.block = new StageBlock(this);
        this.sealed = null;
    }

    @Override
    public boolean start() throws IOException, InterruptedException {
        if (key == null) {
            key = key(getContext().get(FlowNode.class), stage());
        }
        if (!getContext().get(FlowExecution.class).getDurabilityHint().isPersistWithEveryStep()) {
            String hint = Problem.of("delivery.performance-optimized", "").message();
            getContext().get(TaskListener.class).getLogger().println(hint);
        }
        driveOnceSaved();
        return false;
    }

    private void driveOnceSaved() {
        // The work begins when this execution is in the saved program, or a crash would start the step from nothing.
        Futures.addCallback(
                getContext().saveState(),
                new FutureCallback<>() {
                    @Override
                    public void onSuccess(Void saved) {
                        drive();
                    }

                    @Override
                    public void onFailure(Throwable failure) {
                        LOGGER.log(
                                Level.WARNING,
                                failure,
                                () -> "Cannot save the Pipeline; its stage begins all the same");
                        drive();
                    }
                },
                MoreExecutors.directExecutor());
    }

    @Override
    public void onResume() {
        drive();
    }

    private void drive() {
        try {
            Source source = new Source(getContext(), role);
            Stages.get().begin(new StageKey(key), stage(source.run()), source, new Listener());
            if (stopCause != null) {
                // The wish to stop came before there was anything to stop, or an earlier process did not get round to
                // it.
                Stages.get().cancel(source.run(), new StageKey(key));
            }
        } catch (ProblemException e) {
            // Such as a configuration that another Jenkins has sealed.
            refused(StageResult.refused(e));
        } catch (IOException | InterruptedException | RuntimeException e) {
            getContext().onFailure(e);
        }
    }

    @Override
    public void stop(Throwable cause) throws Exception {
        stopCause = cause;
        if (key == null) {
            getContext().onFailure(cause);
        } else {
            block.stop(cause);
            // A stage that has not begun is stopped as soon as it does; one that has ended is about to say so.
            Stages.get().cancel(getContext().get(Run.class), new StageKey(key));
        }
    }

    /** Hears of the stage on threads of the pool. */
    private final class Listener implements StageListener {
        @Override
        public void opened(Gate gate) {
            block.opened(gate);
        }

        @Override
        public void closed() {
            block.closed();
        }

        @Override
        public void ended(StageResult result) {
            // After a restart nobody has told of the gate that was open when the stage ended.
            block.closed();
            if (!block.keeps(result)) {
                finish(result);
            }
        }
    }

    /**
     * The block has ended.
     *
     * @param answer how
     */
    void answer(GateAnswer answer) {
        try {
            Stages.get().answer(getContext().get(Run.class), new StageKey(key), answer);
        } catch (IOException | InterruptedException e) {
            getContext().onFailure(e);
        }
    }

    /**
     * Somebody stopped the block, and thereby this step.
     *
     * @param cause how the step will end
     */
    void interrupted(Throwable cause) {
        try {
            stop(cause);
        } catch (Exception e) {
            getContext().onFailure(e);
        }
    }

    private void refused(StageResult result) {
        if (role == null) {
            getContext().onFailure(new AbortException(result.message()));
        } else {
            finish(result, stopCause);
        }
    }

    /** The stage's role says what its end means; the same step may go on with another stage. */
    private void finish(StageResult result, Throwable why) {
        try {
            role.ended(getContext(), key, result, why).ifPresent(next -> {
                key = next;
                driveOnceSaved();
            });
        } catch (IOException | InterruptedException | RuntimeException e) {
            getContext().onFailure(e);
        }
    }

    /**
     * The stage has ended, and its block does not run.
     *
     * @param result what came of the stage
     */
    void finish(StageResult result) {
        Throwable why = stopCause == null ? block.failure() : stopCause;
        if (role != null) {
            finish(result, why);
        } else if (stage().accepts(result) && block.failure() == null) {
            getContext().onSuccess(result.value());
        } else if (why != null) {
            if (!result.errors().isEmpty()) {
                why.addSuppressed(new AbortException(result.message()));
            }
            getContext().onFailure(why);
        } else if (result.status() == StageStatus.CANCELLED) {
            getContext().onFailure(new FlowInterruptedException(Result.ABORTED));
        } else {
            getContext().onFailure(new AbortException(result.message()));
        }
    }

    private Stage stage(Run<?, ?> run) {
        return role == null ? stage() : role.stage(run, key);
    }

    private Stage stage() {
        if (stage == null) {
            byte[] plain = new JenkinsSealer().open(sealed);
            stage = (Stage) Jenkins.XSTREAM2.fromXML(new String(plain, StandardCharsets.UTF_8));
        }
        return stage;
    }

    /**
     * The same for the same step after a crash that lost the program. A node's id alone would not do: ids are given in
     * order, and a Pipeline that starts again may come by another way.
     */
    private static String key(FlowNode node, Stage stage) {
        String place = String.join("/", node.getAllEnclosingIds());
        String print = JenkinsSealer.fingerprint(place + "\n" + Jenkins.XSTREAM2.toXML(stage));
        return node.getId() + "-" + print.substring(0, 12);
    }

    @Override
    public String getStatus() {
        if (key == null) {
            return "not begun";
        }
        try {
            Run<?, ?> run = getContext().get(Run.class);
            Optional<StageRecord> record = StageFolder.of(run, key).read();
            return record.map(now -> now.status().word() + (now.phase() == null ? "" : " " + now.phase()))
                    .orElse("not begun");
        } catch (IOException | InterruptedException e) {
            return "unknown: " + e.getMessage();
        }
    }

    /** The step's build. */
    private static final class Source implements ContextSource {
        private final StepContext context;
        private final StageRole role;
        private final Run<?, ?> run;
        private final String nodeId;
        private final Authentication authentication;

        Source(StepContext context, StageRole role) throws IOException, InterruptedException {
            this.context = context;
            this.role = role;
            this.run = context.get(Run.class);
            this.nodeId = context.get(FlowNode.class).getId();
            this.authentication =
                    context.get(FlowExecution.class).getAuthentication().toSpring();
        }

        @Override
        public Owner owner() {
            return Owner.PIPELINE;
        }

        @Override
        public Run<?, ?> run() {
            return run;
        }

        @Override
        public String nodeId() {
            return nodeId;
        }

        @Override
        public TaskListener listener() throws IOException, InterruptedException {
            return context.get(TaskListener.class);
        }

        @Override
        public EnvVars environment() throws IOException, InterruptedException {
            return context.get(EnvVars.class);
        }

        @Override
        public Set<String> sensitiveVariables() throws IOException, InterruptedException {
            EnvironmentExpander expander = context.get(EnvironmentExpander.class);
            return expander == null ? Set.of() : expander.getSensitiveVariables();
        }

        @Override
        public WorkspaceSource workspace() {
            return () -> Optional.ofNullable(context.get(FilePath.class));
        }

        @Override
        public boolean hasBlock() {
            return context.hasBody();
        }

        @Override
        public Optional<PipelineScope> scope() {
            return role == null ? Optional.empty() : role.scope(run);
        }

        @Override
        public Authentication authentication() {
            return authentication;
        }
    }
}
