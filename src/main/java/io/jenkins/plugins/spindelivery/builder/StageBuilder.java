package io.jenkins.plugins.spindelivery.builder;

import hudson.Launcher;
import hudson.model.AbstractBuild;
import hudson.model.BuildListener;
import hudson.tasks.BuildStepMonitor;
import hudson.tasks.Builder;
import io.jenkins.plugins.spindelivery.delivery.Stage;
import io.jenkins.plugins.spindelivery.delivery.StageKey;
import io.jenkins.plugins.spindelivery.delivery.StageResult;
import io.jenkins.plugins.spindelivery.delivery.Stages;
import io.jenkins.plugins.spindelivery.record.StageFolder;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * A step as a build step. The build's executor waits for the stage, which is done by the same pool as a Pipeline's.
 *
 * <p>When the build is stopped, the stage takes back what must not stay, and the build waits for that. Stopped once more,
 * the build ends, and the taking back goes on without it.
 */
public abstract class StageBuilder extends Builder {

    /**
     * What to do. Subclasses have it as a property of the step's own class, which is what forms go by.
     *
     * @return the step's configuration
     */
    protected abstract Stage stage();

    @Override
    public boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener)
            throws InterruptedException, IOException {
        StageKey key = key(build);
        CompletableFuture<StageResult> end = new CompletableFuture<>();
        Stages.get().begin(key, stage(), new BuildSource(build, listener), end::complete);
        StageResult result;
        try {
            result = await(end);
        } catch (InterruptedException e) {
            Stages.get().cancel(build, key);
            await(end);
            throw e;
        }
        // Why it did not succeed is in the log already.
        return stage().accepts(result);
    }

    private static StageResult await(CompletableFuture<StageResult> end) throws InterruptedException {
        try {
            return end.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("nobody completes it with an exception", e);
        }
    }

    /** Build steps run one after another and never twice, so their number is enough. */
    private static StageKey key(AbstractBuild<?, ?> build) {
        return new StageKey("b" + (StageFolder.all(build).size() + 1));
    }

    /** Several builds of one job may deliver at the same time, and none looks at the ones before it. */
    @Override
    public BuildStepMonitor getRequiredMonitorService() {
        return BuildStepMonitor.NONE;
    }
}
