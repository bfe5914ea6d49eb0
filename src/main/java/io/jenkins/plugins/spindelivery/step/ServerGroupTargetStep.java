package io.jenkins.plugins.spindelivery.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.spindelivery.engine.aws.change.GroupTarget;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroupTarget;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.Optional;
import org.kohsuke.stapler.DataBoundSetter;

/** A step that changes one server group, which may be named by its age. */
public abstract class ServerGroupTargetStep extends ServerGroupChangeStep {
    private static final long serialVersionUID = 1L;

    private String target;

    /**
     * A step that means no server group yet.
     *
     * @param account the account's name
     */
    protected ServerGroupTargetStep(String account) {
        super(account);
    }

    /** Which one of the cluster: {@code newest}, {@code previous} or {@code oldest}; {@code null} with a name. */
    @CheckForNull
    public String getTarget() {
        return target;
    }

    /** Chooses one of the cluster; Spinnaker's {@code current_asg_dynamic} and its like are understood, too. */
    @DataBoundSetter
    public void setTarget(String target) {
        this.target = Values.text(target, "");
    }

    /** How many of the cluster's newest are left alone; {@code null} when one is meant. */
    Integer kept(StepInput input) {
        return null;
    }

    @Override
    final GroupTarget target(String named, String ofCluster, StepInput input) {
        String word = input.text("target", target);
        Optional<ServerGroupTarget> which = ServerGroupTarget.of(word);
        if (which.isEmpty() && !word.isEmpty()) {
            input.refuse(Problem.of("aws.change-target-word", "target", word));
        }
        return new GroupTarget(named, ofCluster, which.orElse(null), kept(input));
    }
}
