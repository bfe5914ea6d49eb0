package io.jenkins.plugins.spindelivery.record;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Run;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/** All records: those of running stages from memory, those of ended ones from their builds' folders. */
@Extension
public final class StageRecords {
    private static final Logger LOGGER = Logger.getLogger(StageRecords.class.getName());

    private final Map<Path, StageRecorder> live = new ConcurrentHashMap<>();

    /**
     * The records of this Jenkins.
     *
     * @return the only instance
     */
    public static StageRecords get() {
        return ExtensionList.lookupSingleton(StageRecords.class);
    }

    /**
     * The stages of a build.
     *
     * @param run the build
     * @return in the order in which they began; empty when it has none
     */
    public List<StageRecord> of(Run<?, ?> run) {
        List<StageRecord> records = new ArrayList<>();
        for (StageFolder folder : StageFolder.all(run)) {
            StageRecorder recorder = live.get(folder.path());
            if (recorder != null) {
                records.add(recorder.snapshot());
            } else {
                folder.read().ifPresent(records::add);
            }
        }
        records.sort(Comparator.comparingLong(StageRecord::startMillis).thenComparing(StageRecord::key));
        return records;
    }

    /**
     * A stage is going to change its record until {@link #ended}.
     *
     * @param folder the stage's folder
     * @param recorder its record
     */
    public void live(StageFolder folder, StageRecorder recorder) {
        live.put(folder.path(), recorder);
    }

    /**
     * Writes a record, if it changed since the last time. A record that can't be written is logged and stays in memory:
     * the delivery itself does not depend on it.
     *
     * @param folder the stage's folder
     * @param recorder its record
     */
    public void save(StageFolder folder, StageRecorder recorder) {
        if (!recorder.takeChange()) {
            return;
        }
        try {
            folder.write(recorder.snapshot());
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "Cannot write " + folder.record());
        }
    }

    /**
     * A stage's record is whole and written.
     *
     * @param folder the stage's folder
     */
    public void ended(StageFolder folder) {
        live.remove(folder.path());
    }
}
