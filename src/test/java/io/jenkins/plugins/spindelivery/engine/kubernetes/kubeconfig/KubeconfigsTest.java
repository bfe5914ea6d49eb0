package io.jenkins.plugins.spindelivery.engine.kubernetes.kubeconfig;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeFalse;

import io.fabric8.kubernetes.client.Config;
import io.jenkins.plugins.spindelivery.engine.kubernetes.kubeconfig.Kubeconfigs.Policy;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;
import org.junit.rules.TemporaryFolder;

/** Which configuration comes of which kubeconfig, and what is told about a wrong one. */
public class KubeconfigsTest {
    private static final String TOKEN = "user: {token: s3cret}";
    private static final String SERVER = "cluster: {server: 'https://api.example.com:6443'}";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void tokenServerAndNamespaceAreTaken() {
        Config config = load(kubeconfig(SERVER, TOKEN));
        assertEquals("https://api.example.com:6443/", config.getMasterUrl());
        assertEquals("s3cret", config.getOauthToken());
        assertEquals("shop", config.getNamespace());
        assertEquals(Integer.valueOf(0), config.getRequestRetryBackoffLimit());
        assertFalse(config.isTrustCerts());
    }

    @Test
    public void scalarsAreTextWhateverTheyLookLike() {
        assertEquals("0123", load(kubeconfig(SERVER, "user: {token: 0123}")).getOauthToken());
        assertEquals("yes", load(kubeconfig(SERVER, "user: {token: yes}")).getOauthToken());
    }

    @Test
    public void jsonIsReadToo() {
        String json =
                "{\"current-context\":\"c\",\"contexts\":[{\"name\":\"c\",\"context\":{\"cluster\":\"a\",\"user\":"
                        + "\"b\"}}],\"clusters\":[{\"name\":\"a\",\"cluster\":{\"server\":\"https://h\"}}],"
                        + "\"users\":[{\"name\":\"b\",\"user\":{\"token\":\"t\"}}]}";
        assertEquals("default", load(json).getNamespace());
    }

    @Test
    public void contextIsChosenByName() {
        String two = kubeconfig(SERVER, TOKEN) + "- name: other\n  context: {cluster: c, user: u, namespace: bar}\n";
        assertEquals("bar", local().load("k", two, "other").getNamespace());
        assertEquals("shop", local().load("k", two, "").getNamespace());
    }

    @Test
    public void userPasswordImpersonationAndProxyAreTaken() {
        Config config = load(
                kubeconfig(
                        "cluster: {server: 'https://h', proxy-url: 'http://proxy:3128', insecure-skip-tls-verify: true}",
                        "user: {username: jane, password: pw, as: deployer, as-groups: [ops, dev], as-user-extra: {team: [a]}}"));
        assertEquals("jane", config.getUsername());
        assertEquals("pw", config.getPassword());
        assertEquals("deployer", config.getImpersonateUsername());
        assertArrayEquals(new String[] {"ops", "dev"}, config.getImpersonateGroups());
        assertEquals(Map.of("team", List.of("a")), config.getImpersonateExtras());
        assertEquals("http://proxy:3128", config.getHttpsProxy());
        assertTrue(config.isTrustCerts());
    }

    @Test
    public void environmentAndSystemPropertiesChangeNothing() {
        Map<String, String> surprises = Map.of(
                "kubernetes.auth.token", "surprise",
                "kubernetes.auth.basic.username", "surprise",
                "kubernetes.master", "https://surprise",
                "kubernetes.namespace", "surprise",
                "kubernetes.trust.certificates", "true",
                "https.proxy", "http://surprise:1");
        surprises.forEach(System::setProperty);
        try {
            Map<String, String> environment = Map.of("HTTPS_PROXY", "http://surprise:1");
            Kubeconfigs kubeconfigs = new Kubeconfigs(Policy.LOCAL, environment, Clock.systemUTC());
            Config config = kubeconfigs.load("k", kubeconfig(SERVER, TOKEN), "");
            assertEquals("s3cret", config.getOauthToken());
            assertNull(config.getUsername());
            assertEquals("https://api.example.com:6443/", config.getMasterUrl());
            assertEquals("shop", config.getNamespace());
            assertFalse(config.isTrustCerts());
            assertNull(config.getHttpsProxy());
        } finally {
            surprises.keySet().forEach(System::clearProperty);
        }
    }

    /** Each: the kubeconfig, who has to act, the code, the text's arguments. */
    @Test
    public void wrongKubeconfigsAreToldWhatIsWrong() {
        assertWrong("", Category.INPUT, "empty", "k");
        assertWrong(" \n", Category.INPUT, "empty", "k");
        assertWrong("just text", Category.INPUT, "not-map", "k");
        assertWrong("- a\n- b", Category.INPUT, "not-map", "k");
        assertWrong("a: b\n  c: [", Category.INPUT, "bad-yaml", "k:2");
        assertWrong("? [a, b]\n: c", Category.INPUT, "bad-yaml", "k:1");
        assertWrong("a: &x\n  b: *x", Category.INPUT, "bad-yaml", "k:1");
        assertWrong("users: []", Category.INPUT, "no-contexts", "k");
        String plain = kubeconfig(SERVER, TOKEN);
        assertWrong(plain.replace("current-context: prod", ""), Category.INPUT, "no-current-context", "k", "prod");
        assertWrong(
                plain.replace("current-context: prod", "current-context: prd"),
                Category.INPUT,
                "unknown-context-near",
                "k",
                "prd",
                "prod",
                "prod");
        assertWrong(
                plain.replace("current-context: prod", "current-context: elsewhere"),
                Category.INPUT,
                "unknown-context",
                "k",
                "elsewhere",
                "prod");
        assertWrong(plain.replace("user: u,", ""), Category.INPUT, "context-lacks", "k", "prod", "user");
        assertWrong(
                plain.replace("user: u,", "user: w,"),
                Category.INPUT,
                "context-dangles",
                "k",
                "prod",
                "user",
                "w",
                "u");
        assertWrong(
                plain.replace("cluster: c,", "cluster: d,"),
                Category.INPUT,
                "context-dangles",
                "k",
                "prod",
                "cluster",
                "d",
                "c");
    }

    @Test
    public void wrongClustersAreToldWhatIsWrong() {
        assertWrongCluster("{}", "no-server", "c");
        assertWrongCluster("{server: 'api.example.com:6443'}", "bad-server", "c", "api.example.com:6443");
        assertWrongCluster("{server: 'ftp://h'}", "bad-server", "c", "ftp://h");
        assertWrongCluster("{server: 'https://h?x=1'}", "bad-server", "c", "https://h?x=1");
        assertWrongCluster("{server: 'https:// h'}", "bad-server", "c", "https:// h");
        assertWrongCluster(
                "{server: 'https://h', proxy-url: 'socks5://jane:pw@p:1'}", "bad-proxy", "c", "socks5://p:1");
        assertWrongCluster("{server: 'https://h', tls-server-name: other}", "tls-server-name", "c", "other");
        assertWrongCluster(
                "{server: 'https://h', certificate-authority-data: '%%%'}",
                "not-base64", "c", "certificate-authority-data");
        assertWrongCluster(
                "{server: 'https://h', certificate-authority-data: aGVsbG8=}",
                "not-certificate",
                "c",
                "certificate-authority");
        assertWrongCluster(
                "{server: 'https://h', certificate-authority-data: aGVsbG8=, insecure-skip-tls-verify: true}",
                "insecure-with-authority",
                "c");
    }

    @Test
    public void usersWithoutUsableCredentialsAreRefused() {
        assertWrongUser("{}", Category.ACCESS, "no-credentials", "u");
        assertWrongUser("", Category.ACCESS, "no-credentials", "u");
        assertWrongUser("{token: ''}", Category.ACCESS, "no-credentials", "u");
        assertWrongUser("{token: null}", Category.ACCESS, "no-credentials", "u");
        assertWrongUser("{as: admin}", Category.ACCESS, "no-credentials", "u");
        assertWrongUser("{username: jane}", Category.INPUT, "half-password", "u");
        assertWrongUser(
                "{token: t, username: jane, password: p}", Category.INPUT, "two-credentials", "u", "token, username");
        assertWrongUser("{client-certificate-data: aGVsbG8=}", Category.INPUT, "half-certificate", "u");
        assertWrongUser(
                "{client-certificate-data: aGVsbG8=, client-key-data: aGVsbG8=}",
                Category.INPUT,
                "not-certificate",
                "u",
                "client-certificate");
        assertWrongUser("{auth-provider: {name: gcp}}", Category.INPUT, "auth-provider", "u");
        assertWrongUser("{token: t, as-uid: '1'}", Category.INPUT, "as-uid", "u");
        assertWrongUser("{token: t, as-groups: [a]}", Category.INPUT, "as-missing", "u");
    }

    @Test
    public void storedCredentialMayNeitherReadFilesNorRunPrograms() {
        Kubeconfigs stored = new Kubeconfigs(Policy.CREDENTIAL, Map.of(), Clock.systemUTC());
        assertEquals("s3cret", stored.load("id", kubeconfig(SERVER, TOKEN), "").getOauthToken());
        for (String key : List.of("client-certificate", "client-key", "tokenFile")) {
            String text = kubeconfig(SERVER, "user: {" + key + ": /etc/passwd}");
            assertProblem(() -> stored.load("id", text, ""), Category.INPUT, "path-refused", "id", "u", key);
        }
        String authority = kubeconfig("cluster: {server: 'https://h', certificate-authority: /etc/passwd}", TOKEN);
        assertProblem(
                () -> stored.load("id", authority, ""),
                Category.INPUT,
                "path-refused",
                "id",
                "c",
                "certificate-authority");
        String exec = kubeconfig(SERVER, "user: {exec: {command: touch, args: [" + folder.getRoot() + "/ran]}}");
        assertProblem(() -> stored.load("id", exec, ""), Category.INPUT, "exec-refused", "id", "u", "exec");
        assertFalse(Files.exists(folder.getRoot().toPath().resolve("ran")));
    }

    @Test
    public void noMessageShowsWhatItQuotes() {
        for (String text : List.of("token: [s3cret\nb: c", "a: b\n s3cret: {", "s3cret")) {
            ProblemException e = assertThrows(ProblemException.class, () -> load(text));
            StringBuilder told = new StringBuilder();
            for (Throwable at = e; at != null; at = at.getCause()) {
                told.append(at);
            }
            assertFalse(told.toString(), told.toString().contains("s3cret"));
        }
    }

    @Test
    public void filesAreFoundBesideTheKubeconfig() throws IOException {
        Path tokens = folder.newFolder("tokens").toPath();
        Files.writeString(tokens.resolve("deployer"), "t1\n");
        Path file = write("config", kubeconfig(SERVER, "user: {token: old, tokenFile: tokens/deployer}"));
        Config config = local().load(file, "");
        assertNull("the file wins over a token beside it", config.getOauthToken());
        assertEquals("t1", config.getOauthTokenProvider().getToken());
    }

    @Test
    public void tokenFileIsReadAgainWhenItsTokenIsRefused() throws IOException {
        Path token = folder.newFile("token").toPath();
        Files.writeString(token, "t1");
        TokenFile file = new TokenFile(token, "k");
        assertEquals("t1", file.getToken());
        assertFalse("nothing new there", file.renew("t1"));
        Files.writeString(token, "t2");
        assertEquals("read once", "t1", file.getToken());
        assertTrue(file.renew("t1"));
        assertEquals("t2", file.getToken());
        Files.writeString(token, "t3");
        assertTrue("another thread was faster", file.renew("t1"));
        assertEquals("t2", file.getToken());
    }

    @Test
    public void troubleWithFilesIsToldApart() throws IOException {
        Path missing = folder.getRoot().toPath().resolve("nowhere");
        assertProblem(() -> local().load(missing, ""), Category.INPUT, "missing", "", missing.toString());
        Path directory = folder.newFolder("dir").toPath();
        ProblemException e = assertThrows(ProblemException.class, () -> local().load(directory, ""));
        assertEquals("kubernetes.kubeconfig-unreadable", e.problems().get(0).code());
        Path file = write("config", kubeconfig(SERVER, "user: {tokenFile: gone}"));
        assertProblem(
                () -> local().load(file, ""),
                Category.ACCESS,
                "named-missing",
                file.toString(),
                file.resolveSibling("gone").toString());
        Files.writeString(file.resolveSibling("gone"), "  \n");
        assertProblem(
                () -> local().load(file, ""),
                Category.ACCESS,
                "token-file-empty",
                file.toString(),
                file.resolveSibling("gone").toString());
    }

    @Test
    public void fileOfAnotherUserIsToldSo() throws IOException {
        Path file = write("config", kubeconfig(SERVER, TOKEN));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        assumeFalse("root may read everything", Files.isReadable(file));
        assertProblem(() -> local().load(file, ""), Category.INPUT, "denied", "", file.toString());
    }

    @Test
    public void severalFilesAreReadAsOne() throws IOException {
        Path first = write(
                "first",
                "current-context: prod\n"
                        + "contexts: [{name: prod, context: {cluster: c, user: u, namespace: one}}]\n"
                        + "clusters: [{name: c, cluster: {server: 'https://first'}}]\n");
        Path second =
                write("second", kubeconfig(SERVER, TOKEN).replace("current-context: prod", "current-context: no"));
        String variable = String.join(File.pathSeparator, first.toString(), "/no/such/file", second.toString());
        Config config =
                new Kubeconfigs(Policy.LOCAL, Map.of("KUBECONFIG", variable), Clock.systemUTC()).loadDefault("");
        assertEquals("https://first/", config.getMasterUrl());
        assertEquals("one", config.getNamespace());
        assertEquals("s3cret", config.getOauthToken());
    }

    @Test
    public void defaultIsTheHomeFolders() throws IOException {
        Path home = folder.getRoot().toPath();
        Path file = home.resolve(".kube/config");
        Kubeconfigs kubeconfigs = new Kubeconfigs(Policy.LOCAL, Map.of("HOME", home.toString()), Clock.systemUTC());
        assertProblem(() -> kubeconfigs.loadDefault(""), Category.INPUT, "none", "", file.toString());
        Files.createDirectories(file.getParent());
        Files.writeString(file, kubeconfig(SERVER, TOKEN));
        assertEquals("s3cret", kubeconfigs.loadDefault("").getOauthToken());
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.getRoot().toPath().resolve(name), text);
    }

    private static String kubeconfig(String cluster, String user) {
        return "clusters:\n- name: c\n  " + cluster + "\nusers:\n- name: u\n  " + user + "\ncurrent-context: prod\n"
                + "contexts:\n- name: prod\n  context: {cluster: c, user: u, namespace: shop}\n";
    }

    private static Kubeconfigs local() {
        return new Kubeconfigs(Policy.LOCAL, Map.of(), Clock.systemUTC());
    }

    private static Config load(String text) {
        return local().load("k", text, "");
    }

    private static void assertWrong(String text, Category category, String code, String... whereAndArguments) {
        assertProblem(() -> load(text), category, code, whereAndArguments);
    }

    private static void assertWrongCluster(String cluster, String code, String... arguments) {
        assertProblem(() -> load(kubeconfig("cluster: " + cluster, TOKEN)), Category.INPUT, code, withPlace(arguments));
    }

    private static void assertWrongUser(String user, Category category, String code, String... arguments) {
        assertProblem(() -> load(kubeconfig(SERVER, "user: " + user)), category, code, withPlace(arguments));
    }

    private static String[] withPlace(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "k";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return all;
    }

    private static void assertProblem(
            ThrowingRunnable load, Category category, String code, String... whereAndArguments) {
        ProblemException e = assertThrows(ProblemException.class, load);
        Problem problem = e.problems().get(0);
        assertEquals("kubernetes.kubeconfig-" + code, problem.code());
        assertEquals(code, category, e.category());
        assertEquals(code, whereAndArguments[0], problem.where());
        List<String> arguments = List.of(whereAndArguments).subList(1, whereAndArguments.length);
        assertEquals(code, arguments, problem.arguments());
        assertFalse("no text: " + problem.message(), problem.message().startsWith("kubernetes."));
    }
}
