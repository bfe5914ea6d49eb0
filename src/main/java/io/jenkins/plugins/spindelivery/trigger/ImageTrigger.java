package io.jenkins.plugins.spindelivery.trigger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.trigger.Event;
import io.jenkins.plugins.spindelivery.engine.trigger.ImagePush;
import java.util.Optional;
import org.kohsuke.stapler.DataBoundSetter;

/** An image that is pushed to a registry, chosen by repository and tag. */
public abstract class ImageTrigger extends DeliveredTrigger {
    private String repositories = "";
    private String tag = "";
    private String versions = "";

    /**
     * A trigger for all tags of all repositories.
     *
     * @param path see {@link #getPath()}
     * @param credentialsId see {@link #getCredentialsId()}
     */
    protected ImageTrigger(String path, String credentialsId) {
        super(path, credentialsId);
    }

    /**
     * The repositories.
     *
     * @return filters such as {@code devops/*}, one in a line; empty for all
     */
    @NonNull
    public String getRepositories() {
        return Util.fixNull(repositories);
    }

    /**
     * Sets the repositories.
     *
     * @param repositories filters such as {@code devops/*}, one in a line; empty or {@code null} for all
     */
    @DataBoundSetter
    public void setRepositories(String repositories) {
        this.repositories = Util.fixNull(repositories).strip();
    }

    /**
     * The tags.
     *
     * @return a regular expression for the whole tag; empty for all
     */
    @NonNull
    public String getTag() {
        return Util.fixNull(tag);
    }

    /**
     * Sets the tags.
     *
     * @param tag a regular expression for the whole tag; empty or {@code null} for all
     */
    @DataBoundSetter
    public void setTag(String tag) {
        this.tag = Util.fixNull(tag).strip();
    }

    /**
     * The versions.
     *
     * @return a range such as {@code ^1.4}; empty for all tags
     */
    @NonNull
    public String getVersions() {
        return Util.fixNull(versions);
    }

    /**
     * Sets the versions. Tags that are no versions are left out then.
     *
     * @param versions a range such as {@code >=1.2.0 <2.0.0}; empty or {@code null} for all tags
     */
    @DataBoundSetter
    public void setVersions(String versions) {
        this.versions = Util.fixNull(versions).strip();
    }

    @Override
    Optional<Problem> mismatch(Event event) {
        ObjectNode details = event.details();
        ImagePush push = new ImagePush(
                details.path("registry").asText(),
                details.path("repository").asText(),
                details.path("tag").asText(),
                details.path("digest").asText(),
                event.user());
        return ImageRules.mismatch(push, getRepositories(), getTag(), getVersions());
    }
}
