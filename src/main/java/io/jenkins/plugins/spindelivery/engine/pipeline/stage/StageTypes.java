package io.jenkins.plugins.spindelivery.engine.pipeline.stage;

import io.jenkins.plugins.spindelivery.engine.pipeline.StageNode;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The stage types that are known here, those that can't run among them. */
public final class StageTypes {
    private static final Map<String, StageType> BY_NAME = byName();

    private StageTypes() {}

    private static Map<String, StageType> byName() {
        Map<String, StageType> types = new LinkedHashMap<>();
        Stream.of(
                        ManifestStages.all(),
                        ArtifactStages.all(),
                        DeployStages.all(),
                        ServerGroupStages.all(),
                        ImageStages.all(),
                        BakeStages.all(),
                        CanaryStages.all(),
                        JudgmentStages.all(),
                        JobStages.all(),
                        WebhookStages.all(),
                        FlowStages.all(),
                        ForeignStages.all())
                .flatMap(List::stream)
                .forEach(type -> type.names().forEach(name -> types.put(name, type)));
        return Collections.unmodifiableMap(types);
    }

    /**
     * The type of a stage: that of its alias where it is known, else that of its type.
     *
     * @param stage the stage
     * @return the type; nothing for one that nobody here knows
     */
    public static Optional<StageType> of(StageNode stage) {
        return named(stage.type(BY_NAME::containsKey));
    }

    /**
     * A type by one of its names.
     *
     * @param name as {@code type} or {@code alias} has it
     * @return the type; nothing for one that nobody here knows
     */
    public static Optional<StageType> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /**
     * All of them.
     *
     * @return each once
     */
    public static Collection<StageType> all() {
        return List.copyOf(new LinkedHashSet<>(BY_NAME.values()));
    }
}
