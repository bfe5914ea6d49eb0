package io.jenkins.plugins.spindelivery.engine.aws;

import io.jenkins.plugins.spindelivery.engine.aws.bake.Bake;
import io.jenkins.plugins.spindelivery.engine.aws.change.ServerGroupChange;
import io.jenkins.plugins.spindelivery.engine.aws.deploy.ServerGroupDeploy;
import io.jenkins.plugins.spindelivery.engine.aws.destroy.AwsDestroy;
import io.jenkins.plugins.spindelivery.engine.aws.image.ImageCleanUp;
import io.jenkins.plugins.spindelivery.engine.aws.image.ImageFind;
import io.jenkins.plugins.spindelivery.engine.aws.network.AwsNetwork;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsOperation;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All operations on AWS, by the types that saved states name; for whoever goes on with them. */
public final class AwsOperations {
    private static final Map<String, Supplier<AwsOperation<?>>> TYPES = Stream.<Supplier<AwsOperation<?>>>of(
                    AwsDestroy::new, //
                    AwsNetwork::new, //
                    Bake::new, //
                    ImageCleanUp::new, //
                    ImageFind::new, //
                    ServerGroupChange::new, //
                    ServerGroupDeploy::new)
            .collect(Collectors.toMap(make -> make.get().type(), Function.identity()));

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
