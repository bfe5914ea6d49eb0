package io.jenkins.plugins.spindelivery.builder;

import hudson.Extension;
import hudson.Launcher;
import hudson.Util;
import hudson.model.AbstractBuild;
import hudson.model.AbstractProject;
import hudson.model.BuildListener;
import hudson.model.Items;
import hudson.model.Result;
import hudson.security.ACL;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.BuildStepMonitor;
import hudson.tasks.Notifier;
import hudson.tasks.Publisher;
import io.jenkins.plugins.spindelivery.delivery.Stage;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.judge.SpinJudgeStep;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.springframework.security.core.Authentication;

/**
 * Hands a build over to a delivery when it has ended. A freestyle build can't wait for days, nor past a restart; what has
 * to, goes on after it, without an executor.
 */
public final class DeliveryPublisher extends Notifier {
    private final List<HandOverStage> stages;
    private boolean afterUnstable;

    /**
     * A hand-over.
     *
     * @param stages what there is to do, one after another
     */
    @DataBoundConstructor
    public DeliveryPublisher(List<HandOverStage> stages) {
        this.stages = new ArrayList<>(Util.fixNull(stages));
    }

    /**
     * What there is to do.
     *
     * @return one after another
     */
    public List<HandOverStage> getStages() {
        return new ArrayList<>(Util.fixNull(stages));
    }

    /**
     * Whether an unstable build is handed over, too.
     *
     * @return {@code false} for successful ones only
     */
    public boolean isAfterUnstable() {
        return afterUnstable;
    }

    /**
     * Whether an unstable build is handed over, too.
     *
     * @param afterUnstable {@code false} for successful ones only
     */
    @DataBoundSetter
    public void setAfterUnstable(boolean afterUnstable) {
        this.afterUnstable = afterUnstable;
    }

    @Override
    public BuildStepMonitor getRequiredMonitorService() {
        return BuildStepMonitor.NONE;
    }

    @Override
    public boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener)
            throws IOException, InterruptedException {
        List<HandOverStage> list = copies();
        List<HandOverState.Entry> entries;
        try {
            for (HandOverStage stage : list) {
                stage.prepare(build.getWorkspace());
            }
            entries = entries(list);
        } catch (ProblemException e) {
            listener.error(e.getMessage());
            return false;
        }
        if (entries.isEmpty()) {
            listener.error(Problem.of("builder.hand-over-nothing", "").message());
            return false;
        }
        Result worst = afterUnstable ? Result.UNSTABLE : Result.SUCCESS;
        HandOver.prepare(build, list, HandOverState.waiting(worst.toString(), user(), entries));
        listener.getLogger()
                .println(Problem.of("builder.hand-over-prepared", "", entries.size())
                        .message());
        return true;
    }

    /** What is configured may change while a delivery goes on; this one's is its own. */
    private List<HandOverStage> copies() {
        return getStages().stream()
                .map(Items.XSTREAM2::toXML)
                .map(Items.XSTREAM2::fromXML)
                .map(HandOverStage.class::cast)
                .toList();
    }

    private static List<HandOverState.Entry> entries(List<HandOverStage> list) {
        List<HandOverState.Entry> entries = new ArrayList<>();
        for (HandOverStage stage : list) {
            Serializable work = stage.work();
            String type = work instanceof Stage some ? some.type() : SpinJudgeStep.TYPE;
            String account = work instanceof Stage some ? some.account() : "";
            String subject = work instanceof Stage some ? some.subject() : ((SpinJudgeStep) work).getMessage();
            String key = "h" + (entries.size() + 1) + "-" + type;
            entries.add(new HandOverState.Entry(key, type, account, subject, stage.isAlways(), null));
        }
        return entries;
    }

    private static String user() {
        Authentication authentication = Jenkins.getAuthentication2();
        return ACL.SYSTEM2.equals(authentication) ? null : authentication.getName();
    }

    /** Describes the hand-over. */
    @Extension
    @Symbol("spinHandOver")
    public static final class DescriptorImpl extends BuildStepDescriptor<Publisher> {

        @Override
        public String getDisplayName() {
            return Words.of("builder.hand-over-step-name");
        }

        @Override
        public boolean isApplicable(Class<? extends AbstractProject> type) {
            return true;
        }
    }
}
