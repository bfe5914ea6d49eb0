package io.jenkins.plugins.spindelivery.delivery;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Item;
import hudson.model.Run;
import io.jenkins.plugins.spindelivery.engine.operation.GateAnswer;
import io.jenkins.plugins.spindelivery.engine.operation.SkippableOperation;
import io.jenkins.plugins.spindelivery.record.StageFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The driver of all stages of this Jenkins. Work belongs to it and to the stage's files, not to a step: a step may go away,
 * and what has to be taken back is still taken back.
 */
@Extension
public final class Stages {
    private static final Logger LOGGER = Logger.getLogger(Stages.class.getName());

    private final Map<Path, DrivenStage> driven = new ConcurrentHashMap<>();

    /**
     * The driver of this Jenkins.
     *
     * @return the only instance
     */
    public static Stages get() {
        return ExtensionList.lookupSingleton(Stages.class);
    }

    /**
     * Begins a stage, or goes on with what an earlier process left under the same key. Returns at once; the work is done
     * by the pool.
     *
     * @param key names the stage within its build
     * @param stage what to do
     * @param source finds its build
     * @param listener is told of the end
     */
    public void begin(StageKey key, Stage stage, ContextSource source, StageListener listener) {
        StageFolder folder = StageFolder.of(source.run(), key.value());
        driven.compute(folder.path(), (path, known) -> {
            if (known != null && known.listen(listener)) {
                return known;
            }
            DrivenStage fresh = new DrivenStage(key, stage, source, folder, listener, this::forget);
            fresh.start();
            return fresh;
        });
    }

    /**
     * Asks a stage to stop. It takes back what must not stay, and then ends as cancelled; a stage that has ended is left
     * alone. Returns at once.
     *
     * @param run its build
     * @param key names the stage within the build
     * @return whether it was under way
     */
    public boolean cancel(Run<?, ?> run, StageKey key) {
        DrivenStage stage = driven.get(StageFolder.of(run, key.value()).path());
        if (stage != null) {
            stage.cancel();
        }
        return stage != null;
    }

    /**
     * Tells a stage how that ended which ran at a gate of its operation. Returns at once. The answer counts when the
     * operation's state with it is on disk; who gives it has to give it again after a restart, and once more does no harm.
     *
     * @param run its build
     * @param key names the stage within the build
     * @param answer of the gate
     */
    public void answer(Run<?, ?> run, StageKey key, GateAnswer answer) {
        DrivenStage stage = driven.get(StageFolder.of(run, key.value()).path());
        if (stage != null) {
            stage.answer(answer);
        }
    }

    /**
     * What a person may skip of a stage now.
     *
     * @param run its build
     * @param key names the stage within the build
     * @return empty for a stage that does not wait, or not for a time
     */
    public Optional<SkippableOperation.Rest> rest(Run<?, ?> run, StageKey key) {
        return Optional.ofNullable(driven.get(StageFolder.of(run, key.value()).path()))
                .flatMap(DrivenStage::rest);
    }

    /**
     * Skips the rest of a stage's wait. Returns at once; the wish counts when the stage's state with it is on disk.
     *
     * @param run its build
     * @param key names the stage within the build
     * @param by who wants that; the stage's result says so
     * @return whether there was something to skip
     */
    public boolean skip(Run<?, ?> run, StageKey key, String by) {
        DrivenStage stage = driven.get(StageFolder.of(run, key.value()).path());
        boolean waits = stage != null && stage.rest().isPresent();
        if (waits) {
            stage.skip(by);
        }
        return waits;
    }

    /**
     * Whether a stage is under way in this process.
     *
     * @param folder the stage's folder
     * @return whether it is
     */
    boolean drives(StageFolder folder) {
        return driven.containsKey(folder.path());
    }

    /**
     * The stages of a build that are under way.
     *
     * @param run the build
     * @return in no order
     */
    Collection<DrivenStage> of(Run<?, ?> run) {
        return driven.values().stream().filter(stage -> stage.belongsTo(run)).toList();
    }

    /**
     * The stages under way of a job, or of all jobs in a folder.
     *
     * @param item the job or folder
     * @return in no order
     */
    Collection<DrivenStage> below(Item item) {
        String name = item.getFullName();
        return driven.values().stream()
                .filter(stage -> stage.job().equals(name) || stage.job().startsWith(name + "/"))
                .toList();
    }

    /**
     * Takes back what must not stay of a stage that nobody waits for any more.
     *
     * @param entry the stage in the index
     * @param source its build, or what is left of it
     * @param folder where its files are
     */
    void takeBack(OpenStages.Entry entry, ContextSource source, StageFolder folder) {
        driven.computeIfAbsent(folder.path(), path -> {
            DrivenStage stage =
                    new DrivenStage(new StageKey(entry.key()), null, source, folder, StageListener.NONE, this::forget);
            stage.detach();
            stage.cancel();
            stage.start();
            return stage;
        });
    }

    /**
     * Takes back what must not stay of a stage whose build is about to be deleted. Its files move to a folder outside of
     * the build's, if they have not done so already.
     *
     * @param stage one of {@link #of} or {@link #below}
     */
    void rescue(DrivenStage stage) {
        Path from = stage.folder().path();
        if (stage.isOrphan()) {
            return;
        }
        try {
            stage.moveTo(OpenStages.orphans().resolve(UUID.randomUUID().toString()));
            driven.put(stage.folder().path(), stage);
            driven.remove(from, stage);
            stage.cancel();
        } catch (IOException e) {
            LOGGER.log(Level.SEVERE, e, () -> "Cannot go on with " + stage + ", whose build is being deleted");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOGGER.log(Level.SEVERE, e, () -> "Cannot go on with " + stage + ", whose build is being deleted");
        }
    }

    /**
     * Goes on with a stage whose build's folder is another one now, because the job was renamed or moved.
     *
     * @param stage one of {@link #below}
     */
    void follow(DrivenStage stage) {
        Path from = stage.folder().path();
        try {
            stage.follow();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "The index does not know where " + stage + " is now");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOGGER.log(Level.WARNING, e, () -> "The index does not know where " + stage + " is now");
        }
        if (!stage.folder().path().equals(from)) {
            driven.put(stage.folder().path(), stage);
            driven.remove(from, stage);
        }
    }

    private void forget(DrivenStage stage) {
        driven.remove(stage.folder().path(), stage);
    }
}
