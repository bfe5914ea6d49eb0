package io.jenkins.plugins.spindelivery.cli.run;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;

import io.jenkins.plugins.spindelivery.engine.artifact.AccessToken;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What {@code --artifact-source} says. */
public class ArtifactSourceArgumentTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private static String refused(String argument) {
        return refused(() -> ArtifactSourceArgument.parse(argument));
    }

    private static String refused(Runnable work) {
        ProblemException refused = assertThrows(ProblemException.class, work::run);
        assertFalse(refused.getMessage().contains("hunter2"));
        return refused.problems().get(0).code();
    }

    @Test
    public void aTokenIsWhereTheArgumentSays() throws IOException {
        ArtifactSourceArgument variable =
                ArtifactSourceArgument.parse("github,url=https://git.example,token-env=TOKEN");
        assertEquals(AccessToken.of("hunter2"), variable.token(Map.of("TOKEN", "hunter2\n")));
        assertEquals("cli.artifact-source-variable", refused(() -> variable.token(Map.of("TOKEN", " "))));
        Path file = folder.newFile().toPath();
        Files.writeString(file, "hunter2\n");
        assertEquals(
                AccessToken.of("hunter2"),
                ArtifactSourceArgument.parse("gitlab,token-file=" + file).token(Map.of()));
        ArtifactSourceArgument missing = ArtifactSourceArgument.parse("gitlab,token-file=" + file + "x");
        assertEquals("cli.artifact-source-file", refused(() -> missing.token(Map.of())));
        assertEquals(AccessToken.NONE, ArtifactSourceArgument.parse("github").token(Map.of()));
    }

    @Test
    public void bucketsAreReadWithAProfileOfAws() {
        assertEquals(
                new AwsProfile("prod", "arn:aws:iam::1:role/r", "x", "http://localhost:1"),
                ArtifactSourceArgument.parse(
                                "s3,profile=prod,region=eu-west-1,role-arn=arn:aws:iam::1:role/r,external-id=x,"
                                        + "endpoint-url=http://localhost:1")
                        .profile());
    }

    @Test
    public void whatIsWrongIsSaidAtOnceAndNothingSecret() {
        assertEquals("cli.artifact-source-type", refused("bitbucket,url=https://x"));
        assertEquals("cli.artifact-source-key", refused("github,hunter2"));
        assertEquals("cli.artifact-source-key", refused("github,profile=x"));
        assertEquals("cli.artifact-source-key", refused("s3,token-env=X"));
        assertEquals("cli.artifact-source-twice", refused("s3,region=a,region=b"));
        assertEquals("cli.artifact-source-credential", refused("github,token-env=A,token-file=b"));
        assertEquals("artifact.repository-url", refused("github,url=https://me:hunter2@git.example"));
    }
}
