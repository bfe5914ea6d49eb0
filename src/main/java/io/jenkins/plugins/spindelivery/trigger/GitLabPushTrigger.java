package io.jenkins.plugins.spindelivery.trigger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.trigger.GitPush;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** A push to GitLab, which sends the secret along. */
public final class GitLabPushTrigger extends GitTrigger {

    /**
     * A trigger.
     *
     * @param path see {@link #getPath()}
     * @param credentialsId see {@link #getCredentialsId()}
     */
    @DataBoundConstructor
    public GitLabPushTrigger(String path, String credentialsId) {
        super(path, credentialsId);
    }

    @Override
    Signing signing() {
        return new Signing(false, "X-Gitlab-Token", "");
    }

    @Override
    boolean isPush(Delivery delivery) {
        return delivery.header("X-Gitlab-Event").endsWith("Push Hook");
    }

    @Override
    GitPush push(ObjectNode payload) {
        return GitPush.gitLab(payload);
    }

    /** The form. */
    @Extension
    @Symbol("spinGitLabPushTrigger")
    public static final class DescriptorImpl extends GitTriggerDescriptor {
        @Override
        @NonNull
        public String getDisplayName() {
            return Words.of("trigger.gitlab-display-name");
        }
    }
}
