package io.jenkins.plugins.spindelivery.delivery;

import io.jenkins.plugins.spindelivery.engine.operation.Operation;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** The operations that stages run, by the type that their files name, and what a step returns of each. */
public final class OperationTypes {

    /**
     * An operation and the meaning of its result.
     *
     * @param operation the operation; one instance for each driven work, because it may remember things
     * @param result what the step returns
     */
    record Known<S, R>(Operation<S, R> operation, Function<R, StageResult> result) {}

    private static final Map<String, Supplier<Known<?, ?>>> TYPES =
            Map.of("deploy", DeployResults::known, "delete", DeleteResults::known);

    private OperationTypes() {}

    /**
     * The operation of a saved file.
     *
     * @param type the operation's type
     * @return empty for a type that this version does not know
     */
    static Optional<Known<?, ?>> find(String type) {
        return Optional.ofNullable(TYPES.get(type)).map(Supplier::get);
    }
}
