package io.jenkins.plugins.spindelivery.engine.operation;

import java.util.Optional;

/**
 * An operation that lets something else run in between and goes by how that ended.
 *
 * <p>After each move the driver asks for the open gate. When there is one that it has not opened before, it starts what is
 * to run there, and goes on making moves meanwhile: the operation may watch, and may end although the gate is open, which
 * stops what runs there. Once it has ended, the driver puts the answer into the state by {@link #answer} and saves that
 * before it makes the next move. After a crash what runs at a gate may run again; an answer counts once.
 *
 * <p>A request says whether there is anything to run. Without it the operation has no gates.
 *
 * @param <S> the state
 * @param <R> the result
 */
public interface GatedOperation<S, R> extends Operation<S, R> {

    /**
     * What may run now.
     *
     * @param state as last saved
     * @return the open gate; empty while there is none
     */
    Optional<Gate> gate(S state);

    /**
     * Takes the answer of a gate, and closes it.
     *
     * @param state as last saved
     * @param answer how that ended which ran at the gate
     * @return the state to go on from; the same when that gate is not open
     */
    S answer(S state, GateAnswer answer);
}
