package io.jenkins.plugins.spindelivery.editor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.Extension;
import hudson.ExtensionList;
import io.jenkins.plugins.spindelivery.engine.pipeline.DefinitionMapping;
import io.jenkins.plugins.spindelivery.engine.pipeline.StageNode;
import io.jenkins.plugins.spindelivery.engine.pipeline.stage.Finding;
import io.jenkins.plugins.spindelivery.engine.pipeline.stage.StageType;
import io.jenkins.plugins.spindelivery.engine.pipeline.stage.StageTypes;
import io.jenkins.plugins.spindelivery.engine.pipeline.stage.StepCall;
import io.jenkins.plugins.spindelivery.step.StepCalls;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;

/** The kinds of rows that there are: one for each stage type that one step does, and one for all others. */
@Extension
public final class StageFormDescriptors {
    private final StageFormDescriptor json = new StageFormDescriptor();
    private Map<String, StageFormDescriptor> known;

    static StageFormDescriptors get() {
        return ExtensionList.lookupSingleton(StageFormDescriptors.class);
    }

    /** By name, with those for other names of the same. */
    List<StageFormDescriptor> all() {
        // The names are in the reader's language.
        List<StageFormDescriptor> sorted = new ArrayList<>(known().values());
        sorted.sort(Comparator.comparing(StageFormDescriptor::getDisplayName));
        sorted.add(json);
        return sorted;
    }

    /** Those of the types that one step does, by the name of the type. */
    private synchronized Map<String, StageFormDescriptor> known() {
        if (known == null) {
            Map<String, StageFormDescriptor> found = new LinkedHashMap<>();
            for (StageType type : StageTypes.all()) {
                for (String name : type.names()) {
                    step(name, type).ifPresent(step -> found.put(name, new StageFormDescriptor(name, type, step)));
                }
            }
            known = Collections.unmodifiableMap(found);
        }
        return known;
    }

    /** The step that does the stages of a type; none for types that can't run, or take more than one step. */
    private static Optional<StepDescriptor> step(String name, StageType type) {
        ObjectNode stage = StageFormDescriptor.fresh(name, "");
        DefinitionMapping mapping = Surroundings.none().mapping(stage);
        List<StepCall> calls = type.calls(stage, mapping);
        boolean never = mapping.findings().stream().anyMatch(StageFormDescriptors::isFinal);
        return calls.size() == 1 && !never ? StepCalls.descriptor(calls.get(0).function()) : Optional.empty();
    }

    /** A new stage lacks what a person is about to fill in, and that is no reason not to offer it. */
    private static boolean isFinal(Finding finding) {
        return finding.problem().code().equals("pipeline.stage-wait-until");
    }

    /** The kind of a stage, if a form shows such stages. */
    Optional<StageFormDescriptor> of(StageNode stage) {
        Map<String, StageFormDescriptor> kinds = known();
        return Optional.ofNullable(kinds.get(stage.type(kinds::containsKey)));
    }

    /** Stages that are edited as JSON. */
    StageFormDescriptor json() {
        return json;
    }
}
