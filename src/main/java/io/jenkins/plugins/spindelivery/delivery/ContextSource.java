package io.jenkins.plugins.spindelivery.delivery;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.EnvVars;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.spindelivery.engine.pipeline.PipelineScope;
import io.jenkins.plugins.spindelivery.record.StageFolder;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.security.core.Authentication;

/** Where a driven stage finds its build; asked on a thread that may block. */
public interface ContextSource {

    /** What waits for a stage, which decides what becomes of the stage after a restart. */
    enum Owner {
        /** A Pipeline step: it comes back after a restart, unless its Pipeline is lost. */
        PIPELINE,
        /** A freestyle build: it does not survive a restart, so its stages are taken back. */
        BUILD,
        /** A delivery after a freestyle build: it comes back by itself. */
        HAND_OVER,
        /** Nothing: a person began it on a page, and it goes on by itself after a restart. */
        PERSON;

        /** Whether its stages go on when their build has ended. */
        boolean outlivesBuild() {
            return this == HAND_OVER || this == PERSON;
        }
    }

    /**
     * What waits for the stage.
     *
     * @return the owner
     */
    Owner owner();

    /**
     * The build.
     *
     * @return the build; {@code null} when it was deleted, and only its stage's taking back is left
     */
    @CheckForNull
    Run<?, ?> run();

    /**
     * What decides which accounts are seen.
     *
     * @return the build's job; {@code null} when it was deleted
     */
    @CheckForNull
    default Item item() {
        Run<?, ?> run = run();
        return run == null ? null : run.getParent();
    }

    /**
     * The stage in the index.
     *
     * @param key the stage's key
     * @param folder where its files are
     * @return the entry
     */
    default OpenStages.Entry entry(StageKey key, StageFolder folder) {
        Run<?, ?> run = Objects.requireNonNull(run(), "a stage without a build knows its entry");
        return OpenStages.Entry.of(run, key, owner(), folder);
    }

    /**
     * The Pipeline's flow node.
     *
     * @return its id; empty in freestyle
     */
    String nodeId();

    /**
     * The build's log.
     *
     * @return where to tell what happens
     * @throws IOException when it can't be opened
     * @throws InterruptedException when the build is being stopped
     */
    TaskListener listener() throws IOException, InterruptedException;

    /**
     * The build's variables, with those of the blocks around the step.
     *
     * @return a copy
     * @throws IOException when they can't be found out
     * @throws InterruptedException when the build is being stopped
     */
    EnvVars environment() throws IOException, InterruptedException;

    /**
     * The variables whose values are secret, because the build or a block around the step says so.
     *
     * @return their names; some need not be set
     * @throws IOException when they can't be found out
     * @throws InterruptedException when the build is being stopped
     */
    default Set<String> sensitiveVariables() throws IOException, InterruptedException {
        return Set.of();
    }

    /**
     * Whether a block waits to be run at the gates of the stage's operation.
     *
     * @return only a Pipeline step can have one
     */
    default boolean hasBlock() {
        return false;
    }

    /**
     * What the stage sees of the pipeline that it is a stage of.
     *
     * @return empty when it belongs to none
     */
    default Optional<PipelineScope> scope() {
        return Optional.empty();
    }

    /**
     * The workspace.
     *
     * @return finds it when a stage needs it
     */
    StageContext.WorkspaceSource workspace();

    /**
     * As whom the build runs.
     *
     * @return the authentication
     */
    Authentication authentication();
}
