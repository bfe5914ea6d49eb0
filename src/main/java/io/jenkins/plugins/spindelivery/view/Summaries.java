package io.jenkins.plugins.spindelivery.view;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Run;
import io.jenkins.plugins.spindelivery.record.StageFolder;
import io.jenkins.plugins.spindelivery.record.StageRecords;
import java.io.File;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The summaries of builds. A page with a build history asks for thirty at once, and a record may be megabytes, so those
 * of ended deliveries are kept in memory.
 */
@Extension
public final class Summaries {
    private static final int MOST = 2_000;

    /** A build by its folder; a job that is made anew under the same name has other times. */
    private final Map<File, Kept> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<File, Kept> eldest) {
            return size() > MOST;
        }
    };

    /**
     * A summary and what it is of.
     *
     * @param started when the build was, in milliseconds since 1970
     * @param stages how many stages there were
     */
    private record Kept(long started, int stages, RunSummary summary) {}

    /**
     * The summaries of this Jenkins.
     *
     * @return the only instance
     */
    static Summaries get() {
        return ExtensionList.lookupSingleton(Summaries.class);
    }

    /**
     * The summary of a build.
     *
     * @param run the build
     * @return what it came to so far
     */
    RunSummary of(Run<?, ?> run) {
        int stages = StageFolder.all(run).size();
        synchronized (kept) {
            Kept known = kept.get(run.getRootDir());
            if (known != null && known.started() == run.getStartTimeInMillis() && known.stages() == stages) {
                return known.summary();
            }
        }
        RunSummary summary = new RunSummary(
                StageRecords.get().of(run).stream().map(StageSummary::new).toList());
        // A folder without a record yet is a stage that is about to begin.
        if (summary.ended() && summary.all().size() == stages) {
            synchronized (kept) {
                kept.put(run.getRootDir(), new Kept(run.getStartTimeInMillis(), stages, summary));
            }
        }
        return summary;
    }
}
