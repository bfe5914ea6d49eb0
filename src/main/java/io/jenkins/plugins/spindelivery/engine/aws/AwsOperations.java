package io.jenkins.plugins.spindelivery.engine.aws;

import io.jenkins.plugins.spindelivery.engine.aws.bake.Bake;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsOperation;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** All operations on AWS, by the types that saved states name; for whoever goes on with them. */
public final class AwsOperations {
    private static final Map<String, Supplier<AwsOperation<?>>> TYPES = Map.ofEntries(Map.entry(Bake.TYPE, Bake::new));

    private AwsOperations() {}

    /**
     * An operation.
     *
     * @param type see {@link io.jenkins.plugins.spindelivery.engine.operation.Operation#type()}
     * @return a new one; empty for a type that is none of these
     */
    public static Optional<AwsOperation<?>> of(String type) {
        return Optional.ofNullable(TYPES.get(type)).map(Supplier::get);
    }
}
