package io.jenkins.plugins.spindelivery.engine.pipeline.artifact;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.SpeakingEnglish;
import io.jenkins.plugins.spindelivery.engine.artifact.Artifact;
import io.jenkins.plugins.spindelivery.engine.artifact.ArtifactSources;
import io.jenkins.plugins.spindelivery.engine.artifact.RepositorySource;
import io.jenkins.plugins.spindelivery.engine.artifact.RepositorySource.Kind;
import io.jenkins.plugins.spindelivery.engine.pipeline.artifact.ArtifactAddress.Chart;
import io.jenkins.plugins.spindelivery.engine.pipeline.artifact.ArtifactAddress.Content;
import io.jenkins.plugins.spindelivery.engine.pipeline.artifact.ArtifactAddress.Mention;
import io.jenkins.plugins.spindelivery.engine.pipeline.artifact.ArtifactAddress.None;
import io.jenkins.plugins.spindelivery.engine.pipeline.artifact.ArtifactAddress.Remote;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;

public class ArtifactAddressTest {
    private static final String GITHUB = "https://api.github.com/repos/acme/app/contents/deploy/web.yaml";
    private static final String GITLAB =
            "https://gitlab.com/api/v4/projects/acme%2Fteam%2Fapp/repository/files/deploy%2Fweb.yaml/raw";

    @Rule
    public final SpeakingEnglish english = new SpeakingEnglish();

    @Test
    public void aFileOnGitHubIsThatOfItsVersion() throws Exception {
        assertEquals(new Remote(GITHUB + "?ref=release%2F1.2", "git"), file("github", GITHUB, "release/1.2"));
        assertTrue(RepositorySource.takes(Kind.GITHUB, "", GITHUB + "?ref=release%2F1.2"));
    }

    @Test
    public void withoutAVersionItIsTheBranchThatSpinnakerTakes() throws Exception {
        assertEquals(new Remote(GITHUB + "?ref=master", "git"), file("github", GITHUB, ""));
        assertEquals(new Remote(GITLAB + "?ref=master", "git"), file("gitlab", GITLAB, ""));
    }

    @Test
    public void aReferenceThatNamesItsVersionKeepsIt() throws Exception {
        assertEquals(new Remote(GITHUB + "?ref=main", "git"), file("github", GITHUB + "?ref=main", "other"));
        assertEquals(new Remote(GITLAB + "?ref=main", "git"), file("gitlab", GITLAB + "?ref=main", ""));
    }

    @Test
    public void ownServersAndShortFormsAreTaken() throws Exception {
        String enterprise = "HTTPS://git.example/api/v3/repos/acme/app/contents/web.yaml";
        assertEquals(new Remote(enterprise + "?ref=main", "git"), file("github", enterprise, "main"));
        String own = "https://git.example/lab/api/v4/projects/42/repository/files/web.yaml/raw";
        assertEquals(new Remote(own + "?ref=main", "git"), file("gitlab", own, "main"));
        assertTrue(RepositorySource.takes(Kind.GITLAB, "https://git.example/lab", own + "?ref=main"));
        assertEquals(
                new Remote("github://acme/app/web.yaml?ref=main", "git"),
                file("github", "github://acme/app/web.yaml", "main"));
        assertEquals(
                new Remote("gitlab://acme/app/-/web.yaml", "git"), file("gitlab", "gitlab://acme/app/-/web.yaml", ""));
    }

    @Test
    public void aFileOnGitLabIsAskedForAsItIs() throws Exception {
        String described = GITLAB.substring(0, GITLAB.length() - "/raw".length());
        assertEquals(new Remote(GITLAB + "?ref=main", "git"), file("gitlab", described, "main"));
        assertEquals(new Remote(GITLAB + "?ref=main", "git"), file("gitlab", described + "?ref=main", ""));
        assertTrue(RepositorySource.takes(Kind.GITLAB, "", GITLAB + "?ref=main"));
    }

    @Test
    public void pagesOfRepositoriesAreNoFiles() throws Exception {
        assertEquals(
                "Deploy: The reference https://github.com/acme/app/blob/main/web.yaml is no file of a repository on GitHub."
                        + " It looks like https://api.github.com/repos/OWNER/REPOSITORY/contents/PATH.",
                why(file("github", "https://github.com/acme/app/blob/main/web.yaml", "")));
        assertTrue(why(file("github", "https://api.github.com/repos/acme/app/web.yaml", ""))
                .contains("GitHub"));
        assertTrue(why(file("gitlab", "https://gitlab.com/acme/app/-/raw/main/web.yaml", ""))
                .contains("GitLab"));
        String secret = why(file("github", "https://user:hunter2@github.com/acme/app?token=hunter2", ""));
        assertFalse(secret, secret.contains("hunter2"));
    }

    @Test
    public void expressionsStay() throws Exception {
        String reference = "${parameters.repository}/contents/web.yaml";
        assertEquals(
                new Remote(reference + "?ref=${parameters.branch}", "git"),
                file("github", reference, "${parameters.branch}"));
        assertEquals(
                new Remote("${parameters.url}", ""), of("{'type': 'http/file', 'reference': '${parameters.url}'}"));
        assertEquals(
                new Remote("s3://charts/${parameters.version}/web.tgz", ""),
                of("{'type': 's3/object', 'reference': 's3://charts/${parameters.version}/web.tgz'}"));
    }

    @Test
    public void aFileOnAWebServerIsItsUrl() throws Exception {
        assertEquals(
                new Remote("https://example.org/web.yaml?x=1", ""),
                of("{'type': 'http/file', 'reference': ' https://example.org/web.yaml?x=1 ',"
                        + "'artifactAccount': 'no-auth-http-account'}"));
        assertTrue(why(of("{'type': 'http/file', 'reference': 'ftp://example.org/web.yaml'}"))
                .contains("http:"));
    }

    @Test
    public void anObjectInS3HasItsKeyAsItIs() throws Exception {
        assertEquals(
                new Remote("s3://charts/web-1.0.tgz", "aws"),
                of("{'type': 's3/object', 'reference': 's3://charts/web-1.0.tgz', 'artifactAccount': 'aws'}"));
        assertEquals(
                "without the scheme",
                new Remote("s3://charts/web-1.0.tgz", ""),
                of("{'type': 's3/object', 'reference': 'charts/web-1.0.tgz'}"));
        assertEquals(
                new Remote("s3://charts/a%2520b%3F+c.yaml?versionId=v%2F1", ""),
                of("{'type': 's3/object', 'reference': 's3://charts/a%20b?+c.yaml', 'version': 'v/1'}"));
        assertEquals(
                "a form of ours",
                new Remote("s3://charts/a%20b?versionId=1", ""),
                of("{'type': 's3/object', 'reference': 's3://charts/a%20b?versionId=1', 'version': '2'}"));
        for (String key : List.of("web.yaml", "a%20b?+c.yaml")) {
            Remote remote = (Remote) of("{'type': 's3/object', 'reference': 'charts/" + key + "', 'version': 'v 1'}");
            ArtifactSources.check(remote.reference());
        }
    }

    @Test
    public void aNameThatIsAnAddressStandsForAMissingReference() throws Exception {
        assertEquals(new Remote("s3://charts/web.tgz", ""), of("{'type': 's3/object', 'name': 's3://charts/web.tgz'}"));
        assertEquals(
                new Remote("https://example.org/web.yaml", ""),
                of("{'type': 'http/file', 'name': 'https://example.org/web.yaml'}"));
        assertEquals(
                "Deploy: The artifact of the type github/file has no reference, so there is nothing to be fetched.",
                why(of("{'type': 'github/file', 'name': 'deploy/web.yaml'}")));
    }

    @Test
    public void anEmbeddedContentIsThere() throws Exception {
        ArtifactAddress content = of("{'type': 'embedded/base64', 'name': 'web', 'reference': 'Zm9v',"
                + "'artifactAccount': 'embedded-artifact'}");
        assertEquals(new Content("Zm9v"), content);
        assertFalse(content.toString().contains("Zm9v"));
        assertTrue(why(of("{'type': 'embedded/base64', 'name': 'https://example.org'}"))
                .contains("no reference"));
    }

    @Test
    public void aChartIsLeftToHelm() throws Exception {
        assertEquals(
                new Chart("library/web", "1.0.0", "charts"),
                of("{'type': 'helm/chart', 'name': 'library/web', 'version': '1.0.0', 'reference': 'repository',"
                        + "'artifactAccount': 'charts'}"));
    }

    @Test
    public void typesThatCanNotBeFetchedAreNamed() throws Exception {
        for (String type : List.of("gcs/object", "bitbucket/file", "git/repo", "maven/file", "remote/base64")) {
            String why = why(of("{'type': '" + type + "', 'reference': 'x'}"));
            assertTrue(why, why.startsWith("Deploy: Artifacts of the type " + type + " can't be fetched here."));
        }
    }

    @Test
    public void oldFormsNameAKind() throws Exception {
        assertEquals(
                new Remote("s3://charts/web.tgz", ""),
                of("{'kind': 'default.s3', 'reference': 's3://charts/web.tgz'}"));
        assertEquals(new Content("Zm9v"), of("{'kind': 'base64', 'reference': 'Zm9v'}"));
        assertEquals(
                "docker/image", mention("{'kind': 'docker', 'name': 'web'}").type());
        assertEquals("", mention("{'kind': 'custom', 'name': 'web'}").type());
        assertEquals(
                "the type counts",
                "x/y",
                mention("{'type': 'x/y', 'kind': 's3', 'name': 'web'}").type());
    }

    @Test
    public void anImageIsMentionedByReferenceOrByNameAndVersion() throws Exception {
        Artifact tagged = new Artifact("docker/image", "localhost:5000/web", "", "1.2", "localhost:5000/web:1.2", null);
        assertEquals(tagged, mention("{'type': 'docker/image', 'reference': 'localhost:5000/web:1.2'}"));
        assertEquals(
                tagged,
                mention("{'type': 'docker/image', 'name': 'localhost:5000/web', 'version': '1.2',"
                        + "'artifactAccount': 'docker-registry'}"));
        Artifact digest = mention("{'type': 'docker/image', 'name': 'web', 'version': 'sha256:0a'}");
        assertEquals("web@sha256:0a", digest.reference());
        assertEquals("web", mention("{'type': 'docker/image', 'name': 'web'}").reference());
    }

    @Test
    public void anObjectInAClusterKeepsItsPlace() throws Exception {
        Artifact config = mention("{'type': 'kubernetes/configMap', 'name': 'app', 'location': 'devops',"
                + "'version': 'v001', 'reference': 'app-v001', 'metadata': {'account': 'test'}}");
        assertEquals(new Artifact("kubernetes/configMap", "app", "devops", "v001", "app-v001", "test"), config);
        assertNull(mention("{'type': 'kubernetes/secret', 'name': 'x'}").account());
    }

    private static ArtifactAddress file(String forge, String reference, String version) throws Exception {
        return ArtifactAddress.of(
                json("{'artifactAccount': 'git'}")
                        .put("type", forge + "/file")
                        .put("reference", reference)
                        .put("version", version),
                "Deploy");
    }

    private static ArtifactAddress of(String artifact) throws Exception {
        return ArtifactAddress.of(json(artifact), "Deploy");
    }

    private static String why(ArtifactAddress address) {
        return ((None) address).why().describe();
    }

    private static Artifact mention(String artifact) throws Exception {
        return ((Mention) of(artifact)).artifact();
    }

    private static ObjectNode json(String text) throws Exception {
        return (ObjectNode) new ObjectMapper().readTree(text.replace('\'', '"'));
    }
}
