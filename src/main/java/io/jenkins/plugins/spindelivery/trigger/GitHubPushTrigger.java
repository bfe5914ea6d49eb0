package io.jenkins.plugins.spindelivery.trigger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.trigger.GitPush;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** A push to GitHub, which signs what it delivers. */
public final class GitHubPushTrigger extends GitTrigger {

    /**
     * A trigger.
     *
     * @param path see {@link #getPath()}
     * @param credentialsId see {@link #getCredentialsId()}
     */
    @DataBoundConstructor
    public GitHubPushTrigger(String path, String credentialsId) {
        super(path, credentialsId);
    }

    @Override
    Signing signing() {
        return new Signing(true, "X-Hub-Signature-256", "sha256=");
    }

    @Override
    boolean isPush(Delivery delivery) {
        return delivery.header("X-GitHub-Event").equals("push");
    }

    @Override
    GitPush push(ObjectNode payload) {
        return GitPush.gitHub(payload);
    }

    /** The form. */
    @Extension
    @Symbol("spinGitHubPushTrigger")
    public static final class DescriptorImpl extends GitTriggerDescriptor {
        @Override
        @NonNull
        public String getDisplayName() {
            return Words.of("trigger.github-display-name");
        }
    }
}
