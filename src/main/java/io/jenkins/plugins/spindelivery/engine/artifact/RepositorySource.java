package io.jenkins.plugins.spindelivery.engine.artifact;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/**
 * Files of one server's repositories, read with one token or as anybody may. The server is held to the rules for URLs, and
 * gets the token with requests for files below its address alone: neither a redirect nor a reference takes it elsewhere.
 */
public final class RepositorySource implements ArtifactSource {
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    private final Forge forge;
    private final AccessToken token;
    private final HttpSource http;
    private final Dialect dialect = new Words();

    private RepositorySource(Forge forge, AccessToken token, HttpSource http) {
        this.forge = forge;
        this.token = token;
        this.http = http;
    }

    /** Kinds of servers. */
    public enum Kind {
        /** github.com and GitHub Enterprise. */
        GITHUB(GitHub.PUBLIC),
        /** gitlab.com and self-hosted GitLab. */
        GITLAB(GitLab.PUBLIC);

        private final String usual;

        Kind(String usual) {
            this.usual = usual;
        }

        private Forge forge(String url) {
            String where = url == null || url.isBlank() ? usual : url;
            return this == GITHUB ? new GitHub(where) : new GitLab(where);
        }

        /**
         * Checks an address.
         *
         * @param url as {@link RepositorySource#of} takes it
         * @return the URL that all requests begin with
         * @throws ProblemException when it is no plain {@code http:} or {@code https:} URL
         */
        public String address(String url) {
            return forge(url).base();
        }
    }

    /**
     * A server's files.
     *
     * @param kind what kind of server
     * @param url where it is: the API or the pages; empty for github.com or gitlab.com
     * @param token who reads
     * @param http asks for URLs under its policy; not shared with other sources, because it keeps what this token may see
     * @return the source
     * @throws ProblemException when the URL is none
     */
    public static RepositorySource of(Kind kind, String url, AccessToken token, HttpSource http) {
        return new RepositorySource(kind.forge(url), token, http);
    }

    /**
     * Whether a reference is for a server, without opening a source.
     *
     * @param kind what kind of server
     * @param url where it is; empty for github.com or gitlab.com
     * @param reference as a user wrote it
     * @return as {@link #takes(String)} of the source
     */
    public static boolean takes(Kind kind, String url, String reference) {
        return kind.forge(url).takes(reference);
    }

    @Override
    public boolean takes(String reference) {
        return forge.takes(reference);
    }

    @Override
    public Fetched fetch(String reference) {
        RepositoryFile file = forge.file(reference);
        return http.fetch(URI.create(forge.base() + forge.question(file)), forge.display(file), dialect);
    }

    /** What such servers say. */
    private final class Words implements Dialect {
        @Override
        public Map<String, String> headers() {
            return forge.headers(token);
        }

        @Override
        public ProblemException refusal(String shown, int status, HttpHeaders headers, Instant now) {
            Optional<Duration> wait = RateLimits.wait(status, headers, now);
            if (wait.isPresent()) {
                Instant until = now.plus(wait.get()).truncatedTo(ChronoUnit.SECONDS);
                return new TryLater(
                        Problem.of("artifact.rate-limit", "", shown, forge.brand(), until), wait.get(), null);
            }
            String who = token.isNone() ? "-anonymous" : "";
            return switch (status) {
                case UNAUTHORIZED -> Failures.of("artifact.repository-unauthorized" + who, shown, forge.brand());
                case FORBIDDEN -> Failures.of("artifact.repository-forbidden" + who, shown, forge.brand());
                case NOT_FOUND -> Failures.of("artifact.repository-not-found" + who, shown, forge.brand());
                default -> Failures.ofStatus(shown, status);
            };
        }

        @Override
        public void check(String shown, HttpHeaders headers) {
            if (!forge.isFile(headers)) {
                throw Failures.of("artifact.repository-no-file", shown);
            }
        }
    }
}
