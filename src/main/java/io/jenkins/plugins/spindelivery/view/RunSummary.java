package io.jenkins.plugins.spindelivery.view;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a build delivered, in short. */
public final class RunSummary {
    /** So many lines do not drive the rest of the build's page away. */
    private static final int MOST_LINES = 10;

    private final List<StageSummary> stages;

    RunSummary(List<StageSummary> stages) {
        this.stages = List.copyOf(stages);
    }

    /** Whether nothing of it will change. */
    boolean ended() {
        return stages.stream().allMatch(StageSummary::ended);
    }

    List<StageSummary> all() {
        return stages;
    }

    /**
     * The stages for the build's page.
     *
     * @return the first ones, in the order in which they began
     */
    public List<StageSummary> getLines() {
        return stages.subList(0, Math.min(MOST_LINES, stages.size()));
    }

    /**
     * How many stages are left out.
     *
     * @return 0 when all are there
     */
    public int getMore() {
        return Math.max(0, stages.size() - MOST_LINES);
    }

    /**
     * What each account has got.
     *
     * @return for each account the last deploy to it that succeeded, else the last one at all
     */
    public List<Badge> getBadges() {
        Map<String, StageSummary> last = new LinkedHashMap<>();
        for (StageSummary stage : stages) {
            StageSummary known = last.get(stage.account());
            if (stage.isDeploy() && (known == null || stage.succeeded() || !known.succeeded())) {
                last.put(stage.account(), stage);
            }
        }
        List<Badge> badges = new ArrayList<>();
        last.forEach((account, stage) -> badges.add(new Badge(account, stage)));
        return badges;
    }

    /** One account's badge. */
    public static final class Badge {
        private final String account;
        private final StageSummary stage;

        Badge(String account, StageSummary stage) {
            this.account = account;
            this.stage = stage;
        }

        /**
         * The account.
         *
         * @return its name
         */
        public String getAccount() {
            return account;
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
         * What the account has got.
         *
         * @return such as {@code web v003}
         */
        public String getText() {
            return stage.getNames();
        }

        /**
         * How it went.
         *
         * @return {@code succeeded}, {@code open} or {@code failed}
         */
        public String getKind() {
            return stage.succeeded() ? "succeeded" : stage.ended() ? "failed" : "open";
        }
    }
}
