package io.jenkins.plugins.spindelivery.step;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import io.jenkins.plugins.spindelivery.delivery.StageContext;
import io.jenkins.plugins.spindelivery.delivery.StageResult;
import io.jenkins.plugins.spindelivery.delivery.Task;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.Phase;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.Deploy;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployOptions.Check;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployRequest;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.PlanResult;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.manifest.prepare.PreparationOptions;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code spinPlan}: shows what a deploy would change, and changes nothing. */
public final class SpinPlanStep extends PreparedStep {
    private static final long serialVersionUID = 1L;

    /**
     * A plan with all defaults.
     *
     * @param account the account's name
     */
    @DataBoundConstructor
    public SpinPlanStep(String account) {
        super(account);
    }

    @Override
    public String type() {
        return "plan";
    }

    @Override
    public Task begin(StageContext context) throws IOException, InterruptedException {
        context.account(account(), null);
        StepInput input = new StepInput(context);
        input.addParameters(getParameters());
        PreparationOptions preparation = preparation(input);
        input.check();
        List<Manifest> manifests = ManifestSources.manifests(this, input);
        boolean hideDiffs = holdsSecrets(manifests, input);
        DeployOptions options = options(
                Check.FULL, true, false, false, Duration.ofSeconds(DeployOptions.DEFAULT_TIMEOUT_SECONDS), hideDiffs);
        context.operation().emit(new Event.PhaseStarted(Phase.PLAN, manifests.size()));
        PlanResult plan =
                Deploy.plan(new DeployRequest(account(), preparation, options), manifests, context.operation());
        return new Task.Done(result(new PlanReport(plan, hideDiffs), plan, context));
    }

    private static StageResult result(PlanReport report, PlanResult plan, StageContext context) {
        plan.warnings().forEach(warning -> context.operation().emit(new Event.Warned(warning)));
        if (!plan.errors().isEmpty()) {
            plan.errors().forEach(error -> context.operation().emit(new Event.Failed(error)));
            return new StageResult(StageStatus.REFUSED, null, plan.errors());
        }
        report.print(context.listener().getLogger());
        return StageResult.succeeded(report.value());
    }

    /** The step in menus and snippets. */
    @Extension
    public static final class DescriptorImpl extends PreparedStepDescriptor {
        @Override
        public String getFunctionName() {
            return "spinPlan";
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Words.of("step.plan-display-name");
        }
    }
}
