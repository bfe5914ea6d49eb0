package io.jenkins.plugins.spindelivery.job;

import hudson.model.Run;
import io.jenkins.plugins.spindelivery.engine.pipeline.Definition;
import io.jenkins.plugins.spindelivery.engine.pipeline.PipelineState;

/** One run of a pipeline. */
public final class PipelineRun {
    private final Run<?, ?> run;
    private final PipelineFolder folder;
    private final Definition definition;
    private PipelineState state;

    PipelineRun(Run<?, ?> run, PipelineFolder folder, Definition definition, PipelineState state) {
        this.run = run;
        this.folder = folder;
        this.definition = definition;
        this.state = state;
    }

    /**
     * The build.
     *
     * @return the build
     */
    public Run<?, ?> run() {
        return run;
    }

    /**
     * The pipeline as it was when the run began.
     *
     * @return the definition
     */
    public Definition definition() {
        return definition;
    }

    /**
     * How far the run has come.
     *
     * @return what is on disk
     */
    public synchronized PipelineState state() {
        return state;
    }
}
