package io.jenkins.plugins.spindelivery.step;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.artifact.RepositorySource.Kind;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** gitlab.com, or a GitLab of one's own. */
public final class GitLabServer extends RepositoryServer {

    /**
     * The public server, for all jobs, read as anybody may.
     *
     * @param name what steps call it
     */
    @DataBoundConstructor
    public GitLabServer(String name) {
        super(name);
    }

    @Override
    public Kind kind() {
        return Kind.GITLAB;
    }

    /** The form's checks and lists are {@link RepositoryServerDescriptor}'s. */
    @Extension
    @Symbol("gitLab")
    public static final class DescriptorImpl extends RepositoryServerDescriptor {
        @Override
        @NonNull
        public String getDisplayName() {
            return Words.of("step.gitlab-display-name");
        }

        @Override
        Kind kind() {
            return Kind.GITLAB;
        }
    }
}
