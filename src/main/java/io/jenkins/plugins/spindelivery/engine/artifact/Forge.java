package io.jenkins.plugins.spindelivery.engine.artifact;

import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A server of Git repositories: how references to files there are written, and what they are in its REST API. */
abstract sealed class Forge permits GitHub, GitLab {
    private static final String REF = "ref";

    private final String scheme;
    private final String base;

    /**
     * A server.
     *
     * @param scheme of short references, with {@code ://}
     * @param base the URL that all requests begin with, without a slash at its end
     */
    Forge(String scheme, String base) {
        this.scheme = scheme;
        this.base = base;
    }

    /** What people call such servers. */
    abstract String brand();

    /** The file of a short reference's path; {@code null} when it has another form. */
    abstract RepositoryFile shortFile(String path, String ref);

    /** The file of a URL's path, still encoded, below the base; {@code null} when it has another form. */
    abstract RepositoryFile longFile(String rawPath, String ref);

    /** The short path of a file, for messages. */
    abstract String shortPath(RepositoryFile file);

    /** What is asked for a file, below the base: encoded path and query. */
    abstract String question(RepositoryFile file);

    /** Headers of each request. */
    abstract Map<String, String> headers(AccessToken token);

    /** Whether an answer brings a file, and not a description of something. */
    abstract boolean isFile(HttpHeaders headers);

    /** How a short reference looks, for messages. */
    abstract String form();

    /**
     * The base of a URL that somebody configured.
     *
     * @throws ProblemException when it is no plain HTTP URL
     */
    static URI base(String url) {
        String text = url.strip().replaceAll("/+$", "");
        try {
            URI base = new URI(text);
            boolean http = "http".equalsIgnoreCase(base.getScheme()) || "https".equalsIgnoreCase(base.getScheme());
            if (http
                    && base.getHost() != null
                    && base.getRawUserInfo() == null
                    && base.getRawQuery() == null
                    && base.getRawFragment() == null) {
                return base;
            }
        } catch (URISyntaxException e) {
            // The reason quotes the text, which may hold a password.
            throw Failures.of("artifact.repository-url", SafeUrl.display(text));
        }
        throw Failures.of("artifact.repository-url", SafeUrl.display(text));
    }

    final String base() {
        return base;
    }

    final boolean isShort(String reference) {
        return reference.strip().toLowerCase(Locale.ROOT).startsWith(scheme);
    }

    /** Whether a reference is a short one, or a URL of a file in this server's API. */
    final boolean takes(String reference) {
        return isShort(reference) || longFile(reference) != null;
    }

    /** The file of a reference that this server takes. */
    final RepositoryFile file(String reference) {
        RepositoryFile file = isShort(reference) ? shortFile(reference) : longFile(reference);
        if (file == null || steps(file.path()) || steps(file.project())) {
            throw Failures.of("artifact.repository-form", display(reference), form());
        }
        return file;
    }

    private RepositoryFile shortFile(String reference) {
        String[] parts = reference.strip().substring(scheme.length()).split("\\?", 2);
        return shortFile(decoded(parts[0], reference), ref(parts.length < 2 ? "" : parts[1], reference));
    }

    private RepositoryFile longFile(String reference) {
        String text = reference.strip();
        if (!text.regionMatches(true, 0, base + "/", 0, base.length() + 1)) {
            return null;
        }
        String[] parts = text.substring(base.length()).split("\\?", 2);
        RepositoryFile file = longFile(parts[0], "");
        return file == null
                ? null
                : new RepositoryFile(file.project(), file.path(), ref(parts.length < 2 ? "" : parts[1], reference));
    }

    private String ref(String query, String reference) {
        String ref = "";
        for (String parameter :
                Stream.of(query.split("&")).filter(text -> !text.isEmpty()).toList()) {
            String[] pair = parameter.split("=", 2);
            if (!pair[0].equals(REF) || pair.length < 2) {
                throw Failures.of("artifact.reference-parameter", display(reference), pair[0], REF);
            }
            ref = decoded(pair[1], reference);
        }
        return ref;
    }

    /** A reference as messages may show it; a token has no place in it, but may have been put there. */
    final String display(String reference) {
        String[] parts = reference.strip().split("\\?", 2);
        String ref = parts.length < 2 ? "" : parts[1];
        boolean plain = ref.isEmpty() || ref.startsWith("ref=") && !ref.contains("&");
        String where = isShort(reference) ? parts[0] : SafeUrl.display(parts[0]);
        return where + (ref.isEmpty() ? "" : plain ? "?" + ref : "?…");
    }

    /** A file as messages show it. */
    final String display(RepositoryFile file) {
        return scheme + shortPath(file) + (file.ref().isEmpty() ? "" : "?ref=" + file.ref());
    }

    private String decoded(String text, String reference) {
        try {
            // In a path a plus is a plus.
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Failures.of("artifact.repository-form", display(reference), form());
        }
    }

    /** A step up or an empty one would lead out of the repository's part of the API. */
    private static boolean steps(String path) {
        return Stream.of(path.split("/", -1)).anyMatch(step -> step.isEmpty() || step.equals(".") || step.equals(".."));
    }

    /** A path whose slashes stay. */
    static String encodedPath(String path) {
        return Stream.of(path.split("/", -1)).map(Forge::encoded).collect(Collectors.joining("/"));
    }

    /** A text as one segment of a path, or one value of a query. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The segments of an encoded path, decoded; {@code null} for a path with a broken escape. */
    static List<String> segments(String rawPath) {
        List<String> segments = new ArrayList<>();
        try {
            for (String segment : rawPath.substring(1).split("/", -1)) {
                segments.add(URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8));
            }
            return segments;
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }
}
