package io.jenkins.plugins.spindelivery.view;

import hudson.model.InvisibleAction;
import hudson.model.Job;
import hudson.model.Run;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a job deployed last, on the job's page. */
public final class JobDeliveryAction extends InvisibleAction {
    /** As far as the page looks back; as far as people ask what is out there. */
    private static final int MOST_BUILDS = 50;

    private final Job<?, ?> job;

    JobDeliveryAction(Job<?, ?> job) {
        this.job = job;
    }

    /** The last deploy to an account. */
    public static final class Last {
        private final Run<?, ?> run;
        private final StageSummary stage;

        Last(Run<?, ?> run, StageSummary stage) {
            this.run = run;
            this.stage = stage;
        }

        /**
         * The build.
         *
         * @return which deployed it
         */
        public Run<?, ?> getRun() {
            return run;
        }

        /**
         * The deploy.
         *
         * @return the stage
         */
        public StageSummary getStage() {
            return stage;
        }

        /**
         * Where it was deployed.
         *
         * @return the account's name
         */
        public String getAccount() {
            return stage.account();
        }
    }

    /**
     * The last deploy to each account that succeeded.
     *
     * @return the newest first; those of the last 50 builds
     */
    public List<Last> getLast() {
        Map<String, Last> last = new LinkedHashMap<>();
        Run<?, ?> run = job.getLastBuild();
        for (int i = 0; i < MOST_BUILDS && run != null; i++) {
            List<StageSummary> stages = Summaries.get().of(run).all();
            for (int j = stages.size() - 1; j >= 0; j--) {
                StageSummary stage = stages.get(j);
                if (stage.isDeploy() && stage.succeeded()) {
                    last.putIfAbsent(stage.account(), new Last(run, stage));
                }
            }
            run = run.getPreviousBuild();
        }
        return new ArrayList<>(last.values());
    }
}
