package io.jenkins.plugins.spindelivery.delivery;

import hudson.model.Run;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.RollbackPoint;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import io.jenkins.plugins.spindelivery.record.StageFolder;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What deploys have recorded of how things were before them: sealed, beside their records. */
public final class RollbackPoints {
    /** Each build that is looked through has to be read from disk. */
    private static final int MOST_BUILDS = 50;

    private record Kept(StageFolder folder, StageRecord record) {
        String id() {
            return record.value() instanceof Map<?, ?> value ? String.valueOf(value.get("id")) : "";
        }

        String described() {
            return id() + " (" + record.account() + ": " + record.subject() + ")";
        }
    }

    private RollbackPoints() {}

    /** Keeps a point; a crash leaves the whole of it or nothing. */
    static void write(StageFolder folder, byte[] point) throws IOException {
        Files.createDirectories(folder.path());
        Path temporary = Files.createTempFile(folder.path(), "rollback", ".tmp");
        try {
            Files.write(temporary, new JenkinsSealer().seal(point));
            Files.move(temporary, folder.rollback(), StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /**
     * Finds what a deploy has recorded.
     *
     * @param run the build that asks
     * @param build the number of another build of its job; empty for this build, and, with an id, earlier ones
     * @param deploy the deploy's id, as {@code spinDeploy} returns it; empty for the only deploy of the build
     * @return the point
     * @throws ProblemException when there is no such build, no such deploy, or more than one
     */
    public static RollbackPoint find(Run<?, ?> run, String build, String deploy) {
        List<Kept> kept = deploy.isEmpty() || !build.isEmpty()
                ? of(build.isEmpty() ? run : build(run, build))
                : ofEarlier(run, deploy);
        String where = build.isEmpty() ? run.getDisplayName() : "#" + build;
        List<Kept> meant = kept.stream()
                .filter(each -> deploy.isEmpty() || each.id().equals(deploy))
                .toList();
        if (meant.isEmpty()) {
            throw wrong(
                    deploy.isEmpty()
                            ? Problem.of("delivery.rollback-none", "", where)
                            : Problem.of("delivery.rollback-unknown", "", deploy, where));
        }
        if (meant.size() > 1) {
            throw wrong(Problem.of(
                    "delivery.rollback-several",
                    "",
                    where,
                    meant.stream().map(Kept::described).collect(Collectors.joining(", "))));
        }
        return read(meant.get(0).folder());
    }

    private static Run<?, ?> build(Run<?, ?> run, String number) {
        Run<?, ?> found =
                number.matches("\\d{1,9}") ? run.getParent().getBuildByNumber(Integer.parseInt(number)) : null;
        if (found == null) {
            throw wrong(Problem.of(
                    "delivery.rollback-no-build", "", number, run.getParent().getFullName()));
        }
        return found;
    }

    private static List<Kept> ofEarlier(Run<?, ?> run, String deploy) {
        Run<?, ?> each = run;
        for (int i = 0; each != null && i < MOST_BUILDS; i++) {
            List<Kept> kept = of(each);
            if (kept.stream().anyMatch(one -> one.id().equals(deploy))) {
                return kept;
            }
            each = each.getPreviousBuild();
        }
        return List.of();
    }

    private static List<Kept> of(Run<?, ?> run) {
        List<Kept> kept = new ArrayList<>();
        for (StageFolder folder : StageFolder.all(run)) {
            if (Files.isRegularFile(folder.rollback())) {
                folder.read().ifPresent(record -> kept.add(new Kept(folder, record)));
            }
        }
        return kept;
    }

    private static RollbackPoint read(StageFolder folder) {
        try {
            byte[] content = new JenkinsSealer().open(Files.readAllBytes(folder.rollback()));
            return RollbackPoint.read(content, folder.rollback().toString());
        } catch (IOException e) {
            throw wrong(Problem.of("delivery.rollback-unreadable", "", String.valueOf(e.getMessage())));
        }
    }

    private static ProblemException wrong(Problem problem) {
        return new ProblemException(Category.INPUT, problem);
    }
}
