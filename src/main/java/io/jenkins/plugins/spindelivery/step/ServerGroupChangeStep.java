package io.jenkins.plugins.spindelivery.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import hudson.security.Permission;
import io.jenkins.plugins.spindelivery.account.DeliveryPermissions;
import io.jenkins.plugins.spindelivery.delivery.Task;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsAccount;
import io.jenkins.plugins.spindelivery.engine.aws.change.GroupChange;
import io.jenkins.plugins.spindelivery.engine.aws.change.GroupTarget;
import io.jenkins.plugins.spindelivery.engine.aws.change.ServerGroupChange;
import io.jenkins.plugins.spindelivery.engine.aws.change.ServerGroupChangeRequest;
import io.jenkins.plugins.spindelivery.engine.aws.change.ServerGroupChangeRequest.Options;
import java.time.Duration;
import org.kohsuke.stapler.DataBoundSetter;

/** A step that changes live server groups of one region. */
public abstract class ServerGroupChangeStep extends AwsRegionStep {
    private static final long serialVersionUID = 1L;

    private String serverGroup;
    private String cluster;
    private boolean wait = true;

    /**
     * A step that means no server group yet.
     *
     * @param account the account's name
     */
    protected ServerGroupChangeStep(String account) {
        super(account);
    }

    /** The server group's name, such as {@code shop-web-v003}; {@code null} with a cluster. */
    @CheckForNull
    public String getServerGroup() {
        return serverGroup;
    }

    /** Means a server group by its name. */
    @DataBoundSetter
    public void setServerGroup(String serverGroup) {
        this.serverGroup = Util.fixEmptyAndTrim(serverGroup);
    }

    /** The cluster, such as {@code shop-web}; {@code null} with a name. */
    @CheckForNull
    public String getCluster() {
        return cluster;
    }

    /** Means server groups of a cluster. */
    @DataBoundSetter
    public void setCluster(String cluster) {
        this.cluster = Util.fixEmptyAndTrim(cluster);
    }

    /** Whether to wait for the effect. */
    public boolean isWait() {
        return wait;
    }

    /** Waits for the effect, or ends when AWS has been told. */
    @DataBoundSetter
    public void setWait(boolean wait) {
        this.wait = wait;
    }

    /**
     * Which server groups.
     *
     * @param named the name; empty without one
     * @param ofCluster the cluster; empty without one
     * @param input evaluates expressions
     */
    abstract GroupTarget target(String named, String ofCluster, StepInput input);

    /**
     * What to do.
     *
     * @param input evaluates expressions, and is told what is wrong
     */
    abstract GroupChange change(StepInput input);

    /**
     * How.
     *
     * @param usual with all that is said here
     * @param input evaluates expressions, and is told what is wrong
     */
    Options options(Options usual, StepInput input) {
        return usual;
    }

    @Override
    public String subject() {
        return serverGroup != null ? serverGroup : Util.fixNull(cluster);
    }

    @Override
    Permission permission() {
        return DeliveryPermissions.DEPLOY;
    }

    @Override
    final Task task(StepInput input, AwsAccount aws, Duration patience) {
        String region = region(input, aws);
        GroupTarget target = target(input.text("serverGroup", serverGroup), input.text("cluster", cluster), input);
        GroupChange change = change(input);
        Options options = options(Options.DEFAULT.await(wait), input);
        input.check();
        ServerGroupChangeRequest request =
                new ServerGroupChangeRequest(account(), region, target, change, options, patience.toSeconds());
        request.problems().forEach(input::refuse);
        input.check();
        return new Task.Work<>(
                new ServerGroupChange(),
                ServerGroupChange.start(request, input.context().operation()));
    }

    /** A number of instances. */
    static Integer number(StepInput input, String field, Object value) {
        Long number = input.number(field, (String) value, "step.whole-number-bad");
        return number == null ? null : Integer.valueOf(number.intValue());
    }
}
