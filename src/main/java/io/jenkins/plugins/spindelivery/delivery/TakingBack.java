package io.jenkins.plugins.spindelivery.delivery;

import hudson.Extension;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Run;
import hudson.model.listeners.ItemListener;
import hudson.model.listeners.RunListener;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.spindelivery.delivery.ContextSource.Owner;
import io.jenkins.plugins.spindelivery.record.StageFolder;
import java.nio.file.Files;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionList;

/**
 * Finds stages that nobody waits for any more, and has taken back what must not stay: after a restart those of freestyle
 * builds and of Pipelines that are lost; those of builds that end without their steps, or are deleted.
 */
final class TakingBack {
    private static final Logger LOGGER = Logger.getLogger(TakingBack.class.getName());

    /** How often to look whether Pipelines have come back. */
    private static final long LOOK_MILLIS = 2_000;

    private TakingBack() {}

    private static void look() {
        if (!FlowExecutionList.get().isResumptionComplete()) {
            DeliveryPool.get().schedule(TakingBack::look, LOOK_MILLIS);
            return;
        }
        boolean again = false;
        try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
            for (OpenStages.Entry entry : OpenStages.get().all()) {
                again |= !settledOrLogged(entry);
            }
        }
        if (again) {
            DeliveryPool.get().schedule(TakingBack::look, LOOK_MILLIS);
        }
    }

    /** One stage that can't be looked after must not keep the others from it. */
    private static boolean settledOrLogged(OpenStages.Entry entry) {
        try {
            return settle(entry);
        } catch (RuntimeException e) {
            LOGGER.log(Level.SEVERE, e, () -> "Cannot take back stage " + entry.key() + " of " + entry.run());
            return true;
        }
    }

    /** Whether nothing more has to be found out about a stage. */
    private static boolean settle(OpenStages.Entry entry) {
        StageFolder folder = entry.stageFolder();
        if (Stages.get().drives(folder)) {
            return true;
        }
        Run<?, ?> run = Run.fromExternalizableId(entry.run());
        if (run != null && entry.owner() == Owner.PERSON) {
            PersonStages.resume(run, new StageKey(entry.key()));
            return true;
        }
        if (mayComeBack(entry, run)) {
            return false;
        }
        if (!Files.exists(folder.state())) {
            LOGGER.fine(() -> "Nothing is left of stage " + entry.key() + " of " + entry.run());
            OpenStages.get().remove(entry);
            return true;
        }
        LOGGER.info(() -> "Nobody waits for stage " + entry.key() + " of " + entry.run() + " any more; taking it back");
        Stages.get().takeBack(entry, new LostBuild(entry, run), folder);
        return true;
    }

    private static boolean mayComeBack(OpenStages.Entry entry, Run<?, ?> run) {
        return run != null && (entry.owner() == Owner.HAND_OVER || entry.owner() == Owner.PIPELINE && run.isBuilding());
    }

    /** Looks once all jobs are there. */
    @Extension
    public static final class Start extends ItemListener {
        @Override
        public void onLoaded() {
            DeliveryPool.get().schedule(TakingBack::look, 0);
        }

        @Override
        public void onCheckDelete(Item item) {
            for (DrivenStage stage : Stages.get().below(item)) {
                // A running build is stopped by Jenkins, which waits for its steps; nobody would wait for these.
                if (stage.owner().outlivesBuild() || stage.isDetached()) {
                    Stages.get().rescue(stage);
                }
            }
        }
    }

    /** Looks after the stages of jobs that are renamed or moved, and their builds' folders with them. */
    @Extension
    public static final class Moves extends ItemListener {
        @Override
        public void onLocationChanged(Item item, String oldFullName, String newFullName) {
            if (item instanceof Job) {
                Stages.get().below(item).stream()
                        .filter(stage -> !stage.isOrphan())
                        .forEach(Stages.get()::follow);
            }
        }
    }

    /** Looks after the stages of builds that end or are deleted. */
    @Extension
    public static final class Builds extends RunListener<Run<?, ?>> {
        @Override
        public void onFinalized(Run<?, ?> run) {
            for (DrivenStage stage : List.copyOf(Stages.get().of(run))) {
                if (!stage.owner().outlivesBuild()) {
                    stage.detach();
                    stage.cancel();
                }
            }
        }

        @Override
        public void onDeleted(Run<?, ?> run) {
            List.copyOf(Stages.get().of(run)).forEach(Stages.get()::rescue);
        }
    }
}
