package io.jenkins.plugins.spindelivery.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.FilePath;
import java.io.IOException;

/** A step that reads files of the workspace, and can keep what is in them for when the workspace will be gone. */
public interface TakesFiles {
    /**
     * Takes the contents of its files in place of their names.
     *
     * @param workspace where the files are now; {@code null} when there is none
     * @throws io.jenkins.plugins.spindelivery.engine.problem.ProblemException when they can't be found, or their names
     *     hold expressions
     * @throws IOException when the agent can't be asked
     * @throws InterruptedException when the build is being stopped
     */
    void takeFiles(@CheckForNull FilePath workspace) throws IOException, InterruptedException;
}
