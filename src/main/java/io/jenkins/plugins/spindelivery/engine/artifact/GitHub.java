package io.jenkins.plugins.spindelivery.engine.artifact;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * GitHub, and GitHub Enterprise Server, whose API is below {@code /api/v3}. Files come from the contents API in the raw media
 * type. See https://docs.github.com/en/rest/repos/contents#get-repository-content
 */
final class GitHub extends Forge {
    static final String SCHEME = "github://";

    /** The API of github.com. */
    static final String PUBLIC = "https://api.github.com";

    private static final Pattern SHORT = Pattern.compile("([A-Za-z0-9_-]+/[A-Za-z0-9._-]+)/(.+)", Pattern.DOTALL);
    private static final int NAMES = 4;

    /**
     * A server.
     *
     * @param url of the API, or of the server's pages; {@code https://github.com} is the API of github.com
     */
    GitHub(String url) {
        super(SCHEME, api(Forge.base(url)));
    }

    private static String api(URI base) {
        String host = base.getHost().toLowerCase(Locale.ROOT);
        if (host.equals("github.com") || host.equals("www.github.com")) {
            return PUBLIC;
        }
        boolean page = base.getRawPath().isEmpty() && !host.startsWith("api.");
        return page ? base + "/api/v3" : base.toString();
    }

    @Override
    String brand() {
        return "GitHub";
    }

    @Override
    RepositoryFile shortFile(String path, String ref) {
        Matcher matcher = SHORT.matcher(path);
        return matcher.matches() ? new RepositoryFile(matcher.group(1), matcher.group(2), ref) : null;
    }

    @Override
    RepositoryFile longFile(String rawPath, String ref) {
        List<String> steps = segments(rawPath);
        if (steps.size() <= NAMES
                || !steps.get(0).equals("repos")
                || !steps.get(3).equals("contents")) {
            return null;
        }
        return shortFile(
                steps.get(1) + "/" + steps.get(2) + "/" + String.join("/", steps.subList(NAMES, steps.size())), ref);
    }

    @Override
    String shortPath(RepositoryFile file) {
        return file.project() + "/" + file.path();
    }

    @Override
    String question(RepositoryFile file) {
        return "/repos/" + file.project() + "/contents/" + encodedPath(file.path())
                + (file.ref().isEmpty() ? "" : "?ref=" + encoded(file.ref()));
    }

    @Override
    Map<String, String> headers(AccessToken token) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", "application/vnd.github.raw+json");
        headers.put("X-GitHub-Api-Version", "2022-11-28");
        if (!token.isNone()) {
            headers.put("Authorization", "Bearer " + token.secret());
        }
        return headers;
    }

    /** A folder is listed, and a submodule described, as plain JSON; a JSON file has the raw media type. */
    @Override
    boolean isFile(HttpHeaders headers) {
        return !headers.firstValue("Content-Type").orElse("").strip().startsWith("application/json");
    }

    @Override
    String form() {
        return "github://OWNER/REPOSITORY/PATH?ref=REF";
    }
}
