package io.jenkins.plugins.spindelivery.job;

import hudson.model.Result;
import java.io.IOException;
import org.jenkinsci.plugins.pipeline.StageStatus;
import org.jenkinsci.plugins.workflow.actions.LabelAction;
import org.jenkinsci.plugins.workflow.actions.TagsAction;
import org.jenkinsci.plugins.workflow.actions.WarningAction;
import org.jenkinsci.plugins.workflow.graph.BlockStartNode;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** What pages that show Pipelines are told of a stage, by the marks that Jenkins' own steps leave. */
final class StageMarks {
    private StageMarks() {}

    /**
     * Where Jenkins shows a stage.
     *
     * @param node of a step within the stage
     * @return the {@code stage} or the branch around it; the step itself where there is none
     */
    static FlowNode place(FlowNode node) {
        for (BlockStartNode block : node.iterateEnclosingBlocks()) {
            if (block.getAction(LabelAction.class) != null) {
                return block;
            }
        }
        return node;
    }

    /**
     * The stage was left out.
     *
     * @param step within the stage
     * @param forFailure because stages before it have failed; else because it was not wanted
     */
    static void skip(StepContext step, boolean forFailure) throws IOException, InterruptedException {
        FlowNode place = place(step.get(FlowNode.class));
        TagsAction tags = place.getAction(TagsAction.class);
        if (tags == null) {
            tags = new TagsAction();
            place.addAction(tags);
        }
        tags.addTag(
                StageStatus.TAG_NAME,
                forFailure ? StageStatus.getSkippedForFailure() : StageStatus.getSkippedForConditional());
        place.save();
    }

    /**
     * The stage has failed, and the Pipeline goes on.
     *
     * @param step within the stage
     * @param result how the stage is to be shown
     * @param message why
     */
    static void warn(StepContext step, Result result, String message) throws IOException, InterruptedException {
        step.get(FlowNode.class).addOrReplaceAction(new WarningAction(result).withMessage(message));
    }
}
