package io.jenkins.plugins.spindelivery.engine.artifact;

import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Fetches each reference from the first of several sources that takes it, and any other URL over HTTP. */
public final class ArtifactSources implements ArtifactFetcher {
    private static final List<String> SCHEMES = List.of(S3Address.SCHEME, GitHub.SCHEME, GitLab.SCHEME);

    /** In its API the whole path is one segment, and the name of what is asked for another. */
    private static final Pattern GITLAB_FILE = Pattern.compile("/repository/files/([^/]+)/raw$");

    private final ArtifactFetcher http;
    private final List<ArtifactSource> sources;

    /**
     * Sources of one user.
     *
     * @param http fetches what none of them takes
     * @param sources in the order in which they are asked whether they take a reference
     */
    public ArtifactSources(ArtifactFetcher http, List<? extends ArtifactSource> sources) {
        this.http = http;
        this.sources = List.copyOf(sources);
    }

    /**
     * Whether a text has the form of a reference that is fetched over a network.
     *
     * @param text a URL, a path or anything else
     * @return whether it begins with {@code http://}, {@code https://}, {@code s3://}, {@code github://} or
     *     {@code gitlab://}
     */
    public static boolean isReference(String text) {
        String start = text.strip().toLowerCase(Locale.ROOT);
        return HttpSource.isUrl(text) || SCHEMES.stream().anyMatch(start::startsWith);
    }

    /**
     * A reference as messages may show it.
     *
     * @param reference as the user wrote it
     * @return without what may be secret in it
     */
    public static String display(String reference) {
        return Stream.of(new GitHub(GitHub.PUBLIC), new GitLab(GitLab.PUBLIC))
                .filter(forge -> forge.isShort(reference))
                .findFirst()
                .map(forge -> forge.display(reference))
                .orElseGet(
                        () -> S3Address.isOne(reference) ? S3Address.display(reference) : SafeUrl.display(reference));
    }

    @Override
    public Fetched fetch(String reference) {
        for (ArtifactSource source : sources) {
            if (source.takes(reference)) {
                return source.fetch(reference);
            }
        }
        if (HttpSource.isUrl(reference)) {
            return http.fetch(reference);
        }
        String code = isReference(reference) ? "artifact.source-none" : "artifact.reference-kind";
        throw Failures.of(code, display(reference));
    }

    /**
     * Whether a reference leads to a repository, so that nobody else can be sent there without the credential.
     *
     * @param reference as the user wrote it
     * @return whether one of the sources takes it, other than those for S3
     */
    public boolean isRepository(String reference) {
        return !S3Address.isOne(reference) && sources.stream().anyMatch(source -> source.takes(reference));
    }

    /**
     * The name of the file that a reference leads to.
     *
     * @param reference as the user wrote it
     * @return what follows the path's last slash, decoded; may be empty
     */
    public static String fileName(String reference) {
        String path = reference.strip().split("[?#]", 2)[0];
        Matcher gitLab = GITLAB_FILE.matcher(path);
        String last = gitLab.find() ? gitLab.group(1) : path.substring(path.lastIndexOf('/') + 1);
        try {
            String decoded = URLDecoder.decode(last.replace("+", "%2B"), StandardCharsets.UTF_8);
            return decoded.substring(decoded.lastIndexOf('/') + 1);
        } catch (IllegalArgumentException e) {
            return last;
        }
    }

    /**
     * The first problem of what no source can take, without fetching anything.
     *
     * @param reference as the user wrote it
     * @throws ProblemException when it has none of the known forms, or is malformed
     */
    public static void check(String reference) {
        if (S3Address.isOne(reference)) {
            S3Address.parse(reference);
        } else if (new GitHub(GitHub.PUBLIC).isShort(reference)) {
            new GitHub(GitHub.PUBLIC).file(reference);
        } else if (new GitLab(GitLab.PUBLIC).isShort(reference)) {
            new GitLab(GitLab.PUBLIC).file(reference);
        } else if (!HttpSource.isUrl(reference)) {
            throw Failures.of("artifact.reference-kind", SafeUrl.display(reference));
        }
    }
}
