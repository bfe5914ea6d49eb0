package io.jenkins.plugins.spindelivery.engine.canary.run;

import io.jenkins.plugins.spindelivery.engine.canary.config.CanaryConfig;
import io.jenkins.plugins.spindelivery.engine.canary.config.CanaryConfigs;
import io.jenkins.plugins.spindelivery.engine.canary.config.ScoreThresholds;
import io.jenkins.plugins.spindelivery.engine.operation.BlobStore;

/** The canary configuration beside a canary's state. */
final class Configs {
    private Configs() {}

    static CanaryConfig read(String blob, BlobStore blobs) {
        return CanaryConfigs.read(blob, blobs.get(blob));
    }

    /** The analysis' own, or the configuration's, or Kayenta's. */
    static ScoreThresholds thresholds(Analysis analysis, CanaryConfig config) {
        return analysis.thresholds() != null
                ? analysis.thresholds()
                : config.thresholds().orElse(ScoreThresholds.DEFAULT);
    }
}
