package io.jenkins.plugins.spindelivery.trigger;

import hudson.Extension;
import hudson.model.Action;
import hudson.model.Job;
import java.util.Collection;
import java.util.List;
import jenkins.model.TransientActionFactory;

/** Tells on each job's page what its triggers heard of. */
@Extension
@SuppressWarnings("rawtypes")
public final class JobTriggersActionFactory extends TransientActionFactory<Job> {
    @Override
    public Class<Job> type() {
        return Job.class;
    }

    @Override
    public Class<JobTriggersAction> actionType() {
        return JobTriggersAction.class;
    }

    @Override
    public Collection<? extends Action> createFor(Job target) {
        return List.of(new JobTriggersAction(target));
    }
}
