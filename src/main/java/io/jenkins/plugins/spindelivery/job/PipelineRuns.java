package io.jenkins.plugins.spindelivery.job;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.RunListener;
import io.jenkins.plugins.spindelivery.engine.pipeline.Definition;
import io.jenkins.plugins.spindelivery.engine.pipeline.PipelineState;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.io.IOException;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Finds the runs of pipelines: in memory as long as their builds go on, on disk afterwards. */
@Extension
public final class PipelineRuns {
    private static final Logger LOGGER = Logger.getLogger(PipelineRuns.class.getName());

    /** Of builds that go on: two would not know of each other's changes. Guarded by itself. */
    private final Map<Run<?, ?>, PipelineRun> building = new IdentityHashMap<>();

    /**
     * The runs of this Jenkins.
     *
     * @return the only instance
     */
    public static PipelineRuns get() {
        return ExtensionList.lookupSingleton(PipelineRuns.class);
    }

    /**
     * Begins a run: its definition stays what it is now, whatever becomes of the job's. What an earlier try of the same
     * build has left is replaced.
     *
     * @param run the build, which has not run its Pipeline yet
     * @param definition the pipeline, without problems
     * @param state in which no stage has started
     * @return the run, on disk
     * @throws IOException when it can't be written
     */
    public PipelineRun begin(Run<?, ?> run, Definition definition, PipelineState state) throws IOException {
        PipelineFolder folder = new PipelineFolder(run);
        folder.write(definition);
        folder.write(state);
        PipelineRun begun = new PipelineRun(run, folder, definition, state);
        synchronized (building) {
            building.put(run, begun);
        }
        return begun;
    }

    /**
     * The pipeline that a build runs, or has run.
     *
     * @param run the build
     * @return empty for a build of anything else; and where the files can't be read, which is logged
     */
    public Optional<PipelineRun> of(Run<?, ?> run) {
        synchronized (building) {
            PipelineRun known = building.get(run);
            if (known != null) {
                return Optional.of(known);
            }
            Optional<PipelineRun> read = read(run);
            if (run.isBuilding()) {
                read.ifPresent(pipeline -> building.put(run, pipeline));
            }
            return read;
        }
    }

    private static Optional<PipelineRun> read(Run<?, ?> run) {
        PipelineFolder folder = new PipelineFolder(run);
        if (!folder.exists()) {
            return Optional.empty();
        }
        try {
            Definition definition = folder.definition(run.getFullDisplayName());
            return Optional.of(new PipelineRun(run, folder, definition, folder.state()));
        } catch (IOException | ProblemException e) {
            LOGGER.log(Level.WARNING, e, () -> "Cannot read the pipeline of " + run);
            return Optional.empty();
        }
    }

    private void forget(Run<?, ?> run) {
        synchronized (building) {
            building.remove(run);
        }
    }

    /** A build that has ended leaves no stage open, and is read from its files. */
    @Extension
    public static final class Ended extends RunListener<Run<?, ?>> {
        @Override
        public void onCompleted(Run<?, ?> run, TaskListener listener) {
            if (DeliveryDefinition.of(run.getParent()).isPresent()) {
                get().of(run).ifPresent(PipelineRun::close);
            }
        }

        @Override
        public void onFinalized(Run<?, ?> run) {
            get().forget(run);
        }

        @Override
        public void onDeleted(Run<?, ?> run) {
            get().forget(run);
        }
    }
}
