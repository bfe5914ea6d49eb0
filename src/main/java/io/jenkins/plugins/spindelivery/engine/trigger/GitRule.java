package io.jenkins.plugins.spindelivery.engine.trigger;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.trigger.GitPush.Change;
import java.util.List;
import java.util.Optional;

/** Which pushes to a Git repository start a job: by repository, branch and the files that changed. */
public final class GitRule {
    private final String project;
    private final String slug;
    private final Optional<SafePattern> branch;
    private final Globs paths;

    private GitRule(String project, String slug, Optional<SafePattern> branch, Globs paths) {
        this.project = project;
        this.slug = slug;
        this.branch = branch;
        this.paths = paths;
    }

    /**
     * Reads a rule.
     *
     * @param project the owner or group, compared without regard to case, as GitHub and GitLab do
     * @param slug the repository's name, compared in the same way
     * @param branch a regular expression for the whole name of the branch, see {@link SafePattern}; empty means any
     *     branch. Pushes of tags never fit
     * @param paths filters of files, see {@link Globs}; none means any file
     * @return the rule
     * @throws ProblemException when the expression or a filter is unusable
     */
    public static GitRule of(String project, String slug, String branch, List<String> paths) {
        Optional<SafePattern> pattern =
                branch.isEmpty() ? Optional.empty() : Optional.of(SafePattern.of("branch", branch));
        return new GitRule(project, slug, pattern, Globs.of("paths", paths));
    }

    /**
     * What a push means for the job.
     *
     * @param mismatch why it does not start it; empty when it does
     * @param warning what could not be decided from the payload, and counts as a match; empty when all was clear
     */
    public record Verdict(Optional<Problem> mismatch, Optional<Problem> warning) {}

    /**
     * Compares a push with the rule.
     *
     * @param push what was pushed
     * @return whether it starts the job. Where the payload does not tell all files and none of those told fits, it
     *     does, with a warning: a delivery too many does less harm than one that is lost
     */
    public Verdict judge(GitPush push) {
        try {
            Optional<Problem> mismatch = refMismatch(push);
            return mismatch.isPresent() || paths.isEmpty()
                    ? new Verdict(mismatch, Optional.empty())
                    : pathVerdict(push);
        } catch (ProblemException e) {
            return new Verdict(Optional.of(e.problems().get(0)), Optional.empty());
        }
    }

    private Optional<Problem> refMismatch(GitPush push) {
        if (!project.equalsIgnoreCase(push.project()) || !slug.equalsIgnoreCase(push.slug())) {
            return reason("trigger.git-repository", push.project() + "/" + push.slug(), project + "/" + slug);
        }
        if (push.branch().isEmpty()) {
            return reason("trigger.git-no-branch", push.ref());
        }
        if (push.change() == Change.DELETED) {
            return reason("trigger.git-deleted", push.branch());
        }
        return branch.isEmpty() || branch.get().matches(push.branch())
                ? Optional.empty()
                : reason("trigger.git-branch", push.branch(), branch.get());
    }

    private Verdict pathVerdict(GitPush push) {
        if (push.paths().stream().anyMatch(paths::matches)) {
            return new Verdict(Optional.empty(), Optional.empty());
        }
        return push.allPaths()
                ? new Verdict(reason("trigger.git-paths", push.hash(), paths), Optional.empty())
                : new Verdict(Optional.empty(), reason("trigger.git-paths-unknown", push.hash(), paths));
    }

    private static Optional<Problem> reason(String code, Object... arguments) {
        return Optional.of(Problem.of(code, "", arguments));
    }
}
