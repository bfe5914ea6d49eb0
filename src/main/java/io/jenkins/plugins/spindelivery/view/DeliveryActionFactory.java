package io.jenkins.plugins.spindelivery.view;

import hudson.Extension;
import hudson.model.Action;
import hudson.model.Run;
import io.jenkins.plugins.spindelivery.job.PipelineRuns;
import io.jenkins.plugins.spindelivery.record.StageFolder;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import jenkins.model.TransientActionFactory;

/**
 * Gives each build that has a stage, or runs a Delivery pipeline, its Delivery page. Nothing of it is stored with the build: the stages' folders are
 * the truth.
 */
@Extension
@SuppressWarnings("rawtypes")
public final class DeliveryActionFactory extends TransientActionFactory<Run> {
    /**
     * Builds that are known to have stages; Jenkins asks several times for each build on a page. That a build has none
     * is not remembered, because a delivery may begin long after its build has ended.
     */
    private final Map<Run<?, ?>, Boolean> known = Collections.synchronizedMap(new WeakHashMap<>());

    @Override
    public Class<Run> type() {
        return Run.class;
    }

    @Override
    public Class<DeliveryAction> actionType() {
        return DeliveryAction.class;
    }

    @Override
    public Collection<? extends Action> createFor(Run target) {
        Run<?, ?> run = target;
        if (!known.containsKey(run)) {
            if (StageFolder.all(run).isEmpty() && PipelineRuns.get().of(run).isEmpty()) {
                return List.of();
            }
            known.put(run, true);
        }
        return List.of(new DeliveryAction(run));
    }
}
