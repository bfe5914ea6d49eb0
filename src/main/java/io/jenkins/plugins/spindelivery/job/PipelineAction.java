package io.jenkins.plugins.spindelivery.job;

import hudson.Extension;
import hudson.model.Action;
import hudson.model.InvisibleAction;
import hudson.model.User;
import io.jenkins.plugins.spindelivery.account.DeliveryPermissions;
import io.jenkins.plugins.spindelivery.delivery.Words;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import jenkins.model.Jenkins;
import jenkins.model.TransientActionFactory;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.interceptor.RequirePOST;

/** What people may ask of a pipeline that runs. */
public final class PipelineAction extends InvisibleAction {
    /** Below the build's address. */
    public static final String URL = "spin-delivery-pipeline";

    private final WorkflowRun run;

    private PipelineAction(WorkflowRun run) {
        this.run = run;
    }

    @Override
    public String getUrlName() {
        return URL;
    }

    /**
     * Ends a stage's waiting for its window and its jitter. A window guards what the pipeline delivers to, so it takes the
     * permission to judge; who did it is told by the run.
     *
     * @param refId the stage
     * @return back to the build's page; an error when the stage does not wait for a time
     * @throws IOException when it can't be written down
     */
    @RequirePOST
    public HttpResponse doSkipWait(@QueryParameter(required = true) String refId) throws IOException {
        run.checkPermission(DeliveryPermissions.JUDGE);
        User user = User.current();
        String who = user == null ? Jenkins.ANONYMOUS2.getName() : user.getDisplayName();
        PipelineRun pipeline = PipelineRuns.get().of(run).orElseThrow(HttpResponses::notFound);
        if (!pipeline.waits().skip(refId, who)) {
            return HttpResponses.errorWithoutStack(409, Words.of("job.waits-not", refId));
        }
        return HttpResponses.redirectViaContextPath(run.getUrl());
    }

    /** For builds that run a pipeline. */
    @Extension
    public static final class Factory extends TransientActionFactory<WorkflowRun> {
        @Override
        public Class<WorkflowRun> type() {
            return WorkflowRun.class;
        }

        @Override
        public Collection<? extends Action> createFor(WorkflowRun run) {
            return DeliveryDefinition.of(run.getParent()).isPresent() ? List.of(new PipelineAction(run)) : List.of();
        }
    }
}
