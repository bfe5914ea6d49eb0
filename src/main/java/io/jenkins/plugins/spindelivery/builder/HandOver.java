package io.jenkins.plugins.spindelivery.builder;

import hudson.console.AnnotatedLargeText;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.User;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import jenkins.model.RunAction2;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.interceptor.RequirePOST;
import org.kohsuke.stapler.verb.GET;

/**
 * The delivery of a build that goes on after the build has ended: its status beside the build's, its log, and the button
 * that stops it. What is stored with the build is only that there is one; the rest lies in files beside it.
 */
public final class HandOver implements RunAction2 {
    private static final Logger LOGGER = Logger.getLogger(HandOver.class.getName());

    private transient Run<?, ?> run;
    private transient volatile HandOverState ended;

    /**
     * Hands a build over as soon as it has ended.
     *
     * @param run the build
     * @param stages what there is to do
     * @param state where it begins
     * @throws IOException when it can't be written down
     */
    static void prepare(Run<?, ?> run, List<HandOverStage> stages, HandOverState state) throws IOException {
        HandOverFiles.of(run).writeStages(stages);
        HandOvers.get().add(run, state);
        run.addAction(new HandOver());
    }

    /** The key of the stage that is under way in a build's hand-over. */
    static String currentKey(Run<?, ?> run) {
        HandOverState state = HandOvers.get().find(run).orElseThrow().state();
        return state.stages().get(state.current()).key();
    }

    @Override
    public void onAttached(Run<?, ?> attached) {
        run = attached;
    }

    @Override
    public void onLoad(Run<?, ?> loaded) {
        run = loaded;
    }

    @Override
    public String getIconFileName() {
        return null;
    }

    @Override
    public String getDisplayName() {
        return Words.of("builder.hand-over-name");
    }

    @Override
    public String getUrlName() {
        return "hand-over";
    }

    /**
     * The build.
     *
     * @return whose delivery it is
     */
    public Run<?, ?> getRun() {
        return run;
    }

    /**
     * Where it is, or how it ended.
     *
     * @return {@link StageStatus#FAILED} also when its file can't be read
     */
    public StageStatus getStatus() {
        return state().map(HandOverState::status).orElse(StageStatus.FAILED);
    }

    /**
     * The status in the reader's language.
     *
     * @return a few words
     */
    public String getStatusText() {
        Optional<HandOverState> now = state();
        if (now.isPresent() && !now.get().begun() && !now.get().status().ended()) {
            return Words.of("builder.hand-over-waiting");
        }
        return Words.of("builder.hand-over-"
                + getStatus().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    /**
     * What it is doing.
     *
     * @return the subject of the stage that is under way; empty when none is
     */
    public String getSubject() {
        return state().filter(now -> !now.status().ended() && now.current() >= 0)
                .map(now -> now.stages().get(now.current()).subject())
                .orElse("");
    }

    /**
     * Whether the reader may stop it now.
     *
     * @return whether there is to be a button
     */
    public boolean isStoppable() {
        return !getStatus().ended() && run.hasPermission(Item.CANCEL);
    }

    /**
     * Its log.
     *
     * @return text that grows until the delivery has ended
     */
    public AnnotatedLargeText<HandOver> getLogText() {
        Path log = HandOverFiles.of(run).log();
        return new AnnotatedLargeText<>(
                log.toFile(), StandardCharsets.UTF_8, getStatus().ended(), this);
    }

    /**
     * Its log as plain text.
     *
     * @return the log so far
     * @throws IOException when it can't be read
     */
    @GET
    public HttpResponse doLog() throws IOException {
        run.checkPermission(Item.READ);
        if (!Files.exists(HandOverFiles.of(run).log())) {
            return HttpResponses.text("");
        }
        StringWriter text = new StringWriter();
        getLogText().writeLogTo(0, text);
        return HttpResponses.text(text.toString());
    }

    /**
     * Stops it, see {@link HandOverWork#cancel}.
     *
     * @return back to the build
     */
    @RequirePOST
    public HttpResponse doCancel() {
        run.checkPermission(Item.CANCEL);
        User user = User.current();
        String who = user == null ? Jenkins.ANONYMOUS2.getName() : user.getDisplayName();
        HandOvers.get().find(run).ifPresent(work -> work.cancel(who));
        return HttpResponses.redirectTo("..");
    }

    private Optional<HandOverState> state() {
        HandOverState known = ended;
        if (known != null) {
            return Optional.of(known);
        }
        Optional<HandOverWork> work = HandOvers.get().find(run);
        if (work.isPresent()) {
            return Optional.of(work.get().state());
        }
        try {
            Optional<HandOverState> stored = HandOverFiles.of(run).read();
            stored.filter(state -> state.status().ended()).ifPresent(state -> ended = state);
            return stored;
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "Cannot read where the delivery of " + run + " is");
            return Optional.empty();
        }
    }
}
