package io.jenkins.plugins.spindelivery.delivery;

import io.jenkins.plugins.spindelivery.engine.operation.OperationFile;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.record.StageFolder;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import io.jenkins.plugins.spindelivery.record.StageRecorder;
import io.jenkins.plugins.spindelivery.record.StageRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.commons.io.FileUtils;

/**
 * The files of one stage: the record for people, the sealed state of its operation, and its entry in the index. Called by
 * one thread at a time, but for {@link #folder()} and {@link #recorder()}.
 *
 * <p>The order of writing is what survives a crash: the entry before the first state, each state before the next move, the
 * record of the end before the state goes away, and the entry last.
 */
final class StageFiles {
    private static final Logger LOGGER = Logger.getLogger(StageFiles.class.getName());
    private static final long RECORD_EVERY_MILLIS = 1_000;

    private final StageKey key;
    private final ContextSource source;
    private final Clock clock;
    private volatile StageFolder folder;
    private volatile StageRecorder recorder;
    private OpenStages.Entry entry;
    private OperationFile operation;
    private long recordedMillis;

    /**
     * The files of a stage; nothing is read or written yet.
     *
     * @param key names the stage within its build
     * @param source finds its build
     * @param folder where its files are
     * @param clock tells the time
     */
    StageFiles(StageKey key, ContextSource source, StageFolder folder, Clock clock) {
        this.key = key;
        this.source = source;
        this.clock = clock;
        at(folder);
    }

    private void at(StageFolder place) {
        folder = place;
        entry = source.entry(key, place);
        operation = new OperationFile(place.state(), new JenkinsSealer());
    }

    StageFolder folder() {
        return folder;
    }

    /** The record while it grows; {@code null} before {@link #open}. */
    StageRecorder recorder() {
        return recorder;
    }

    /** The state of the stage's operation. */
    OperationFile operation() {
        return operation;
    }

    /** Whether there is a state to go on from. */
    boolean hasState() {
        return Files.isRegularFile(folder.state());
    }

    /** The record that an earlier process has written. */
    Optional<StageRecord> before() {
        return folder.read();
    }

    /** From now on pages see the record in memory. */
    void open(StageRecorder growing) {
        recorder = growing;
        StageRecords.get().live(folder, growing);
    }

    /** Puts the stage into the index. */
    void enter() throws IOException {
        OpenStages.get().add(entry);
    }

    /** Writes the record, if it has changed. */
    void record() {
        recordedMillis = clock.millis();
        StageRecords.get().save(folder, recorder);
    }

    /** Writes the record, but not more often than people look. */
    void recordSoon() {
        if (clock.millis() - recordedMillis >= RECORD_EVERY_MILLIS) {
            record();
        }
    }

    /**
     * Writes the record of the end. Until that is on disk the state has to stay: without both, the next process would do
     * everything again.
     *
     * @throws IOException when it can't be written
     */
    void recordEnd() throws IOException {
        if (!isOrphan()) {
            folder.write(recorder.snapshot());
        }
    }

    /**
     * Keeps what a later rollback needs beside the record, for as long as the build is kept.
     *
     * @param point see {@link io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.RollbackPoint}
     * @throws IOException when it can't be written
     */
    void keep(byte[] point) throws IOException {
        RollbackPoints.write(folder, point);
    }

    /** Removes the state and the entry: the stage has ended, and its record says how. */
    void clean() {
        try {
            operation.delete();
        } catch (ProblemException e) {
            LOGGER.log(Level.WARNING, e, () -> "Cannot remove the state of " + this);
        }
        leave();
        if (isOrphan()) {
            removeOrphan();
        }
    }

    /** Removes the entry and leaves the state where it is, because nobody can go on from it. */
    void leave() {
        OpenStages.get().remove(entry);
        StageRecords.get().ended(folder);
    }

    /**
     * Goes on with the files in another folder, because the build's own is about to be deleted.
     *
     * @param target the new folder
     * @throws IOException when the files can't be copied; then those at the old place still count
     */
    void moveTo(Path target) throws IOException {
        StageFolder left = folder;
        if (Files.isDirectory(left.path())) {
            FileUtils.copyDirectory(left.path().toFile(), target.toFile());
        }
        boolean open = hasState();
        at(new StageFolder(target));
        if (open) {
            enter();
        }
        leave(left);
        LOGGER.info(() -> "The build of " + this + " is being deleted; what must not stay is taken back");
    }

    /**
     * Goes on with the files where the job has taken them, because it was renamed or moved. What a turn may have written
     * to the old place in the meantime has to be written again.
     *
     * @param place the folder in the build as it is now
     * @throws IOException when the index can't be written
     */
    void follow(StageFolder place) throws IOException {
        StageFolder left = folder;
        OpenStages.Entry before = entry;
        at(place);
        if (hasState()) {
            enter();
        }
        OpenStages.get().remove(before);
        leave(left);
        FileUtils.deleteDirectory(left.path().toFile());
    }

    private void leave(StageFolder left) {
        StageRecords.get().ended(left);
        if (recorder != null) {
            StageRecords.get().live(folder, recorder);
        }
    }

    /** Whether the build is gone, and the files with it when the stage has ended. */
    boolean isOrphan() {
        return folder.path().startsWith(OpenStages.orphans());
    }

    private void removeOrphan() {
        try {
            FileUtils.deleteDirectory(folder.path().toFile());
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "Cannot remove " + folder.path());
        }
    }

    @Override
    public String toString() {
        return "stage " + key + " of " + entry.run();
    }
}
