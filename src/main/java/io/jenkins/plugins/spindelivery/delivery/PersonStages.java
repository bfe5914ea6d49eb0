package io.jenkins.plugins.spindelivery.delivery;

import hudson.model.Run;
import hudson.model.User;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.record.StageFolder;
import io.jenkins.plugins.spindelivery.record.StageRecorder;
import java.io.IOException;
import java.time.Clock;
import java.util.UUID;
import jenkins.model.Jenkins;

/**
 * Stages that a person begins on a page. They belong to no build, but are kept with one of the job's, on whose Delivery page
 * they are seen, and with which they are deleted. A restart does not end them.
 */
public final class PersonStages {
    private PersonStages() {}

    /**
     * Begins a stage as the current user, and returns at once.
     *
     * @param run the build with which it is kept
     * @param stage what to do; checks by itself whether the user may
     * @return its key within the build
     * @throws IOException when it can't be written down; then nothing begins
     */
    public static StageKey begin(Run<?, ?> run, Stage stage) throws IOException {
        User user = User.current();
        String id = user == null ? Jenkins.ANONYMOUS2.getName() : user.getId();
        StageKey key = new StageKey("person-" + UUID.randomUUID());
        PersonSource source = new PersonSource(run, id);
        StageFolder folder = StageFolder.of(run, key.value());
        StageRecorder recorder =
                StageRecorder.begin(key.value(), stage.type(), stage.subject(), stage.account(), "", Clock.systemUTC());
        recorder.accept(new Event.Noted(
                Problem.of("delivery.person-began", "", user == null ? id : user.getDisplayName(), id)));
        // The page that the person is sent to shows it from the first moment on.
        folder.write(recorder.snapshot());
        OpenStages.get().add(source.entry(key, folder));
        Stages.get().begin(key, stage, source, StageListener.NONE);
        return key;
    }

    /** Goes on with what an earlier process left; what had not yet begun to change anything ends as cancelled. */
    static void resume(Run<?, ?> run, StageKey key) {
        Stages.get().begin(key, null, new PersonSource(run, ""), StageListener.NONE);
    }
}
