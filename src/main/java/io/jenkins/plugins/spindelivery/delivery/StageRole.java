package io.jenkins.plugins.spindelivery.delivery;

import hudson.model.Run;
import io.jenkins.plugins.spindelivery.engine.pipeline.PipelineScope;
import java.io.IOException;
import java.io.Serializable;
import java.util.Optional;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/**
 * What a stage is within a pipeline that knows more of it than its step does: what it is to do, what its expressions see,
 * and what its end means. Stored with the Pipeline's program, so it holds names and nothing that may be secret.
 */
public interface StageRole extends Serializable {

    /**
     * What is to be done.
     *
     * @param run the build
     * @param key names the stage within the build
     * @return the same after a restart
     * @throws io.jenkins.plugins.spindelivery.engine.problem.ProblemException when it can't be told
     */
    Stage stage(Run<?, ?> run, String key);

    /**
     * What the stage's expressions see.
     *
     * @param run the build
     * @return empty for what the build has
     */
    Optional<PipelineScope> scope(Run<?, ?> run);

    /**
     * The stage has ended. Unless another follows, its step is told what that means. May be called again for the same end
     * after a crash.
     *
     * @param step the stage's step
     * @param key names the stage within the build
     * @param result what came of it
     * @param why what stopped it; {@code null} when nobody did
     * @return the key of the stage that the same step goes on with; empty when the step has ended
     * @throws IOException when the end can't be written down
     * @throws InterruptedException when Jenkins stops
     */
    Optional<String> ended(StepContext step, String key, StageResult result, Throwable why)
            throws IOException, InterruptedException;
}
