package io.jenkins.plugins.spindelivery.engine.aws.bake;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.jenkins.plugins.spindelivery.engine.artifact.ArtifactSources;
import io.jenkins.plugins.spindelivery.engine.artifact.Fetched;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsAccounts;
import io.jenkins.plugins.spindelivery.engine.aws.bake.PackageFile.Source;
import io.jenkins.plugins.spindelivery.engine.event.EventSink;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.OperationFile;
import io.jenkins.plugins.spindelivery.engine.operation.Sealer;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** How files of packages are to be fetched, and what is refused before anything is. */
public class PackageReadingTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final List<String> fetched = new ArrayList<>();
    private final PackageSources sources = new PackageSources() {
        @Override
        public String account() {
            return "reader";
        }

        @Override
        public String region() {
            return "us-east-1";
        }

        @Override
        public boolean isRepository(String reference) {
            return reference.startsWith("github:") || reference.startsWith("https://api.github.com/");
        }

        @Override
        public Fetched fetch(String reference) {
            fetched.add(reference);
            return Fetched.of(reference, reference.getBytes(StandardCharsets.UTF_8));
        }
    };

    private BakeRequest complete(String bucket, Bakes bakes) {
        OperationFile file = new OperationFile(folder.getRoot().toPath().resolve("state"), Sealer.NONE);
        OperationContext context = new OperationContext(
                Clock.systemUTC(), Runnable::run, EventSink.NONE, name -> null, file, null, AwsAccounts.NONE, () -> {});
        return PackageReading.complete(bakes.request().packageFiles(PackageFiles.in(bucket)), sources, context);
    }

    private List<String> refused(String bucket, Bakes bakes) {
        List<String> codes = assertThrows(ProblemException.class, () -> complete(bucket, bakes)).problems().stream()
                .map(Problem::code)
                .toList();
        assertEquals("nothing is fetched before", List.of(), fetched);
        return codes;
    }

    @Test
    public void onlyWhatAsksForACredentialIsFetchedHere() {
        String url = "https://api.github.com/repos/acme/shop/contents/web_1.0_all.deb?ref=v1";
        PackageFiles files = complete(
                        "my-bucket",
                        Bakes.of()
                                .files(
                                        "s3://my-files/x/web_1.0_all.deb?versionId=7",
                                        "https://example.org/web%2B_1.0_all.deb",
                                        url))
                .packageFiles();
        assertEquals(
                List.of(Source.OBJECT, Source.URL, Source.STAGED),
                files.files().stream().map(PackageFile::source).toList());
        assertEquals(
                List.of("web_1.0_all.deb", "web+_1.0_all.deb", "web_1.0_all.deb"),
                files.files().stream().map(PackageFile::fileName).toList());
        assertEquals(List.of(url), fetched);
        PackageFile staged = files.files().get(2);
        assertEquals(BakeNames.digest(url), staged.digest().substring(0, 40));
        assertEquals(staged.digest(), staged.content());
        assertEquals("reader us-east-1 my-bucket", files.account() + " " + files.region() + " " + files.bucket());
    }

    @Test
    public void whatIsWrongIsSaidAllAtOnce() {
        assertEquals(
                List.of(
                        "aws.bake-artifact-name",
                        "aws.bake-artifact-name",
                        "aws.bake-artifact-no-bucket",
                        "artifact.url-query",
                        "artifact.url-credentials",
                        "artifact.address-metadata",
                        "artifact.reference-kind",
                        "artifact.s3-bucket-name"),
                refused(
                        "",
                        Bakes.of()
                                .files(
                                        "s3://b1b/web-1.0.rpm",
                                        "s3://b1b/web 1.0.deb",
                                        "github://acme/shop/web_1.0_all.deb",
                                        "https://example.org/web_1.0_all.deb?token=secret",
                                        "https://me:secret@example.org/web_1.0_all.deb",
                                        "http://169.254.169.254/web_1.0_all.deb",
                                        "web_1.0_all.deb",
                                        "s3://B/web_1.0_all.deb")));
        assertEquals(
                List.of("aws.bake-artifact-name"),
                refused("", Bakes.of().type(PackageType.RPM).files("s3://b1b/web_1.0_all.deb")));
        assertEquals(
                List.of("aws.bake-package-bucket"),
                refused("Not_A_Bucket", Bakes.of().files("github://acme/shop/web_1.0_all.deb")));
        assertEquals(
                "the rest of the request",
                List.of("aws.bake-base-os-unknown"),
                refused("my-bucket", Bakes.of().base("beos", "").files("github://acme/shop/web_1.0_all.deb")));
    }

    @Test
    public void theFirstFileNamesTheImageAndWhatItBringsIsNotInstalledTwice() {
        Bakes files = Bakes.of().named("", "1").files("s3://b/web_0.1-3_amd64.deb");
        assertEquals("web-amd64-1-ubuntu", BakeNames.image(files.recipe(), files.labels(), 0));
        assertEquals(
                "web-0.1", BakeNames.appVersion(files.recipe(), files.labels()).orElseThrow());
        BakeRecipe recipe = Bakes.of("web", "web_0.1-3_amd64", "web_0.2_amd64", "curl")
                .files("s3://b/web_0.1-3_amd64.deb")
                .recipe();
        assertEquals(
                List.of("web=0.2", "curl"),
                recipe.installed().stream()
                        .map(each -> each.installer(PackageType.DEB))
                        .toList());
    }

    @Test
    public void namesOfFilesAreReadFromAllForms() {
        assertEquals(
                "web_1.0_all.deb",
                ArtifactSources.fileName(
                        "https://gitlab.com/api/v4/projects/acme%2Fshop/repository/files/out%2Fweb_1.0_all.deb/raw?ref=v1"));
        assertEquals("web_1.0_all.deb", ArtifactSources.fileName("gitlab://acme/shop/-/out/web_1.0_all.deb?ref=a/b"));
    }
}
