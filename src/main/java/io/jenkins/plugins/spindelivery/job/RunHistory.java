package io.jenkins.plugins.spindelivery.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.Extension;
import hudson.model.ItemGroup;
import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.plugins.spindelivery.step.PipelineHistory;
import java.util.List;
import java.util.Optional;

/** Tells steps of earlier runs. */
@Extension
public final class RunHistory implements PipelineHistory {
    @Override
    public Optional<Job<?, ?>> job(ItemGroup<?> folder, String application, String pipeline) {
        return RunScopes.job(folder, application, pipeline).map(job -> job);
    }

    @Override
    public Optional<List<ObjectNode>> artifacts(Run<?, ?> run) {
        return PipelineRuns.get().of(run).map(StartArtifacts::artifacts);
    }
}
