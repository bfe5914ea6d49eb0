package io.jenkins.plugins.spindelivery.delivery;

import hudson.EnvVars;
import hudson.model.Run;
import hudson.model.TaskListener;
import java.io.IOException;
import org.springframework.security.core.Authentication;

/** Where a driven stage finds its build; asked on a thread that may block. */
public interface ContextSource {

    /**
     * The build.
     *
     * @return the build
     */
    Run<?, ?> run();

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
