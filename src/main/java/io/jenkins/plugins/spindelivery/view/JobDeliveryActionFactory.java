package io.jenkins.plugins.spindelivery.view;

import hudson.Extension;
import hudson.model.Action;
import hudson.model.Job;
import java.util.Collection;
import java.util.List;
import jenkins.model.TransientActionFactory;

/** Tells on each job's page what the job deployed last; nothing is looked up before the page is shown. */
@Extension
@SuppressWarnings("rawtypes")
public final class JobDeliveryActionFactory extends TransientActionFactory<Job> {
    @Override
    public Class<Job> type() {
        return Job.class;
    }

    @Override
    public Class<JobDeliveryAction> actionType() {
        return JobDeliveryAction.class;
    }

    @Override
    public Collection<? extends Action> createFor(Job target) {
        return List.of(new JobDeliveryAction(target));
    }
}
