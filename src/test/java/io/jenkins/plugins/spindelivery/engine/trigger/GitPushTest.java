package io.jenkins.plugins.spindelivery.engine.trigger;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.trigger.GitPush.Change;
import io.jenkins.plugins.spindelivery.engine.trigger.GitRule.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.Test;

/** Pushes as GitHub and GitLab tell of them, and the rules that they are compared with. */
public class GitPushTest {
    private static final String OLD = "a".repeat(40);
    private static final String NEW = "b".repeat(40);
    private static final String NONE = "0".repeat(40);
    private static final String COMMIT =
            "{'id': 'b', 'added': ['k8s/new.yaml'], 'modified': ['k8s/app.yaml'], 'removed': ['README.md']}";

    @Test
    public void gitHubsPayloadIsRead() {
        assertEquals(
                new GitPush(
                        "github",
                        "devops",
                        "gateway",
                        "refs/heads/main",
                        NEW,
                        "ann",
                        Change.UPDATED,
                        Set.of("k8s/new.yaml", "k8s/app.yaml", "README.md"),
                        true),
                GitPush.gitHub(gitHub("refs/heads/main", OLD, NEW, COMMIT, "")));
    }

    @Test
    public void gitLabsPayloadIsRead() {
        GitPush push = GitPush.gitLab(gitLab(1, COMMIT));
        assertEquals("gitlab", push.source());
        assertEquals("devops/edge", push.project());
        assertEquals("gateway", push.slug());
        assertEquals("ann", push.user());
        assertTrue(push.allPaths());
        assertEquals(
                Refusals.json("{'source': 'gitlab', 'project': 'devops/edge', 'slug': 'gateway', 'branch': "
                        + "'release/1.4', 'tag': '', 'hash': '" + NEW + "'}"),
                push.details());
    }

    @Test
    public void pathsAreNotAllWhereThePayloadDoesNotTellThem() {
        assertFalse("more commits", GitPush.gitLab(gitLab(21, COMMIT)).allPaths());
        assertFalse(
                "no count",
                GitPush.gitLab(Refusals.json(gitLab(1, COMMIT).toString().replace("total_commits_count", "other")))
                        .allPaths());
        assertFalse(
                "new branch",
                GitPush.gitHub(gitHub("refs/heads/x", NONE, NEW, COMMIT, "")).allPaths());
        assertFalse(
                "no commit",
                GitPush.gitHub(gitHub("refs/heads/x", OLD, NEW, "", "")).allPaths());
        assertFalse(
                "forced",
                GitPush.gitHub(gitHub("refs/heads/x", OLD, NEW, COMMIT, ", 'forced': true"))
                        .allPaths());
        String commits = "{'id': 'b'},".repeat(2_047) + COMMIT;
        assertFalse(
                "many",
                GitPush.gitHub(gitHub("refs/heads/x", OLD, NEW, commits, "")).allPaths());
        String files = IntStream.range(0, 5_001).mapToObj(i -> "'f" + i + "'").collect(Collectors.joining(","));
        GitPush large = GitPush.gitHub(gitHub("refs/heads/x", OLD, NEW, "{'modified': [" + files + "]}", ""));
        assertFalse("many files", large.allPaths());
        assertEquals(5_000, large.paths().size());
    }

    @Test
    public void createdDeletedAndTags() {
        assertEquals(
                Change.CREATED,
                GitPush.gitHub(gitHub("refs/heads/x", NONE, NEW, "", "")).change());
        assertEquals(
                Change.DELETED,
                GitPush.gitHub(gitHub("refs/heads/x", OLD, NONE, "", "")).change());
        GitPush tag = GitPush.gitHub(gitHub("refs/tags/v1.4", NONE, NEW, "", ""));
        assertEquals("v1.4", tag.tag());
        assertEquals("", tag.branch());
    }

    @Test
    public void anIncompletePayloadIsRefused() {
        assertEquals(
                "trigger.git-incomplete",
                Refusals.refused(() -> GitPush.gitHub(Refusals.json("{}"))).code());
        assertEquals(
                "trigger.git-incomplete",
                Refusals.refused(() -> GitPush.gitLab(Refusals.json("{}"))).code());
        assertEquals(
                "trigger.git-incomplete",
                Refusals.refused(() -> GitPush.gitHub(gitHub("", OLD, NEW, COMMIT, "")))
                        .code());
    }

    @Test
    public void theManifestsFileStartsTheJob() {
        GitPush push = GitPush.gitHub(gitHub("refs/heads/main", OLD, NEW, COMMIT, ""));
        Verdict started = new Verdict(Optional.empty(), Optional.empty());
        assertEquals(started, rule("main", "k8s/app.yaml").judge(push));
        assertEquals(started, rule("", "**/*.yaml").judge(push));
        assertEquals(started, GitRule.of("DevOps", "Gateway", "main", List.of()).judge(push));
        assertEquals("trigger.git-paths", why(rule("main", "src/**"), push));
    }

    @Test
    public void whereTheFilesAreNotKnownItStartsWithAWarning() {
        GitPush push = GitPush.gitHub(gitHub("refs/heads/main", NONE, NEW, COMMIT, ""));
        Verdict verdict = rule("main", "src/**").judge(push);
        assertEquals(Optional.empty(), verdict.mismatch());
        assertEquals(
                "trigger.git-paths-unknown",
                Refusals.readable(verdict.warning().orElseThrow()).code());
        assertEquals(Optional.empty(), rule("main", "k8s/**").judge(push).warning());
    }

    @Test
    public void whatIsPushedElsewhereDoesNot() {
        GitPush main = GitPush.gitHub(gitHub("refs/heads/main", OLD, NEW, COMMIT, ""));
        assertEquals("trigger.git-repository", why(GitRule.of("devops", "other", "", List.of()), main));
        assertEquals("trigger.git-repository", why(GitRule.of("ops", "gateway", "", List.of()), main));
        assertEquals("trigger.git-branch", why(rule("mai", "**"), main));
        assertEquals("trigger.git-branch", why(rule("release/.*", "**"), main));
        assertEquals(
                "trigger.git-deleted",
                why(rule("main", "**"), GitPush.gitHub(gitHub("refs/heads/main", OLD, NONE, "", ""))));
        assertEquals(
                "trigger.git-no-branch",
                why(rule("", "**"), GitPush.gitHub(gitHub("refs/tags/main", OLD, NEW, COMMIT, ""))));
        assertEquals(
                "trigger.pattern-slow",
                why(
                        rule("(a+)+b", "**"),
                        GitPush.gitHub(gitHub("refs/heads/" + "a".repeat(4_000), OLD, NEW, COMMIT, ""))));
    }

    private static GitRule rule(String branch, String path) {
        return GitRule.of("devops", "gateway", branch, List.of(path));
    }

    private static String why(GitRule rule, GitPush push) {
        Problem problem = rule.judge(push).mismatch().orElseThrow();
        return Refusals.readable(problem).code();
    }

    private static ObjectNode gitHub(String ref, String before, String after, String commits, String more) {
        return Refusals.json("{'ref': '" + ref + "', 'before': '" + before + "', 'after': '" + after
                + "', 'repository': {'full_name': 'devops/gateway'}, 'pusher': {'name': 'ann'}, 'commits': ["
                + commits + "]" + more + "}");
    }

    private static ObjectNode gitLab(int total, String commits) {
        return Refusals.json("{'object_kind': 'push', 'ref': 'refs/heads/release/1.4', 'before': '" + OLD
                + "', 'after': '" + NEW + "', 'user_username': 'ann', 'project': {'path_with_namespace': "
                + "'devops/edge/gateway'}, 'total_commits_count': " + total + ", 'commits': [" + commits + "]}");
    }
}
