package io.jenkins.plugins.spindelivery.notify;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.ExtensionPoint;
import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Item;
import io.jenkins.plugins.spindelivery.engine.notify.Message;
import io.jenkins.plugins.spindelivery.engine.notify.Occasion;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.Optional;
import java.util.Set;
import org.kohsuke.stapler.DataBoundSetter;

/** Somebody who is told about deliveries. It names credentials by id and holds nothing secret itself. */
public abstract class Notifier extends AbstractDescribableImpl<Notifier> implements ExtensionPoint {
    private String name = "";
    private String when = "";

    /** One who is told nothing by itself. */
    protected Notifier() {}

    /**
     * What it is called.
     *
     * @return the name by which pipelines' notifications find it among those of Jenkins itself; may be empty
     */
    @NonNull
    public String getName() {
        return Util.fixNull(name);
    }

    /**
     * Names it.
     *
     * @param name letters, digits, dots and dashes; blanks around it do not count
     */
    @DataBoundSetter
    public void setName(String name) {
        this.name = Util.fixNull(name).strip();
    }

    /**
     * What it is told of.
     *
     * @return names such as {@code pipeline.failed}, separated by commas; empty for nothing but what pipelines' own
     *     notifications ask for
     */
    @NonNull
    public String getWhen() {
        return Util.fixNull(when);
    }

    /**
     * Says what it is told of.
     *
     * @param when names as in Spinnaker's notifications: {@code pipeline.starting}, {@code pipeline.complete},
     *     {@code pipeline.failed}, the same with {@code stage.}, {@code manualJudgment}, {@code manualJudgmentContinue},
     *     {@code manualJudgmentStop}; separated by commas or blanks
     */
    @DataBoundSetter
    public void setWhen(String when) {
        this.when = String.join(", ", Occasions.split(when));
    }

    /** What it is told of by itself. */
    final Set<Occasion> occasions() {
        return Occasions.read(getWhen());
    }

    /**
     * What people call it, on pages and in logs.
     *
     * @return nothing secret
     */
    public abstract String label();

    /**
     * What is wrong with its configuration, whatever its credentials hold.
     *
     * @return nothing when it can be saved
     */
    Optional<Problem> fault() {
        return Occasions.fault(getWhen());
    }

    /**
     * Writes a message to it.
     *
     * @param message what is told
     * @param scope what expressions see
     * @param owner whose credentials it may use: the job that it is configured in, or {@code null} for Jenkins itself
     * @return not yet sent
     * @throws io.jenkins.plugins.spindelivery.engine.problem.ProblemException when it can't be written
     */
    abstract Letter letter(Message message, MessageScope scope, @CheckForNull Item owner);
}
