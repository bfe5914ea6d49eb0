package io.jenkins.plugins.spindelivery.engine.kubernetes.kubeconfig;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.Config;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.TestKeys;
import io.jenkins.plugins.spindelivery.engine.kubernetes.kubeconfig.Kubeconfigs.Policy;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Credentials from programs, and client certificates. */
public class ExecTest {
    private static final Map<String, String> ENVIRONMENT =
            Map.of("PATH", System.getenv("PATH"), "GIVEN", "by-the-user");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Before
    public void needsAShell() {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")));
    }

    @Test
    public void tokenOfTheProgramIsUsed() throws Exception {
        program("echo '{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"kind\":\"ExecCredential\",\"status\":"
                + "{\"token\":\"'$1-$WHO-$GIVEN'\"}}'");
        String exec = "{apiVersion: client.authentication.k8s.io/v1, command: ./login, args: [prod],"
                + " env: [{name: WHO, value: jane}]}";
        Path file = folder.newFile("config").toPath();
        Files.writeString(
                file,
                "clusters: [{name: c, cluster: {server: 'https://h'}}]\nusers: [{name: u, user: {exec: " + exec
                        + "}}]\ncontexts: [{name: x, context: {cluster: c, user: u}}]\ncurrent-context: x\n");
        Config config = new Kubeconfigs(Policy.LOCAL, ENVIRONMENT, Clock.systemUTC()).load(file, "");
        assertEquals("prod-jane-by-the-user", config.getOauthTokenProvider().getToken());
    }

    @Test
    public void programIsToldWhatItIsAskedFor() throws Exception {
        program("printf '%s' \"$KUBERNETES_EXEC_INFO\" > info; cat > stdin; " + printToken("t", null));
        exec("./login").run();
        assertEquals(
                "{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"kind\":\"ExecCredential\","
                        + "\"spec\":{\"interactive\":false}}",
                Files.readString(root().resolve("info")));
        assertEquals("", Files.readString(root().resolve("stdin")));
    }

    @Test
    public void certificateOfTheProgramIsUsed() throws Exception {
        program("echo '{\"apiVersion\":\"client.authentication.k8s.io/v1beta1\",\"status\":"
                + "{\"clientCertificateData\":\"CERT\",\"clientKeyData\":\"KEY\"}}'");
        ExecCredential credential = exec("./login").run();
        assertNull(credential.token());
        assertEquals("CERT", decoded(credential.certificate()));
        assertEquals("KEY", decoded(credential.key()));
    }

    @Test
    public void tokenIsAskedForAgainWhenItExpiresOrIsRefused() throws Exception {
        program("n=$(cat n); n=$((n+1)); echo $n > n; " + printToken("t$n", "2030-01-01T00:00:00Z"));
        Files.writeString(root().resolve("n"), "0");
        Instant[] now = {Instant.parse("2029-12-31T23:59:59Z")};
        ExecToken token = new ExecToken(exec("./login"), clock(now));
        assertEquals("t1", token.getToken());
        assertEquals("t1", token.getToken());
        now[0] = Instant.parse("2030-01-01T00:00:00Z");
        assertEquals("t2", token.getToken());
        now[0] = Instant.parse("2029-12-31T23:59:59Z");
        assertTrue(token.renew("t2"));
        assertEquals("t3", token.getToken());
        assertTrue("another thread was faster", token.renew("t2"));
        assertEquals("t3", token.getToken());
    }

    @Test
    public void troubleWithProgramsIsToldApart() throws Exception {
        assertTrouble("", "exec-no-command", "u");
        assertTrouble("no-such-program-anywhere", "exec-missing", "u", "no-such-program-anywhere");
        program("echo s3cret; exit 7");
        assertTrouble("./login", "exec-failed", "u", "./login", "7");
        program("echo 'not json s3cret'");
        assertTrouble("./login", "exec-no-credential", "u", "./login");
        program("echo '{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{}}'");
        assertTrouble("./login", "exec-no-credential", "u", "./login");
        program("echo '{\"apiVersion\":\"v1\",\"status\":{\"token\":\"s3cret\"}}'");
        assertTrouble("./login", "exec-no-credential", "u", "./login");
        program(printToken("s3cret", "tomorrow"));
        assertTrouble("./login", "exec-no-credential", "u", "./login");
    }

    @Test
    public void hintOfTheKubeconfigIsShownWhenTheProgramIsMissing() {
        ObjectNode exec = JsonNodeFactory.instance.objectNode().put("command", "no-such-program-anywhere");
        exec.put("installHint", "See https://example.com/install");
        ProblemException e = assertThrows(ProblemException.class, () -> program(exec, Duration.ofMinutes(1))
                .run());
        assertTrue(e.getMessage(), e.getMessage().endsWith("See https://example.com/install"));
    }

    @Test
    public void programThatWantsATerminalIsNotStarted() {
        ObjectNode exec = JsonNodeFactory.instance.objectNode().put("command", "./login");
        exec.put("interactiveMode", "Always");
        assertTrouble(program(exec, Duration.ofMinutes(1)), "exec-interactive", "u", "./login");
    }

    @Test
    public void programThatHangsIsEndedWithItsChildren() throws Exception {
        program("sleep 600 & echo $! > child; wait");
        ObjectNode exec = JsonNodeFactory.instance.objectNode().put("command", "./login");
        assertTrouble(program(exec, Duration.ofSeconds(2)), "exec-timeout", "u", "./login", "2");
        long child = Long.parseLong(Files.readString(root().resolve("child")).strip());
        ProcessHandle.of(child).ifPresent(left -> left.onExit().join());
    }

    @Test
    public void credentialIsNeverInWords() {
        ExecCredential credential = new ExecCredential("s3cret", "s3cret", "s3cret", Instant.EPOCH);
        assertFalse(credential.toString().contains("s3cret"));
    }

    @Test
    public void clientCertificateHasToBeValidToday() throws Exception {
        TestKeys keys = TestKeys.make(root(), "deployer", "-keyalg", "EC", "-validity", "10");
        String text = "clusters: [{name: c, cluster: {server: 'https://h'}}]\nusers: [{name: u, user: {"
                + "client-certificate-data: " + keys.certificateData() + ", client-key-data: " + keys.keyData()
                + "}}]\ncontexts: [{name: x, context: {cluster: c, user: u}}]\ncurrent-context: x\n";
        Instant today = Instant.now();
        Instant[] now = {today};
        Kubeconfigs kubeconfigs = new Kubeconfigs(Policy.CREDENTIAL, Map.of(), clock(now));
        assertEquals(keys.certificateData(), kubeconfigs.load("k", text, "").getClientCertData());
        now[0] = today.plus(Duration.ofDays(11));
        ProblemException late = assertThrows(ProblemException.class, () -> kubeconfigs.load("k", text, ""));
        assertEquals(
                "kubernetes.kubeconfig-certificate-expired",
                late.problems().get(0).code());
        assertEquals(Category.ACCESS, late.category());
        now[0] = today.minus(Duration.ofDays(1));
        ProblemException early = assertThrows(ProblemException.class, () -> kubeconfigs.load("k", text, ""));
        assertEquals(
                "kubernetes.kubeconfig-certificate-early",
                early.problems().get(0).code());
    }

    private Path root() {
        return folder.getRoot().toPath();
    }

    private void program(String script) throws Exception {
        Path file = root().resolve("login");
        Files.writeString(file, "#!/bin/sh\ncd '" + root() + "'\n" + script + "\n");
        assertTrue(file.toFile().setExecutable(true));
    }

    private ExecProgram exec(String command) {
        return program(JsonNodeFactory.instance.objectNode().put("command", command), Duration.ofMinutes(1));
    }

    private ExecProgram program(ObjectNode exec, Duration timeout) {
        ObjectNode user = JsonNodeFactory.instance.objectNode();
        user.set("exec", exec);
        return new ExecProgram(new Kubeconfig.Entry("u", user, "k", root()), ENVIRONMENT, timeout);
    }

    private static String printToken(String token, String expires) {
        String until = expires == null ? "" : ",\"expirationTimestamp\":\"" + expires + "\"";
        return "echo '{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{\"token\":\"'" + token + "'\""
                + until + "}}'";
    }

    private void assertTrouble(String command, String code, String... arguments) {
        assertTrouble(exec(command), code, arguments);
    }

    private static void assertTrouble(ExecProgram program, String code, String... arguments) {
        ProblemException e = assertThrows(ProblemException.class, program::run);
        Problem problem = e.problems().get(0);
        assertEquals("kubernetes.kubeconfig-" + code, problem.code());
        assertEquals(List.of(arguments), problem.arguments());
        assertEquals("k", problem.where());
        assertFalse(e.getMessage(), e.getMessage().contains("s3cret"));
    }

    private static String decoded(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    private static Clock clock(Instant[] now) {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now[0];
            }
        };
    }
}
