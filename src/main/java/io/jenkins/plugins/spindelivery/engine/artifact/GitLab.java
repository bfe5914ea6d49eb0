package io.jenkins.plugins.spindelivery.engine.artifact;

import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * GitLab, ours or theirs. Files come from the API of repository files, in the raw form. See
 * https://docs.gitlab.com/ee/api/repository_files.html#get-raw-file-from-repository
 */
final class GitLab extends Forge {
    static final String SCHEME = "gitlab://";

    /** The pages of gitlab.com; the API is below them. */
    static final String PUBLIC = "https://gitlab.com";

    private static final String API = "/api/v4";

    /** Groups may lie in groups, so only a mark tells where the project's name ends: that of GitLab's own URLs. */
    private static final Pattern SHORT =
            Pattern.compile("([A-Za-z0-9_.+-]+(?:/[A-Za-z0-9_.+-]+)+|\\d+)/-/(.+)", Pattern.DOTALL);

    private static final int STEPS = 6;

    /**
     * A server.
     *
     * @param url of its pages, with or without {@code /api/v4}
     */
    GitLab(String url) {
        super(SCHEME, Forge.base(url).toString().replaceAll(API + "$", "") + API);
    }

    @Override
    String brand() {
        return "GitLab";
    }

    @Override
    RepositoryFile shortFile(String path, String ref) {
        Matcher matcher = SHORT.matcher(path);
        return matcher.matches() ? new RepositoryFile(matcher.group(1), matcher.group(2), ref) : null;
    }

    @Override
    RepositoryFile longFile(String rawPath, String ref) {
        List<String> steps = segments(rawPath);
        boolean raw = steps.size() == STEPS
                && steps.get(0).equals("projects")
                && steps.subList(2, 4).equals(List.of("repository", "files"))
                && steps.get(5).equals("raw");
        return raw ? new RepositoryFile(steps.get(1), steps.get(4), ref) : null;
    }

    @Override
    String shortPath(RepositoryFile file) {
        return file.project() + "/-/" + file.path();
    }

    @Override
    String question(RepositoryFile file) {
        String ref = file.ref().isEmpty() ? "HEAD" : file.ref();
        return "/projects/" + encoded(file.project()) + "/repository/files/" + encoded(file.path()) + "/raw?ref="
                + encoded(ref);
    }

    @Override
    Map<String, String> headers(AccessToken token) {
        return token.isNone() ? Map.of() : Map.of("PRIVATE-TOKEN", token.secret());
    }

    @Override
    boolean isFile(HttpHeaders headers) {
        return true;
    }

    @Override
    String form() {
        return "gitlab://GROUP/PROJECT/-/PATH?ref=REF";
    }
}
