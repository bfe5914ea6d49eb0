package io.jenkins.plugins.spindelivery.trigger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.trigger.DeliveryId;
import io.jenkins.plugins.spindelivery.engine.trigger.Event;
import io.jenkins.plugins.spindelivery.engine.trigger.GitPush;
import io.jenkins.plugins.spindelivery.engine.trigger.GitRule;
import java.util.List;
import java.util.Optional;
import org.kohsuke.stapler.DataBoundSetter;

/** A push to a Git repository, chosen by branch and files. */
public abstract class GitTrigger extends DeliveredTrigger {
    private String repository = "";
    private String branch = "";
    private String paths = "";

    /**
     * A trigger.
     *
     * @param path see {@link #getPath()}
     * @param credentialsId see {@link #getCredentialsId()}
     */
    protected GitTrigger(String path, String credentialsId) {
        super(path, credentialsId);
    }

    /**
     * The repository.
     *
     * @return {@code OWNER/NAME}, or {@code GROUP/SUBGROUP/NAME}
     */
    @NonNull
    public String getRepository() {
        return Util.fixNull(repository);
    }

    /**
     * Sets the repository.
     *
     * @param repository {@code OWNER/NAME}, or {@code GROUP/SUBGROUP/NAME}
     */
    @DataBoundSetter
    public void setRepository(String repository) {
        this.repository = Util.fixNull(repository).strip();
    }

    /**
     * The branches.
     *
     * @return a regular expression for the whole name; empty for all
     */
    @NonNull
    public String getBranch() {
        return Util.fixNull(branch);
    }

    /**
     * Sets the branches.
     *
     * @param branch a regular expression for the whole name; empty or {@code null} for all
     */
    @DataBoundSetter
    public void setBranch(String branch) {
        this.branch = Util.fixNull(branch).strip();
    }

    /**
     * The files.
     *
     * @return filters such as {@code k8s/**}, one in a line; empty for all
     */
    @NonNull
    public String getPaths() {
        return Util.fixNull(paths);
    }

    /**
     * Sets the files.
     *
     * @param paths filters such as {@code k8s/**}, one in a line; empty or {@code null} for all
     */
    @DataBoundSetter
    public void setPaths(String paths) {
        this.paths = Util.fixNull(paths).strip();
    }

    /** Whether a delivery tells of a push. */
    abstract boolean isPush(Delivery delivery);

    /** Reads a push. */
    abstract GitPush push(ObjectNode payload);

    @Override
    List<Event> events(Delivery delivery, ObjectNode payload, DeliveryId id) {
        return isPush(delivery) ? List.of(Event.git(push(payload), id, delivery.millis(), payload)) : List.of();
    }

    @Override
    Optional<Problem> mismatch(Event event) {
        return rule(getRepository(), getBranch(), getPaths())
                .judge(push(event.payload()))
                .mismatch();
    }

    /** The rule of a form's fields. */
    static GitRule rule(String repository, String branch, String paths) {
        int slash = repository.lastIndexOf('/');
        return GitRule.of(
                repository.substring(0, Math.max(0, slash)),
                repository.substring(slash + 1),
                branch,
                KeyedLines.lines("paths", paths));
    }
}
