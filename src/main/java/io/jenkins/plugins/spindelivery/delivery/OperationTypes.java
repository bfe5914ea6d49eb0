package io.jenkins.plugins.spindelivery.delivery;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.ExtensionPoint;
import io.jenkins.plugins.spindelivery.engine.aws.AwsOperations;
import io.jenkins.plugins.spindelivery.engine.operation.Operation;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Operations that stages run, by the type that their files name, and what a step returns of each. */
public interface OperationTypes extends ExtensionPoint {

    /**
     * An operation and the meaning of its result.
     *
     * @param operation the operation; one instance for each driven work, because it may remember things
     * @param result what the step returns
     * @param keep what is kept with the build, sealed, for a later rollback
     */
    record Known<S, R>(Operation<S, R> operation, Function<R, StageResult> result, Function<R, Optional<byte[]>> keep) {

        /**
         * An operation that no later rollback goes back behind.
         *
         * @param operation the operation
         * @param result what the step returns
         */
        public Known(Operation<S, R> operation, Function<R, StageResult> result) {
            this(operation, result, ended -> Optional.empty());
        }
    }

    /**
     * One of these operations.
     *
     * @param type the operation's {@link Operation#type()}
     * @return empty for a type that is none of these
     */
    Optional<Known<?, ?>> find(String type);

    /**
     * The operation of a saved file.
     *
     * @param type the operation's type
     * @return empty for a type that this version does not know
     */
    static Optional<Known<?, ?>> known(String type) {
        return ExtensionList.lookup(OperationTypes.class).stream()
                .flatMap(types -> types.find(type).stream())
                .findFirst();
    }

    /** The operations on Kubernetes. */
    @Extension
    final class Kubernetes implements OperationTypes {
        private static final Map<String, Supplier<Known<?, ?>>> TYPES = Map.of(
                "deploy", DeployResults::known,
                "delete", DeleteResults::known,
                "canary", CanaryResults::known,
                "rollout", RolloutResults::known,
                "runJob", RunJobResults::known,
                "rollback", DeployRollbackResults::known,
                "traffic", TrafficResults::known);

        @Override
        public Optional<Known<?, ?>> find(String type) {
            return Optional.ofNullable(TYPES.get(type)).map(Supplier::get);
        }
    }

    /** The operations of pipelines' own stages. */
    @Extension
    final class Pipelines implements OperationTypes {
        private static final Map<String, Supplier<Known<?, ?>>> TYPES = Map.of("wait", WaitResults::known);

        @Override
        public Optional<Known<?, ?>> find(String type) {
            return Optional.ofNullable(TYPES.get(type)).map(Supplier::get);
        }
    }

    /** The operations on AWS. */
    @Extension
    final class Aws implements OperationTypes {
        @Override
        public Optional<Known<?, ?>> find(String type) {
            return AwsOperations.of(type).map(AwsResults::known);
        }
    }
}
