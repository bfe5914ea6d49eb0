package io.jenkins.plugins.spindelivery.cli.run;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;

import io.jenkins.plugins.spindelivery.engine.canary.metrics.MetricSourceSpec;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class MetricSourceArgumentTest {
    private static final String SECRET = "s3cr3t";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private static String wrong(String argument) {
        ProblemException problem =
                assertThrows(argument, ProblemException.class, () -> MetricSourceArgument.parse(argument));
        assertFalse(problem.getMessage(), problem.getMessage().contains(SECRET));
        return problem.problems().get(0).code();
    }

    @Test
    public void theShortestFormIsTypeAndAddress() {
        MetricSourceSpec spec =
                MetricSourceArgument.parse("prometheus,http://prometheus:9090/").spec(Map.of());
        assertEquals(MetricSourceSpec.of("prometheus", "prometheus", "http://prometheus:9090"), spec);
    }

    @Test
    public void allPartsAreTakenAndComeBackAsText() throws IOException {
        Path password = folder.newFile("password").toPath();
        Files.writeString(password, SECRET + "\n");
        String text = "numbers=json,https://x/api,limit=3,password-file=" + password + ",timeout=5s,user=anna";
        MetricSourceArgument argument = MetricSourceArgument.parse(text);
        assertEquals(text, argument.toString());
        assertEquals("numbers", argument.name());
        MetricSourceSpec spec = argument.spec(Map.of());
        assertEquals("json", spec.type());
        assertEquals(3, spec.limit());
        assertEquals(Duration.ofSeconds(5), spec.timeout());
        assertEquals("some", spec.authorization().toString());
        assertFalse(spec.toString().contains(SECRET));
    }

    @Test
    public void aTokenComesFromTheEnvironment() {
        MetricSourceArgument argument = MetricSourceArgument.parse("prometheus,http://x,token-env=TOKEN");
        assertEquals(
                "some", argument.spec(Map.of("TOKEN", SECRET)).authorization().toString());
        ProblemException missing = assertThrows(ProblemException.class, () -> argument.spec(Map.of()));
        assertEquals(
                "The secret of the metric source prometheus is not there: the environment variable TOKEN is not set,"
                        + " or is empty.",
                missing.getMessage());
    }

    @Test
    public void aRelativeFileBecomesAbsolute() {
        String text = MetricSourceArgument.parse("prometheus,http://x,token-file=token")
                .toString();
        assertEquals(
                "prometheus=prometheus,http://x,token-file="
                        + Path.of("token").toAbsolutePath().normalize(),
                text);
    }

    @Test
    public void whatIsWrongIsToldWithoutSecrets() {
        assertEquals("cli.metric-source-form", wrong("http://anna:" + SECRET + "@x"));
        assertEquals("cli.metric-source-type", wrong("graphite,http://x"));
        assertEquals("cli.metric-source-type", wrong("=prometheus,http://x"));
        assertEquals("canary.source-address", wrong("prometheus,x:9090"));
        assertEquals("canary.source-address-user", wrong("prometheus,http://anna:" + SECRET + "@x"));
        assertEquals("cli.metric-source-key", wrong("prometheus,http://x," + SECRET));
        assertEquals("cli.metric-source-key", wrong("prometheus,http://x,token=" + SECRET));
        assertEquals("cli.metric-source-twice", wrong("prometheus,http://x,limit=1,limit=2"));
        for (String credential :
                List.of("token-env=A,token-file=b", "user=a", "password-env=A", "user=a,token-env=B")) {
            assertEquals("cli.metric-source-credential", wrong("prometheus,http://x," + credential));
        }
    }

    @Test
    public void limitsAndFilesAreCheckedWhenTheyAreUsed() {
        for (String option : List.of("limit=many", "limit=0", "timeout=soon", "timeout=1h", "ca-file=/nowhere")) {
            MetricSourceArgument argument = MetricSourceArgument.parse("prometheus,https://x," + option);
            assertThrows(option, ProblemException.class, () -> argument.spec(Map.of()));
        }
    }
}
