package io.jenkins.plugins.spindelivery.delivery;

import hudson.EnvVars;
import hudson.model.TaskListener;
import io.jenkins.plugins.spindelivery.account.AccountClusters;
import io.jenkins.plugins.spindelivery.account.AwsConnections;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsAccounts;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.MetricSources;
import io.jenkins.plugins.spindelivery.engine.kubernetes.Clusters;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.metric.MetricConnections;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import io.jenkins.plugins.spindelivery.record.StageRecorder;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What a stage works with: its log, its record, what the engine needs; and the reading of what its build gives it. */
final class StageTools {
    private static final Logger LOGGER = Logger.getLogger(StageTools.class.getName());

    private final StageKey key;
    private final Stage stage;
    private final ContextSource source;
    private final StageWork.Reading reading;
    private final Runnable wake;
    private final DeliveryPool pool;
    private final Clock clock;
    private final StageFiles files;

    private StageLog log;
    private OperationContext context;

    StageTools(
            StageKey key,
            Stage stage,
            ContextSource source,
            StageWork.Reading reading,
            Runnable wake,
            DeliveryPool pool,
            Clock clock,
            StageFiles files) {
        this.key = key;
        this.stage = stage;
        this.source = source;
        this.reading = reading;
        this.wake = wake;
        this.pool = pool;
        this.clock = clock;
        this.files = files;
    }

    /** The build's log; {@code null} before {@link #open}. */
    StageLog log() {
        return log;
    }

    /** What the engine needs; {@code null} before {@link #open}. */
    OperationContext context() {
        return context;
    }

    /**
     * Opens log and record.
     *
     * @param before the record that an earlier process has written
     * @throws InterruptedException when the build is being stopped
     */
    void open(Optional<StageRecord> before) throws InterruptedException {
        open(before.map(record -> new StageRecorder(record, clock)).orElseGet(this::fresh));
        if (before.isEmpty() && stage != null) {
            String subject = subject();
            if (!subject.equals(stage.subject())) {
                open(fresh(subject));
            }
        }
    }

    private void open(StageRecorder recorder) throws InterruptedException {
        files.open(recorder);
        recorder.mask(secrets()::mask);
        log = new StageLog(listener(), source.run(), recorder.snapshot());
        connect();
    }

    /** What the stage is about, with what its expressions come to, so that log and pages tell of that. */
    private String subject() throws InterruptedException {
        try {
            return secrets().mask(stage.subject(stageContext()));
        } catch (IOException | ProblemException e) {
            LOGGER.log(Level.FINE, e, () -> "The reading is going to tell what is wrong with " + files);
            return stage.subject();
        }
    }

    /** Goes on without the build's log, because the build is being deleted. */
    void leaveBuild() {
        log = new StageLog(TaskListener.NULL, null, files.recorder().snapshot());
        connect();
    }

    /** Lets the engine use the files, the log and the job as they are now. */
    void connect() {
        Clusters clusters = AccountClusters.get().in(source.item());
        MetricSources metrics = MetricConnections.get().in(source.item());
        AwsAccounts aws = AwsConnections.get().in(source.item());
        context = new OperationContext(
                clock, pool.helpers(), new StageEvents(files, log), clusters, files.operation(), metrics, aws, wake);
    }

    /** The record of a stage that begins. */
    StageRecorder fresh() {
        return fresh(stage == null ? "" : stage.subject());
    }

    private StageRecorder fresh(String subject) {
        return stage == null
                ? StageRecorder.begin(key.value(), "", "", "", source.nodeId(), clock)
                : StageRecorder.begin(key.value(), stage.type(), subject, stage.account(), source.nodeId(), clock);
    }

    /**
     * Has the stage read and check what it needs.
     *
     * @throws IOException when the workspace can't be read
     * @throws InterruptedException when the build is being stopped
     */
    Task read() throws IOException, InterruptedException {
        try {
            reading.begins();
            return stage.begin(stageContext());
        } catch (ProblemException | IOException e) {
            if (Thread.currentThread().isInterrupted()) {
                // Not every client of a file or a server says that it was interrupted in so many words.
                throw new InterruptedException();
            }
            throw e;
        } finally {
            reading.ends();
        }
    }

    private StageContext stageContext() throws IOException, InterruptedException {
        return new StageContext(
                source.run(),
                log.listener(),
                source.environment(),
                source.sensitiveVariables(),
                source.workspace(),
                source.authentication(),
                source.hasBlock(),
                source.scope(),
                context);
    }

    private SecretTexts secrets() throws InterruptedException {
        try {
            return SecretTexts.of(source.run(), source.environment(), source.sensitiveVariables());
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "Cannot find out the secrets of " + files);
            return SecretTexts.of(source.run(), new EnvVars(), Set.of());
        }
    }

    private TaskListener listener() throws InterruptedException {
        try {
            return source.listener();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "No log for " + files);
            return TaskListener.NULL;
        }
    }
}
