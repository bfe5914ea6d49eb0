package io.jenkins.plugins.spindelivery.engine.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A push to a Git repository as GitHub (event {@code push}) and GitLab ({@code Push Hook}, {@code Tag Push Hook}) tell
 * of it.
 *
 * @param source {@code github} or {@code gitlab}
 * @param project the owner at GitHub, the group with its parents at GitLab
 * @param slug the repository's name
 * @param ref the full name of what was pushed, such as {@code refs/heads/main}
 * @param hash the commit that it names now
 * @param user who pushed; empty when it was not told
 * @param change what was done with the branch or tag
 * @param paths the files that the listed commits added, modified or removed
 * @param allPaths whether these are all: they are not when the payload lists some of the commits only, when the branch
 *     is new, when a forced push took commits away, or when there are more than 5,000
 */
public record GitPush(
        String source,
        String project,
        String slug,
        String ref,
        String hash,
        String user,
        Change change,
        Set<String> paths,
        boolean allPaths) {
    /** GitHub's documentation names this as the most commits that a payload lists. */
    private static final int MAX_COMMITS_OF_GITHUB = 2_048;
    /** Each path is compared with each filter of each job, so that their number is limited. */
    private static final int MAX_PATHS = 5_000;

    private static final String BRANCH = "refs/heads/";
    private static final String TAG = "refs/tags/";

    /** What a push does with a branch or tag. */
    public enum Change {
        CREATED,
        UPDATED,
        DELETED
    }

    public GitPush {
        paths = Set.copyOf(paths);
    }

    /**
     * Reads GitHub's payload.
     *
     * @param payload what was delivered with {@code X-GitHub-Event: push}
     * @return the push
     * @throws ProblemException when it does not name repository, branch and commit
     */
    public static GitPush gitHub(ObjectNode payload) {
        JsonNode commits = payload.path("commits");
        return of(
                "github",
                Payload.text(payload.path("repository"), "full_name"),
                payload,
                Payload.text(payload.path("pusher"), "name"),
                commits.size() < MAX_COMMITS_OF_GITHUB
                        && !payload.path("forced").asBoolean());
    }

    /**
     * Reads GitLab's payload, which lists at most 20 commits and says how many there are.
     *
     * @param payload what was delivered with {@code X-Gitlab-Event: Push Hook} or {@code Tag Push Hook}
     * @return the push
     * @throws ProblemException when it does not name project, branch and commit
     */
    public static GitPush gitLab(ObjectNode payload) {
        return of(
                "gitlab",
                Payload.text(payload.path("project"), "path_with_namespace"),
                payload,
                Payload.text(payload, "user_username"),
                payload.path("total_commits_count").asInt(Integer.MAX_VALUE)
                        <= payload.path("commits").size());
    }

    private static GitPush of(String source, String name, ObjectNode payload, String user, boolean allCommits) {
        String ref = Payload.text(payload, "ref");
        String after = Payload.text(payload, "after");
        int slash = name.lastIndexOf('/');
        if (slash <= 0 || ref.isEmpty() || after.isEmpty()) {
            throw SafePattern.input("", "trigger.git-incomplete", source, "ref", "after");
        }
        Change change = isNone(after)
                ? Change.DELETED
                : isNone(Payload.text(payload, "before")) ? Change.CREATED : Change.UPDATED;
        Set<String> paths = paths(payload.path("commits"));
        // A push always moves a branch to other commits; without any the files are known just as little.
        boolean known = allCommits
                && change == Change.UPDATED
                && paths.size() < MAX_PATHS
                && !payload.path("commits").isEmpty();
        return new GitPush(
                source, name.substring(0, slash), name.substring(slash + 1), ref, after, user, change, paths, known);
    }

    private static Set<String> paths(JsonNode commits) {
        Set<String> paths = new TreeSet<>();
        for (JsonNode commit : commits) {
            for (String list : List.of("added", "modified", "removed")) {
                for (JsonNode path : commit.path(list)) {
                    if (paths.size() < MAX_PATHS) {
                        paths.add(path.asText());
                    }
                }
            }
        }
        return paths;
    }

    /** No commit is written as zeros, as many as the repository's hashes have digits. */
    private static boolean isNone(String hash) {
        return hash.chars().allMatch(c -> c == '0');
    }

    /**
     * The branch that was pushed to.
     *
     * @return its name; empty when it was a tag
     */
    public String branch() {
        return ref.startsWith(BRANCH) ? ref.substring(BRANCH.length()) : "";
    }

    /**
     * The tag that was pushed.
     *
     * @return its name; empty when it was a branch
     */
    public String tag() {
        return ref.startsWith(TAG) ? ref.substring(TAG.length()) : "";
    }

    /**
     * What {@code ${trigger.…}} offers of it, by the names of Spinnaker's trigger {@code git}.
     *
     * @return a new object with {@code source}, {@code project}, {@code slug}, {@code branch}, {@code tag}, {@code
     *     hash}
     */
    public ObjectNode details() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("source", source)
                .put("project", project)
                .put("slug", slug)
                .put("branch", branch())
                .put("tag", tag())
                .put("hash", hash);
    }
}
