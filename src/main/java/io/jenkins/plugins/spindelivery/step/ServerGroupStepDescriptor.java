package io.jenkins.plugins.spindelivery.step;

import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.spindelivery.account.FormAccess;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroupTarget;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.Arrays;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The form of steps that change live server groups. */
public abstract class ServerGroupStepDescriptor extends AwsRegionStepDescriptor {

    @Override
    String[] subjectArguments() {
        return new String[] {"serverGroup", "cluster", "target"};
    }

    /**
     * Checks that it is clear which server group is meant.
     *
     * @param item the job, or {@code null}
     * @param value the cluster
     * @param serverGroup the server group's name
     * @return an error when neither is given, or both are
     */
    @POST
    public FormValidation doCheckCluster(
            @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String serverGroup) {
        boolean named = Util.fixEmptyAndTrim(serverGroup) != null;
        return FormAccess.maySee(item) && named == (Util.fixEmptyAndTrim(value) != null)
                ? FormValidation.error(FieldChecks.message(Problem.of("aws.change-target", "")))
                : FormValidation.ok();
    }

    /**
     * The server groups of a cluster to choose from.
     *
     * @param item the job, or {@code null}
     * @return nothing for those who may not see the job's configuration
     */
    @POST
    public ListBoxModel doFillTargetItems(@AncestorInPath Item item) {
        ListBoxModel items = new ListBoxModel();
        if (!FormAccess.maySee(item)) {
            return items;
        }
        items.add("", "");
        Arrays.stream(ServerGroupTarget.values())
                .map(ServerGroupTarget::word)
                .forEach(word -> items.add(Words.of("step.server-group-" + word), word));
        return items;
    }

    /** Checks {@link GuardedServerGroupStep#getKeep()}. */
    @POST
    public FormValidation doCheckKeep(@AncestorInPath Item item, @QueryParameter String value) {
        return FormAccess.maySee(item) ? FieldChecks.number(value) : FormValidation.ok();
    }
}
