package io.jenkins.plugins.spindelivery.notify;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.model.Run;
import io.jenkins.plugins.spindelivery.delivery.JenkinsSealer;
import io.jenkins.plugins.spindelivery.engine.notify.Message;
import io.jenkins.plugins.spindelivery.engine.notify.Occasion;
import io.jenkins.plugins.spindelivery.engine.pipeline.PipelineStatus;
import io.jenkins.plugins.spindelivery.engine.pipeline.StageNode;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.event.DeliveryEvent;
import io.jenkins.plugins.spindelivery.event.DeliveryListener;
import io.jenkins.plugins.spindelivery.event.JudgmentEvent;
import io.jenkins.plugins.spindelivery.event.PipelineEvent;
import io.jenkins.plugins.spindelivery.event.PipelineStageEvent;
import io.jenkins.plugins.spindelivery.event.StageEvent;
import io.jenkins.plugins.spindelivery.job.PipelineRun;
import io.jenkins.plugins.spindelivery.job.PipelineRuns;
import io.jenkins.plugins.spindelivery.notify.Recipients.Recipient;
import io.jenkins.plugins.spindelivery.record.Judgment;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes the messages about what happens, at once, and leaves sending them to the outbox. */
@Extension
public final class NotificationListener extends DeliveryListener {

    @Override
    public void pipelineStarted(PipelineEvent event) {
        tell(event, Occasion.PIPELINE_STARTED, null, Message.Stage.NONE, "", "", "");
    }

    @Override
    public void pipelineEnded(PipelineEvent event) {
        Occasion occasion =
                switch (event.status()) {
                    case SUCCEEDED, FAILED_CONTINUE, SKIPPED -> Occasion.PIPELINE_SUCCEEDED;
                    case CANCELED -> Occasion.PIPELINE_CANCELED;
                    default -> Occasion.PIPELINE_FAILED;
                };
        tell(event, occasion, null, Message.Stage.NONE, "", "", "");
    }

    @Override
    public void pipelineStageStarted(PipelineStageEvent event) {
        tell(event, Occasion.STAGE_STARTED, event.stage(), stage(event), "", "", "");
    }

    @Override
    public void pipelineStageEnded(PipelineStageEvent event) {
        if (event.status() == PipelineStatus.SKIPPED) {
            return;
        }
        Occasion occasion =
                switch (event.status()) {
                    case SUCCEEDED -> Occasion.STAGE_SUCCEEDED;
                    case CANCELED -> Occasion.STAGE_CANCELED;
                    default -> Occasion.STAGE_FAILED;
                };
        tell(event, occasion, event.stage(), stage(event), "", "", text(event.problems()));
    }

    @Override
    public void stageStarted(StageEvent event) {
        if (!ofPipeline(event.run())) {
            tell(event, Occasion.STAGE_STARTED, null, stage(event.record()), "", "", "");
        }
    }

    @Override
    public void stageEnded(StageEvent event) {
        StageStatus status = event.record().status();
        if (ofPipeline(event.run()) || status == StageStatus.SKIPPED) {
            return;
        }
        Occasion occasion =
                switch (status) {
                    case SUCCEEDED -> Occasion.STAGE_SUCCEEDED;
                    case CANCELLED -> Occasion.STAGE_CANCELED;
                    default -> Occasion.STAGE_FAILED;
                };
        tell(
                event,
                occasion,
                null,
                stage(event.record()),
                "",
                "",
                text(event.record().errors()));
    }

    @Override
    public void judgmentAsked(JudgmentEvent event) {
        Judgment judgment = event.record().judgment();
        tell(event, Occasion.JUDGMENT_ASKED, judged(event), stage(event.record()), "", "", judgment.instructions());
    }

    @Override
    public void judgmentGiven(JudgmentEvent event) {
        Judgment judgment = event.record().judgment();
        boolean approved = Boolean.TRUE.equals(judgment.approved());
        Occasion occasion = approved ? Occasion.JUDGMENT_CONTINUED : Occasion.JUDGMENT_STOPPED;
        Message.Stage stage = stage(event.record());
        tell(event, occasion, judged(event), stage, judgment.judgeName(), judgment.choice(), "");
    }

    /** The stage of a Delivery pipeline that a judgment is. */
    @CheckForNull
    private static StageNode judged(JudgmentEvent event) {
        return PipelineRuns.get()
                .of(event.run())
                .flatMap(run -> run.stageOf(event.record().key()))
                .orElse(null);
    }

    private static boolean ofPipeline(Run<?, ?> run) {
        return PipelineRuns.get().of(run).isPresent();
    }

    private static Message.Stage stage(PipelineStageEvent event) {
        StageNode stage = event.stage();
        return new Message.Stage(stage.refId(), stage.name(), stage.type(), event.account());
    }

    private static Message.Stage stage(StageRecord record) {
        String name = record.subject().isBlank() ? record.type() : record.subject();
        return new Message.Stage(record.key(), name, record.type(), record.account());
    }

    private static String text(List<Problem> problems) {
        return problems.stream().map(Problem::describe).collect(Collectors.joining("\n"));
    }

    private static void tell(
            DeliveryEvent event,
            Occasion occasion,
            @CheckForNull StageNode node,
            Message.Stage stage,
            String by,
            String answer,
            String text) {
        Run<?, ?> run = event.run();
        Optional<PipelineRun> pipeline = PipelineRuns.get().of(run);
        List<Recipient> recipients = Recipients.of(occasion, run, pipeline, node);
        if (recipients.isEmpty()) {
            return;
        }
        Map<String, Object> seen = node == null
                ? Map.of()
                : pipeline.map(known -> known.scope(node.refId()).roots()).orElse(Map.of());
        MessageScope scope = MessageScope.of(run, seen);
        Message message = new Message(
                occasion,
                event.id(),
                Instant.ofEpochMilli(event.millis()),
                MessageRuns.of(run, pipeline),
                stage,
                by,
                answer,
                scope.mask(text));
        for (int i = 0; i < recipients.size(); i++) {
            tell(run, message, scope, recipients.get(i), i);
        }
    }

    /** Two receivers of one event have letters of their own. */
    private static void tell(Run<?, ?> run, Message message, MessageScope scope, Recipient recipient, int place) {
        String id = JenkinsSealer.fingerprint(
                message.id() + "\n" + message.occasion() + "\n" + recipient.label() + "\n" + place);
        if (NotificationLog.has(run, id)) {
            return;
        }
        try {
            Letter letter = recipient.letter(message, scope);
            Outbox.get().add(letter.about(id, run.getParent().getFullName(), run.getNumber()));
        } catch (ProblemException e) {
            String title = scope.mask(message.title(java.util.Locale.getDefault()));
            long millis = message.time().toEpochMilli();
            NotificationLog.note(
                    run,
                    new NotificationLog.Entry(
                            id,
                            recipient.label(),
                            title,
                            millis,
                            NotificationLog.Status.FAILED,
                            e.problems().get(0)));
        }
    }
}
