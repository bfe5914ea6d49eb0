package io.jenkins.plugins.spindelivery.step;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import io.jenkins.plugins.spindelivery.delivery.StageContext;
import io.jenkins.plugins.spindelivery.delivery.StageResult;
import io.jenkins.plugins.spindelivery.delivery.Task;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.kubernetes.find.FoundObject;
import io.jenkins.plugins.spindelivery.engine.kubernetes.find.FoundValue;
import io.jenkins.plugins.spindelivery.engine.kubernetes.find.ObjectSearch;
import io.jenkins.plugins.spindelivery.engine.kubernetes.find.Target;
import io.jenkins.plugins.spindelivery.engine.kubernetes.find.TargetFinder;
import java.util.List;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code spinFind}: finds live objects and returns what they are made of. */
public final class SpinFindStep extends TargetStep {
    private static final long serialVersionUID = 1L;

    private boolean optional;

    /**
     * A search for nothing yet.
     *
     * @param account the account's name
     */
    @DataBoundConstructor
    public SpinFindStep(String account) {
        super(account);
    }

    /** Whether finding nothing is fine. */
    public boolean isOptional() {
        return optional;
    }

    /** Says that finding nothing is fine, or an error. */
    @DataBoundSetter
    public void setOptional(boolean optional) {
        this.optional = optional;
    }

    @Override
    public String type() {
        return "find";
    }

    @Override
    public Task begin(StageContext context) throws InterruptedException {
        context.account(account(), null);
        StepInput input = new StepInput(context);
        Target target = target(input);
        // A selector whose expression fails is not one that was left out.
        input.check();
        TargetFinder.check(target).forEach(input::refuse);
        input.check();
        List<FoundObject> found = ObjectSearch.find(
                new ObjectSearch.Request(account(), target, optional),
                context.operation(),
                delay -> Thread.sleep(delay.toMillis()));
        found.forEach(each -> context.operation()
                .emit(new Event.StatusChanged(
                        each.ref(),
                        each.status().state().word(),
                        each.status().message(),
                        each.status().ready(),
                        each.status().desired())));
        return new Task.Done(
                StageResult.succeeded(found.stream().map(FoundValue::of).toList()));
    }

    /** The step in menus and snippets. */
    @Extension
    public static final class DescriptorImpl extends TargetStepDescriptor {
        @Override
        public String getFunctionName() {
            return "spinFind";
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Words.of("step.find-display-name");
        }
    }
}
