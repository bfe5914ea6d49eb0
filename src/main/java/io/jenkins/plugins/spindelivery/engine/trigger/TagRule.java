package io.jenkins.plugins.spindelivery.engine.trigger;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which pushed images start a job: by repository and by tag, so that the tags of the internal test, the public test and
 * the release of one repository go to different jobs.
 */
public final class TagRule {
    private static final Comparator<String> BY_VERSION = Comparator.comparing(
            tag -> SemVer.parse(tag).orElse(null), Comparator.nullsFirst(Comparator.naturalOrder()));

    private final Globs repositories;
    private final SafePattern pattern;
    private final SemVerRange range;

    private TagRule(Globs repositories, SafePattern pattern, SemVerRange range) {
        this.repositories = repositories;
        this.pattern = pattern;
        this.range = range;
    }

    /**
     * Any tag.
     *
     * @param repositories filters of repositories, see {@link Globs}; none means all
     * @return the rule
     * @throws ProblemException when a filter is unusable
     */
    public static TagRule any(List<String> repositories) {
        return new TagRule(Globs.of("repositories", repositories), null, null);
    }

    /**
     * Tags that fit a regular expression as a whole, as Spinnaker's trigger {@code docker} compares them.
     *
     * @param repositories filters of repositories; none means all
     * @param regex see {@link SafePattern}
     * @return the rule
     * @throws ProblemException when a filter or the expression is unusable
     */
    public static TagRule matching(List<String> repositories, String regex) {
        return new TagRule(Globs.of("repositories", repositories), SafePattern.of("tag", regex), null);
    }

    /**
     * Tags that are versions in a range. A pre-release is in it only if the range names one of the same numbers, so
     * that {@code ^1.4} means releases.
     *
     * @param repositories filters of repositories; none means all
     * @param range such as {@code >=1.2.0 <2.0.0}, {@code ^1.4} or {@code 1.x || 2.x}
     * @return the rule
     * @throws ProblemException when a filter or the range is unusable
     */
    public static TagRule versions(List<String> repositories, String range) {
        return new TagRule(Globs.of("repositories", repositories), null, SemVerRange.of("tag", range));
    }

    /**
     * Why a push does not start the job.
     *
     * @param push what was pushed
     * @return the reason; empty when it does start it
     */
    public Optional<Problem> mismatch(ImagePush push) {
        try {
            if (push.tag().isEmpty()) {
                return reason("trigger.tag-none", push.reference());
            }
            if (!repositories.matches(push.repository())) {
                return reason("trigger.tag-repository", push.repository(), repositories);
            }
            return tagMismatch(push.tag());
        } catch (ProblemException e) {
            return Optional.of(e.problems().get(0));
        }
    }

    /**
     * Whether a tag of a repository that is known to be wanted starts the job.
     *
     * @param tag the tag
     * @return whether it does; {@code false} also when the comparison takes too long
     */
    public boolean admits(String tag) {
        try {
            return tagMismatch(tag).isEmpty();
        } catch (ProblemException e) {
            return false;
        }
    }

    private Optional<Problem> tagMismatch(String tag) {
        if (pattern != null && !pattern.matches(tag)) {
            return reason("trigger.tag-pattern", tag, pattern);
        }
        if (range == null) {
            return Optional.empty();
        }
        Optional<SemVer> version = SemVer.parse(tag);
        if (version.isEmpty()) {
            return reason("trigger.tag-version", tag, range);
        }
        return range.contains(version.get()) ? Optional.empty() : reason("trigger.tag-range", tag, range);
    }

    private static Optional<Problem> reason(String code, Object... arguments) {
        return Optional.of(Problem.of(code, "", arguments));
    }

    /** Tags in the order in which they are to be delivered: versions by their precedence, behind all that are none. */
    static List<String> inOrder(List<String> tags) {
        return tags.stream().sorted(BY_VERSION).toList();
    }
}
