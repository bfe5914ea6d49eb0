package io.jenkins.plugins.spindelivery.engine.artifact;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.jenkins.plugins.spindelivery.engine.artifact.RepositorySource.Kind;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.Rule;
import org.junit.Test;

/** Files of GitHub and GitLab, from a server that answers as their documentation says. */
public class RepositorySourceTest {
    private static final String SECRET = "ghp_veryS3cret";
    private static final String RAW = "application/vnd.github.raw+json; charset=utf-8";
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @Rule
    public final TestServer server = new TestServer();

    @Rule
    public final TestServer other = new TestServer();

    private final List<Headers> headers = new ArrayList<>();

    private RepositorySource source(Kind kind, AccessToken token) {
        HttpSource http = Fetching.source(
                Fetching.policy(Fetching.PATIENCE), HostResolver.SYSTEM, Clock.fixed(NOW, ZoneOffset.UTC));
        return RepositorySource.of(kind, server.base(), token, http);
    }

    private RepositorySource github() {
        return source(Kind.GITHUB, AccessToken.of(SECRET));
    }

    private void answers(int status, String content, String... header) {
        server.serve("/", exchange -> {
            headers.add(exchange.getRequestHeaders());
            TestServer.answer(exchange, status, content, header);
        });
    }

    private static String text(Fetched fetched) {
        return new String(fetched.content(), StandardCharsets.UTF_8);
    }

    @Test
    public void aFileOfGitHubComesRawAndAtItsRef() {
        answers(200, "kind: ConfigMap", "Content-Type", RAW, "ETag", "\"1\"");
        Fetched fetched = github().fetch("github://acme/shop.web/k8s/my app.yaml?ref=release/1.2");
        assertEquals("kind: ConfigMap", text(fetched));
        assertEquals("github://acme/shop.web/k8s/my app.yaml?ref=release/1.2", fetched.name());
        assertEquals(
                List.of("/api/v3/repos/acme/shop.web/contents/k8s/my%20app.yaml?ref=release%2F1.2"), server.requests());
        assertEquals("Bearer " + SECRET, headers.get(0).getFirst("Authorization"));
        assertEquals("application/vnd.github.raw+json", headers.get(0).getFirst("Accept"));
        assertEquals("2022-11-28", headers.get(0).getFirst("X-GitHub-Api-Version"));
    }

    @Test
    public void spinnakersUrlsAreTheSameFiles() {
        answers(200, "kind: ConfigMap", "Content-Type", RAW);
        RepositorySource source = github();
        String url = server.base() + "/api/v3/repos/acme/shop/contents/k8s/app.yaml?ref=v1";
        assertTrue(source.takes(url));
        assertEquals("github://acme/shop/k8s/app.yaml?ref=v1", source.fetch(url).name());
        assertEquals(List.of("/api/v3/repos/acme/shop/contents/k8s/app.yaml?ref=v1"), server.requests());
    }

    @Test
    public void otherUrlsOfTheServerAndOfOthersAreNotTaken() {
        RepositorySource source = github();
        for (String url : List.of(
                server.base() + "/api/v3/user",
                server.base() + "/api/v3/repos/acme/shop/contents/",
                server.base() + "/api/v3/repos/acme/shop/tarball/x/y",
                server.base() + "/api/v3x/repos/acme/shop/contents/a",
                server.base() + ".evil.example/api/v3/repos/acme/shop/contents/a",
                other.base() + "/api/v3/repos/acme/shop/contents/a",
                "gitlab://a/b/-/c",
                "a.yaml")) {
            assertFalse(url, source.takes(url));
        }
    }

    @Test
    public void withoutATokenNoneIsSent() {
        answers(200, "x", "Content-Type", RAW);
        source(Kind.GITHUB, AccessToken.NONE).fetch("github://acme/shop/a.yaml");
        assertEquals(List.of("/api/v3/repos/acme/shop/contents/a.yaml"), server.requests());
        assertFalse(headers.get(0).containsKey("Authorization"));
    }

    @Test
    public void anUnchangedFileIsConfirmedByItsEtag() {
        server.serve("/", exchange -> {
            boolean known = "\"1\"".equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
            TestServer.answer(exchange, known ? 304 : 200, known ? "" : "text", "ETag", "\"1\"", "Content-Type", RAW);
        });
        RepositorySource source = github();
        Fetched first = source.fetch("github://acme/shop/a.yaml");
        assertTrue(first.content() == source.fetch("github://acme/shop/a.yaml").content());
    }

    @Test
    public void theTokenGoesToTheServerAloneAlsoAfterARedirect() {
        server.serve("/api/v3/repos/acme/old", exchange -> moved(exchange, "/api/v3/repositories/7/contents/a"));
        server.serve("/api/v3/repositories", exchange -> {
            headers.add(exchange.getRequestHeaders());
            moved(exchange, other.base() + "/raw");
        });
        other.serve("/raw", exchange -> {
            headers.add(exchange.getRequestHeaders());
            TestServer.answer(exchange, 200, "x", "Content-Type", RAW);
        });
        assertEquals("x", text(github().fetch("github://acme/old/a")));
        assertEquals("Bearer " + SECRET, headers.get(0).getFirst("Authorization"));
        assertFalse(headers.get(1).containsKey("Authorization"));
        assertFalse(headers.get(1).toString().contains(SECRET));
    }

    private static void moved(HttpExchange exchange, String where) throws IOException {
        TestServer.answer(exchange, 301, "", "Location", where);
    }

    @Test
    public void aFolderIsNoFile() {
        answers(200, "[{\"name\":\"a.yaml\"}]", "Content-Type", "application/json; charset=utf-8");
        Problem problem = Fetching.refused(github(), "github://acme/shop/k8s");
        assertEquals("artifact.repository-no-file", problem.code());
        assertEquals("github://acme/shop/k8s is a folder or a submodule, not a file.", problem.message(Locale.ENGLISH));
    }

    @Test
    public void aFileThatIsTooLargeIsRefused() {
        answers(200, "x".repeat(Fetching.LIMIT + 1), "Content-Type", RAW);
        assertEquals(
                "artifact.too-large",
                Fetching.refused(github(), "github://acme/shop/a").code());
    }

    @Test
    public void refusalsSayWhatToDoAndNeverTheToken() {
        Map<Integer, String> codes = Map.of(
                401, "artifact.repository-unauthorized",
                403, "artifact.repository-forbidden",
                404, "artifact.repository-not-found",
                500, "artifact.status-server");
        codes.forEach((status, code) -> {
            server.serve("/api/v3/repos/acme/" + status, status, "");
            Problem problem = Fetching.refused(github(), "github://acme/" + status + "/a?ref=main");
            assertEquals(code, problem.code());
            assertFalse(problem.describe().contains(SECRET));
        });
        assertEquals(
                "github://acme/404/a: GitHub finds no such repository, ref or file (404). Check the spelling; if the"
                        + " repository is private, configure a credential for this server.",
                Fetching.refused(source(Kind.GITHUB, AccessToken.NONE), "github://acme/404/a")
                        .message(Locale.ENGLISH));
    }

    @Test
    public void aUsedUpRateLimitIsSaidWithItsTime() {
        // Seen from the answer's own date, whatever our clock says.
        String reset = Long.toString(Instant.now().plusSeconds(600).getEpochSecond());
        answers(403, "", "x-ratelimit-remaining", "0", "x-ratelimit-reset", reset);
        TryLater later = assertThrows(TryLater.class, () -> github().fetch("github://acme/shop/a"));
        assertTrue(
                later.delay().toString(),
                later.delay().toSeconds() > 500 && later.delay().toSeconds() <= 600);
        assertEquals("artifact.rate-limit", later.problems().get(0).code());
    }

    @Test
    public void waitingHasALimit() {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        FetchPatience patience = new FetchPatience(clock, Duration.ofMinutes(15));
        Problem said = Problem.of("artifact.rate-limit", "", "github://a/b/c", "GitHub", "2026-01-02T03:14:05Z");
        assertEquals(Duration.ofSeconds(1), patience.await(new TryLater(said, Duration.ZERO, null)));
        assertEquals(Duration.ofMinutes(15), patience.await(new TryLater(said, Duration.ofMinutes(15), null)));
        ProblemException tooLong = assertThrows(
                ProblemException.class, () -> patience.await(new TryLater(said, Duration.ofMinutes(16), null)));
        assertFalse(tooLong instanceof TryLater);
        assertEquals(said, tooLong.problems().get(0));
        assertEquals(
                "Waiting until 2026-01-02T03:20:05Z would take longer than the 900 s that fetching may wait. Try again"
                        + " then, or use a credential with a larger allowance.",
                tooLong.problems().get(1).message(Locale.ENGLISH));
    }

    @Test
    public void aFileOfGitLabComesRawFromNestedGroups() {
        answers(200, "kind: ConfigMap", "Content-Type", "text/plain");
        RepositorySource source = source(Kind.GITLAB, AccessToken.of(SECRET));
        Fetched fetched = source.fetch("gitlab://acme/team.x/shop/-/k8s/app.yaml?ref=v1");
        assertEquals("gitlab://acme/team.x/shop/-/k8s/app.yaml?ref=v1", fetched.name());
        source.fetch("gitlab://42/-/app.yaml");
        String url = server.base() + "/api/v4/projects/acme%2Fshop/repository/files/k8s%2Fapp.yaml/raw?ref=main";
        assertTrue(source.takes(url));
        source.fetch(url);
        assertEquals(
                List.of(
                        "/api/v4/projects/acme%2Fteam.x%2Fshop/repository/files/k8s%2Fapp.yaml/raw?ref=v1",
                        "/api/v4/projects/42/repository/files/app.yaml/raw?ref=HEAD",
                        "/api/v4/projects/acme%2Fshop/repository/files/k8s%2Fapp.yaml/raw?ref=main"),
                server.requests());
        assertEquals(SECRET, headers.get(0).getFirst("PRIVATE-TOKEN"));
        assertFalse(source.takes(server.base() + "/api/v4/projects/acme%2Fshop/variables"));
    }

    @Test
    public void theAddressOfAServerIsThatOfItsPagesOrItsApi() {
        Map<String, String> github = Map.of(
                "", "https://api.github.com",
                "https://github.com/", "https://api.github.com",
                "https://git.acme.example", "https://git.acme.example/api/v3",
                "https://git.acme.example/api/v3/", "https://git.acme.example/api/v3",
                "https://api.acme.ghe.com", "https://api.acme.ghe.com");
        github.forEach((given, used) -> assertEquals(used, Kind.GITHUB.address(given)));
        assertEquals("https://gitlab.com/api/v4", Kind.GITLAB.address(""));
        assertEquals("http://git.example/gitlab/api/v4", Kind.GITLAB.address("http://git.example/gitlab/api/v4"));
        for (String wrong : List.of("ftp://x", "https://u:" + SECRET + "@x", "https://x?a=b", "x y")) {
            ProblemException refused = assertThrows(ProblemException.class, () -> Kind.GITHUB.address(wrong));
            assertEquals("artifact.repository-url", refused.problems().get(0).code());
            assertFalse(refused.getMessage().contains(SECRET));
        }
    }

    @Test
    public void whatNamesNoFileIsNotAskedFor() {
        for (String wrong : List.of(
                "github://acme",
                "github://acme/shop",
                "github://acme/shop/",
                "github://acme/shop/../../user",
                "github://acme/../a",
                "github://acme/shop/%2e%2e/x",
                "github://acme/shop/a%zz",
                "github://acme/shop/a//b")) {
            assertEquals(
                    wrong,
                    "artifact.repository-form",
                    Fetching.refused(github(), wrong).code());
        }
        assertEquals(
                "artifact.repository-form",
                Fetching.refused(source(Kind.GITLAB, AccessToken.NONE), "gitlab://acme/shop/a.yaml")
                        .code());
        Problem parameter = Fetching.refused(github(), "github://acme/shop/a?access_token=" + SECRET);
        assertEquals(
                "github://acme/shop/a?…: there is no parameter \"access_token\" here. Possible: ref.",
                parameter.message(Locale.ENGLISH));
        assertEquals(List.of(), server.requests());
    }

    @Test
    public void theRulesForAddressesHoldForServersToo() {
        FetchPolicy strict =
                new FetchPolicy(Fetching.PATIENCE, Fetching.PATIENCE, Fetching.LIMIT, 3, Set.of(), Set.of());
        HttpSource http = Fetching.source(strict, HostResolver.SYSTEM);
        RepositorySource source = RepositorySource.of(Kind.GITHUB, server.base(), AccessToken.of(SECRET), http);
        assertEquals(
                "artifact.address-loopback",
                Fetching.refused(source, "github://acme/shop/a").code());
        assertEquals(List.of(), server.requests());
    }

    @Test
    public void eachReferenceGoesToTheSourceThatTakesIt() {
        List<String> asked = new ArrayList<>();
        ArtifactFetcher http = reference -> {
            asked.add("http " + reference);
            return Fetched.of(reference, new byte[0]);
        };
        ArtifactSources sources = new ArtifactSources(http, List.of(github()));
        answers(200, "x", "Content-Type", RAW);
        sources.fetch("github://acme/shop/a");
        sources.fetch("https://example.org/a");
        assertEquals(List.of("http https://example.org/a"), asked);
        assertEquals(1, server.requests().size());
        assertEquals(
                "artifact.source-none",
                Fetching.refused(sources, "gitlab://a/b/-/c").code());
        assertEquals(
                "artifact.reference-kind",
                Fetching.refused(sources, "ftp://h/a").code());
    }

    @Test
    public void aTokenIsNeverInTexts() {
        assertEquals("some", AccessToken.of(" " + SECRET + "\n").toString());
        assertEquals(AccessToken.of(SECRET), AccessToken.of(" " + SECRET + "\n"));
        ProblemException refused = assertThrows(ProblemException.class, () -> AccessToken.of("a b"));
        assertEquals("artifact.token-unusable", refused.problems().get(0).code());
    }
}
