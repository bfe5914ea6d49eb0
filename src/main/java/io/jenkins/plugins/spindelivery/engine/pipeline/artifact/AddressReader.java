package io.jenkins.plugins.spindelivery.engine.pipeline.artifact;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.artifact.Artifact;
import io.jenkins.plugins.spindelivery.engine.artifact.ArtifactSources;
import io.jenkins.plugins.spindelivery.engine.artifact.HttpSource;
import io.jenkins.plugins.spindelivery.engine.manifest.bind.ImageReference;
import io.jenkins.plugins.spindelivery.engine.pipeline.artifact.ArtifactAddress.Chart;
import io.jenkins.plugins.spindelivery.engine.pipeline.artifact.ArtifactAddress.Content;
import io.jenkins.plugins.spindelivery.engine.pipeline.artifact.ArtifactAddress.Mention;
import io.jenkins.plugins.spindelivery.engine.pipeline.artifact.ArtifactAddress.None;
import io.jenkins.plugins.spindelivery.engine.pipeline.artifact.ArtifactAddress.Remote;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads artifacts of the types that Clouddriver's artifact accounts have. */
final class AddressReader {
    private static final String GITHUB = "github/file";
    private static final String GITLAB = "gitlab/file";
    private static final String HTTP = "http/file";
    private static final String S3 = "s3/object";
    private static final String BASE64 = "embedded/base64";
    private static final String DOCKER = "docker/image";
    private static final String HELM = "helm/chart";

    /** Contents that Spinnaker fetches and this product does not. */
    private static final Set<String> UNSUPPORTED = Set.of(
            "bitbucket/file",
            "gcs/object",
            "git/repo",
            "ivy/file",
            "jenkins/file",
            "maven/file",
            "oracle/object",
            "remote/base64",
            "remote/map/base64",
            "front50/pipelineTemplate");

    /** Deck's names of artifacts before they had types; defaults began with {@code default.} */
    private static final Map<String, String> KINDS = Map.of(
            "base64", BASE64,
            "bitbucket", "bitbucket/file",
            "docker", DOCKER,
            "gcs", "gcs/object",
            "github", GITHUB,
            "gitlab", GITLAB,
            "helm", HELM,
            "http", HTTP,
            "maven", "maven/file",
            "s3", S3);

    /** What Spinnaker has without being configured, so that it stands for no credential. */
    private static final Set<String> BUILT_IN =
            Set.of("custom-artifact", "docker-registry", "embedded-artifact", "no-auth-http-account");

    private static final String EXPRESSION = "${";
    private static final String S3_SCHEME = "s3://";

    /** Clouddriver's GitHub and GitLab accounts read this branch when the artifact names none. */
    private static final String BRANCH = "master";

    private static final Pattern GITHUB_FILE = Pattern.compile(
            "https?://[^/?#]+(/[^?#]*)?/repos/[^/?#]+/[^/?#]+/contents/[^?#]+", Pattern.CASE_INSENSITIVE);
    private static final Pattern GITLAB_FILE = Pattern.compile(
            "https?://[^/?#]+/([^?#]*/)?projects/[^/?#]+/repository/files/[^/?#]+(/raw)?", Pattern.CASE_INSENSITIVE);

    private AddressReader() {}

    static ArtifactAddress read(ObjectNode artifact, String where) {
        String type = type(artifact);
        String version = MatchRule.text(artifact, "version");
        String account = account(artifact);
        String reference = reference(artifact, type);
        if (UNSUPPORTED.contains(type)) {
            return new None(Problem.of("pipeline.artifact-type", where, type));
        } else if (!List.of(GITHUB, GITLAB, HTTP, S3, BASE64, HELM).contains(type)) {
            return new Mention(binding(artifact));
        } else if (reference.isEmpty()) {
            return new None(Problem.of("pipeline.artifact-empty", where, type));
        }
        return switch (type) {
            case GITHUB -> repositoryFile(reference, version, account, "github://", GITHUB_FILE, where);
            case GITLAB -> repositoryFile(raw(reference), version, account, "gitlab://", GITLAB_FILE, where);
            case S3 -> new Remote(s3(reference, version), account);
            case BASE64 -> new Content(reference);
            case HELM -> new Chart(reference, version, account);
            default -> web(reference, account, where);
        };
    }

    private static String type(ObjectNode artifact) {
        String type = MatchRule.text(artifact, "type").strip();
        if (!type.isEmpty()) {
            return type;
        }
        return KINDS.getOrDefault(MatchRule.text(artifact, "kind").replaceFirst("^default\\.", ""), "");
    }

    private static String account(ObjectNode artifact) {
        String account = MatchRule.text(artifact, "artifactAccount").strip();
        return BUILT_IN.contains(account) ? "" : account;
    }

    /** A chart's reference is its repository. The other names are paths, but for those forms that wrote them alone. */
    private static String reference(ObjectNode artifact, String type) {
        String reference = MatchRule.text(artifact, "reference").strip();
        String name = MatchRule.text(artifact, "name").strip();
        if (type.equals(HELM)) {
            return name;
        }
        boolean named = reference.isEmpty() && !type.equals(BASE64);
        return named && (type.equals(S3) || ArtifactSources.isReference(name)) ? name : reference;
    }

    private static ArtifactAddress web(String reference, String account, String where) {
        boolean url = HttpSource.isUrl(reference) || reference.startsWith(EXPRESSION);
        return url ? new Remote(reference, account) : new None(Problem.of("pipeline.artifact-url", where, HTTP));
    }

    private static ArtifactAddress repositoryFile(
            String reference, String version, String account, String scheme, Pattern form, String where) {
        String[] parts = reference.split("\\?", 2);
        boolean isShort = reference.regionMatches(true, 0, scheme, 0, scheme.length());
        if (!isShort
                && !reference.contains(EXPRESSION)
                && !form.matcher(parts[0]).matches()) {
            String code = form == GITHUB_FILE ? "pipeline.artifact-github" : "pipeline.artifact-gitlab";
            return new None(Problem.of(code, where, ArtifactSources.display(reference)));
        }
        boolean hasRef =
                parts.length > 1 && List.of(parts[1].split("&")).stream().anyMatch(p -> p.startsWith("ref="));
        String ref = version.isBlank() && !isShort ? BRANCH : version.strip();
        if (hasRef || ref.isEmpty()) {
            return new Remote(reference, account);
        }
        return new Remote(reference + (parts.length > 1 ? "&" : "?") + "ref=" + encoded(ref), account);
    }

    /** GitLab describes a file, with its content in base64, where the URL does not ask for it as it is. */
    private static String raw(String reference) {
        String[] parts = reference.split("\\?", 2);
        boolean described = GITLAB_FILE.matcher(parts[0]).matches() && !parts[0].endsWith("/raw");
        return described ? parts[0] + "/raw" + (parts.length > 1 ? "?" + parts[1] : "") : reference;
    }

    /** Clouddriver takes the key as it is, and the scheme or not; here a question mark begins the parameters. */
    private static String s3(String reference, String version) {
        boolean schemed = reference.regionMatches(true, 0, S3_SCHEME, 0, S3_SCHEME.length());
        String path = schemed ? reference.substring(S3_SCHEME.length()) : reference;
        if (path.contains("?versionId=") || path.contains("?region=")) {
            return S3_SCHEME + path;
        }
        String key = path.replace("%", "%25").replace("?", "%3F");
        return S3_SCHEME + key + (version.isBlank() ? "" : "?versionId=" + encoded(version.strip()));
    }

    /** As one value of a query; an expression that is still to be evaluated stays one. */
    private static String encoded(String text) {
        return text.contains(EXPRESSION)
                ? text
                : URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    static Artifact binding(ObjectNode artifact) {
        String type = type(artifact);
        String name = MatchRule.text(artifact, "name");
        String version = MatchRule.text(artifact, "version");
        String reference = MatchRule.text(artifact, "reference");
        if (type.equals(DOCKER)) {
            ImageReference image = ImageReference.parse(reference);
            name = name.isEmpty() ? image.name() : name;
            version = version.isEmpty() ? (image.digest().isEmpty() ? image.tag() : image.digest()) : version;
            reference = reference.isEmpty() ? image(name, version) : reference;
        }
        String owner = MatchRule.text(artifact.path("metadata"), "account");
        owner = owner.isEmpty() ? MatchRule.text(artifact, "account") : owner;
        String location = MatchRule.text(artifact, "location");
        return new Artifact(type, name, location, version, reference, owner.isEmpty() ? null : owner);
    }

    private static String image(String name, String version) {
        return name + (version.isEmpty() ? "" : (version.contains(":") ? "@" : ":") + version);
    }
}
