package io.jenkins.plugins.spindelivery.clusters;

import hudson.Extension;
import hudson.model.Action;
import hudson.model.Job;
import java.util.Collection;
import java.util.List;
import jenkins.model.TransientActionFactory;

/** Gives each job the page Clusters; nothing is looked up before it is shown. */
@Extension
@SuppressWarnings("rawtypes")
public final class ClustersActionFactory extends TransientActionFactory<Job> {
    @Override
    public Class<Job> type() {
        return Job.class;
    }

    @Override
    public Class<ClustersAction> actionType() {
        return ClustersAction.class;
    }

    @Override
    public Collection<? extends Action> createFor(Job target) {
        return List.of(new ClustersAction(target));
    }
}
