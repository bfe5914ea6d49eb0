package io.jenkins.plugins.spindelivery.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.spindelivery.account.DeliveryPermissions;
import io.jenkins.plugins.spindelivery.delivery.StageContext;
import io.jenkins.plugins.spindelivery.delivery.Task;
import io.jenkins.plugins.spindelivery.engine.kubernetes.find.Target;
import io.jenkins.plugins.spindelivery.engine.kubernetes.find.TargetFinder;
import io.jenkins.plugins.spindelivery.engine.kubernetes.traffic.Services;
import io.jenkins.plugins.spindelivery.engine.kubernetes.traffic.Traffic;
import io.jenkins.plugins.spindelivery.engine.kubernetes.traffic.TrafficRequest;
import java.time.Duration;
import java.util.List;
import org.kohsuke.stapler.DataBoundSetter;

/** A step that lets ReplicaSets into Services, or takes them out. */
public abstract class TrafficStep extends TargetStep {
    private static final long serialVersionUID = 1L;
    private static final Duration USUAL_TIMEOUT = Duration.ofMinutes(30);
    private static final List<String> USUAL_KINDS = List.of("ReplicaSet");

    private Object services;
    private boolean wait = true;
    private Object timeout;

    /**
     * A step that selects nothing yet.
     *
     * @param account the account's name
     */
    protected TrafficStep(String account) {
        super(account);
    }

    /** The Services; {@code null} for those of the annotation {@code traffic.spinnaker.io/load-balancers}. */
    @CheckForNull
    public Object getServices() {
        return services;
    }

    /**
     * Names the Services.
     *
     * @param services a text with commas between the names, or a list
     */
    @DataBoundSetter
    public void setServices(Object services) {
        this.services = Values.plain(services);
    }

    /** Whether to wait until the Services have noticed. */
    public boolean isWait() {
        return wait;
    }

    /** Waits until the Services have noticed, or ends when the labels are changed. */
    @DataBoundSetter
    public void setWait(boolean wait) {
        this.wait = wait;
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
     * What to do.
     *
     * @param target which ReplicaSets
     * @param names the Services; none for those of the annotation
     * @param patience how long to wait
     * @param input evaluates expressions, and is told what is wrong
     * @return the request; meaningless when {@link StepInput#check} throws
     */
    abstract TrafficRequest request(Target target, List<String> names, Duration patience, StepInput input);

    @Override
    public Task begin(StageContext context) {
        context.account(account(), DeliveryPermissions.DEPLOY);
        StepInput input = new StepInput(context);
        Target target = usual(target(input));
        List<String> names = input.texts("services", Values.texts(services, ",|\\R"));
        Duration patience = input.duration("timeout", (String) timeout, USUAL_TIMEOUT);
        TrafficRequest request = request(target, names, patience, input);
        // A selector whose expression fails is not one that was left out.
        input.check();
        TargetFinder.check(target).forEach(input::refuse);
        input.check();
        Services.full(names);
        return new Task.Work<>(new Traffic(), Traffic.start(request, context.operation()));
    }

    private static Target usual(Target target) {
        return target.kinds().isEmpty()
                ? new Target(
                        USUAL_KINDS,
                        target.name(),
                        target.labelSelector(),
                        target.namespace(),
                        target.criterion(),
                        target.cluster(),
                        target.application())
                : target;
    }
}
