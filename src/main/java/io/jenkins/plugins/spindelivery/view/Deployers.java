package io.jenkins.plugins.spindelivery.view;

import hudson.model.Job;
import hudson.model.Run;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which of a job's builds deployed what, by what their Delivery pages say. */
public final class Deployers {
    /** As far as people ask; what is older has its build's name in no record here. */
    private static final int MOST_BUILDS = 50;

    private final Map<Key, Source> sources = new LinkedHashMap<>();

    /** What a deploy left, as it is found again: by version if it has one, else by what it runs. */
    private record Key(String account, String region, String name, String version, List<String> images) {}

    /**
     * A deploy.
     *
     * @param run its build
     * @param link the stage's place, below the build's address
     */
    public record Source(Run<?, ?> run, String link) {}

    private Deployers() {}

    /**
     * What a job's last 50 builds deployed.
     *
     * @param job the job
     * @return for questions
     */
    public static Deployers of(Job<?, ?> job) {
        Deployers deployers = new Deployers();
        Run<?, ?> run = job.getLastBuild();
        for (int i = 0; i < MOST_BUILDS && run != null; i++) {
            List<StageSummary> stages = Summaries.get().of(run).all();
            for (int j = stages.size() - 1; j >= 0; j--) {
                deployers.add(run, stages.get(j));
            }
            run = run.getPreviousBuild();
        }
        return deployers;
    }

    private void add(Run<?, ?> run, StageSummary stage) {
        if (stage.isDeploy()) {
            for (Deployed deployed : stage.allDeployed()) {
                sources.putIfAbsent(
                        key(stage.account(), deployed.region(), deployed.name(), deployed.version(), deployed.images()),
                        new Source(run, stage.getLink()));
            }
        }
    }

    /**
     * The last deploy of something.
     *
     * @param account where it is
     * @param region where it is in AWS; empty in Kubernetes
     * @param name its name without version
     * @param version such as {@code v003}; empty for what is told by its images
     * @param images what it runs
     * @return empty when no build of the job is known to have deployed it
     */
    public Optional<Source> find(String account, String region, String name, String version, List<String> images) {
        return Optional.ofNullable(sources.get(key(account, region, name, version, images)));
    }

    private static Key key(String account, String region, String name, String version, List<String> images) {
        boolean versioned = version.matches("v\\d+");
        return new Key(account, region, name, versioned ? version : "", versioned ? List.of() : List.copyOf(images));
    }
}
