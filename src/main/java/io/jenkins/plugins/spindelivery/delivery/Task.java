package io.jenkins.plugins.spindelivery.delivery;

import io.jenkins.plugins.spindelivery.engine.operation.Operation;

/** What a {@link Stage} comes to once its input is read. */
public sealed interface Task {

    /**
     * Long work: saved before each move, goes on after a restart.
     *
     * @param operation what to do; its type must be one of {@link OperationTypes}
     * @param first the state to begin with
     */
    record Work<S, R>(Operation<S, R> operation, S first) implements Task {}

    /**
     * Short work that is done already and has changed nothing.
     *
     * @param result what came of it
     */
    record Done(StageResult result) implements Task {}
}
