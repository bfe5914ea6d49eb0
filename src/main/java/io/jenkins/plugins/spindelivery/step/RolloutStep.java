package io.jenkins.plugins.spindelivery.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.spindelivery.account.DeliveryPermissions;
import io.jenkins.plugins.spindelivery.delivery.StageContext;
import io.jenkins.plugins.spindelivery.delivery.Task;
import io.jenkins.plugins.spindelivery.engine.kubernetes.find.Target;
import io.jenkins.plugins.spindelivery.engine.kubernetes.find.TargetFinder;
import io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.Change;
import io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.RolloutChange;
import io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.RolloutRequest;
import java.time.Duration;
import java.util.Optional;
import org.kohsuke.stapler.DataBoundSetter;

/** A step that changes live objects, one request for each. */
public abstract class RolloutStep extends TargetStep {
    private static final long serialVersionUID = 1L;
    private static final Duration USUAL_TIMEOUT = Duration.ofMinutes(30);

    private Object timeout;

    /**
     * A step that selects nothing yet.
     *
     * @param account the account's name
     */
    protected RolloutStep(String account) {
        super(account);
    }

    /** How long to try and to wait, as {@code 30m} or in seconds; {@code null} for 30 minutes. */
    @CheckForNull
    public Object getTimeout() {
        return timeout;
    }

    /** Sets how long to try and to wait, as {@code 30m}, {@code 1h30m}, or in seconds. */
    @DataBoundSetter
    public void setTimeout(Object timeout) {
        this.timeout = Values.text(timeout, "30m");
    }

    /**
     * What to do to each object.
     *
     * @param input evaluates expressions, and is told what is wrong
     * @return the change; empty when something is wrong with it
     */
    abstract Optional<Change> change(StepInput input);

    /** Whether the step ends when the objects are stable. */
    abstract boolean awaits();

    /** Whether it is refused to scale the last pods that get a Service's requests away. */
    boolean guardsTraffic() {
        return false;
    }

    @Override
    public Task begin(StageContext context) {
        context.account(account(), DeliveryPermissions.DEPLOY);
        StepInput input = new StepInput(context);
        Target target = target(input);
        Optional<Change> change = change(input);
        Duration patience = input.duration("timeout", (String) timeout, USUAL_TIMEOUT);
        // A selector whose expression fails is not one that was left out.
        input.check();
        TargetFinder.check(target).forEach(input::refuse);
        input.check();
        RolloutRequest request = new RolloutRequest(
                        account(), target, change.orElseThrow(), awaits(), patience.toSeconds())
                .withTrafficGuard(guardsTraffic());
        return new Task.Work<>(new RolloutChange(), RolloutChange.start(request, context.operation()));
    }
}
