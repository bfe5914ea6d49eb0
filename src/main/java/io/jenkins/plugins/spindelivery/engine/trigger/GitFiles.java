package io.jenkins.plugins.spindelivery.engine.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.artifact.Artifact;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The files of a push as artifacts, so that a pipeline that expects one gets it as it was pushed: {@code github/file}
 * and {@code gitlab/file}, with the address of the file in the server's API and the commit as version.
 */
public final class GitFiles {
    private GitFiles() {}

    /**
     * The files that are there after a push because of it.
     *
     * @param payload what was delivered
     * @param push the same, read
     * @return the first {@link Payload#MAX_ARTIFACTS} files that were added or modified and not removed again; none
     *     when the payload does not say where the server is
     */
    public static List<Artifact> artifacts(ObjectNode payload, GitPush push) {
        String template = push.source().equals("github") ? gitHub(payload) : gitLab(payload);
        if (template.isEmpty()) {
            return List.of();
        }
        boolean whole = push.source().equals("gitlab");
        return present(payload).stream()
                .limit(Payload.MAX_ARTIFACTS)
                .map(path -> new Artifact(
                        push.source() + "/file",
                        path,
                        "",
                        push.hash(),
                        template.replace("{+path}", whole ? encoded(path) : encodedSegments(path)),
                        null))
                .toList();
    }

    private static Set<String> present(ObjectNode payload) {
        Set<String> present = new LinkedHashSet<>();
        for (JsonNode commit : payload.path("commits")) {
            commit.path("added").forEach(path -> present.add(path.asText()));
            commit.path("modified").forEach(path -> present.add(path.asText()));
            commit.path("removed").forEach(path -> present.remove(path.asText()));
        }
        return present;
    }

    /** GitHub tells the address itself, as a template of RFC 6570. */
    private static String gitHub(ObjectNode payload) {
        String template = Payload.text(payload.path("repository"), "contents_url");
        return template.contains("{+path}") ? template : "";
    }

    /** GitLab tells the project's page, which lies beside the API. */
    private static String gitLab(ObjectNode payload) {
        String name = Payload.text(payload.path("project"), "path_with_namespace");
        String page = Payload.text(payload.path("project"), "web_url");
        return page.endsWith("/" + name)
                ? page.substring(0, page.length() - name.length()) + "api/v4/projects/" + encoded(name)
                        + "/repository/files/{+path}/raw"
                : "";
    }

    private static String encodedSegments(String path) {
        return Arrays.stream(path.split("/", -1)).map(GitFiles::encoded).collect(Collectors.joining("/"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
