package io.jenkins.plugins.spindelivery.job;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.model.Run;
import io.jenkins.plugins.spindelivery.delivery.JenkinsSealer;
import io.jenkins.plugins.spindelivery.engine.operation.OperationFile;
import io.jenkins.plugins.spindelivery.engine.operation.StateMapper;
import io.jenkins.plugins.spindelivery.engine.pipeline.Definition;
import io.jenkins.plugins.spindelivery.engine.pipeline.PipelineState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a build keeps of the pipeline that it runs, below {@code spin-delivery-pipeline} in its folder: the definition as
 * it was when the build began, and how far the run has come. The state is sealed, because parameters and outputs may be
 * secret; what started the run is part of it.
 */
final class PipelineFolder {
    private static final String NAME = "spin-delivery-pipeline";
    private static final String DEFINITION = "definition.json";
    private static final String STATE = "state";
    private static final ObjectMapper JSON = StateMapper.create();

    private final Run<?, ?> run;

    PipelineFolder(Run<?, ?> run) {
        this.run = run;
    }

    /** Asked each time, because the job may be renamed while it builds. */
    private Path file(String name) {
        return run.getRootDir().toPath().resolve(NAME).resolve(name);
    }

    /**
     * Whether the build runs a pipeline.
     *
     * @return whether definition and state are there
     */
    boolean exists() {
        return Files.isRegularFile(file(DEFINITION)) && Files.isRegularFile(file(STATE));
    }

    /**
     * Keeps what the run goes by. Written before the first state, so that a state has its definition.
     *
     * @param definition the pipeline
     * @throws IOException when it can't be written
     */
    void write(Definition definition) throws IOException {
        OperationFile.writeAtomically(file(DEFINITION), JSON.writeValueAsBytes(definition.json()));
    }

    /**
     * Keeps how far the run has come; on disk when this returns.
     *
     * @param state in place of the one before
     * @throws IOException when it can't be written; then the one before is still there
     */
    void write(PipelineState state) throws IOException {
        OperationFile.writeAtomically(file(STATE), new JenkinsSealer().seal(JSON.writeValueAsBytes(state)));
    }

    /**
     * The definition of this run.
     *
     * @param name what messages call it
     * @return as it was when the run began
     * @throws IOException when it can't be read
     */
    Definition definition(String name) throws IOException {
        return Definition.of(name, (ObjectNode) JSON.readTree(Files.readAllBytes(file(DEFINITION))));
    }

    /**
     * How far the run has come.
     *
     * @return the state that was written last
     * @throws IOException when it can't be read
     * @throws io.jenkins.plugins.spindelivery.engine.problem.ProblemException when another Jenkins has sealed it
     */
    PipelineState state() throws IOException {
        return JSON.readValue(new JenkinsSealer().open(Files.readAllBytes(file(STATE))), PipelineState.class);
    }
}
