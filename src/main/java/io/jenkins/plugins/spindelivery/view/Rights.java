package io.jenkins.plugins.spindelivery.view;

import hudson.model.Item;
import hudson.model.Run;
import io.jenkins.plugins.spindelivery.judge.Judgments;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What the reader of a page may do to a stage. */
final class Rights {
    private static final Logger LOGGER = Logger.getLogger(Rights.class.getName());

    private Rights() {}

    static boolean mayJudge(Run<?, ?> run, StageRecord stage) {
        if (stage.judgment() == null || stage.status().ended()) {
            return false;
        }
        try {
            return Judgments.mayAnswer(run, stage);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "Cannot find out who may judge in " + run);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** A judgment is ended by its answer; other stages that are under way can be stopped by whoever may stop builds. */
    static boolean mayStop(Run<?, ?> run, StageRecord stage) {
        return stage.judgment() == null && stage.status() == StageStatus.RUNNING && run.hasPermission(Item.CANCEL);
    }

    /** Who may start a build may have it wait less. */
    static boolean maySkip(Run<?, ?> run) {
        return run.hasPermission(Item.BUILD);
    }
}
