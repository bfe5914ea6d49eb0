package io.jenkins.plugins.spindelivery.engine.kubernetes.kubeconfig;

import static org.junit.Assert.assertEquals;

import io.fabric8.kubernetes.client.Config;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.TestKeys;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Test;

/**
 * What a user is told about each kubeconfig, word for word: on the own machine as the file {@code F/config}, and, where
 * it differs, as a stored credential. "ok" stands for a usable one, {@literal @} for the place that the message names.
 */
public class KubeconfigTableTest extends KubeconfigTable {
    private static final String EXEC_REFUSED = "INPUT @: The user u gets its credential by running a program (exec)."
            + " From a stored credential that is refused, because it would run on the controller."
            + " Use a token or a client certificate, such as those of a service account.";
    private static final String BAD_YAML =
            ": The kubeconfig is not well-formed YAML here. The line is not shown because it may hold a credential.";
    private static final String NOT_MAP =
            "INPUT @: This is no kubeconfig: it has to be a map with clusters, users and contexts.";

    @Before
    public void writeWhatKubeconfigsName() throws IOException {
        write("token", "s3cret");
        write("token-line", "s3cret\r\n");
        write("token-empty", " \n");
        write("token-two", "s3cret\ns3cret\n");
        write("token-binary", "s3cret\u0000\u00FF");
        write("garbage.pem", "s3cret");
        Files.createDirectories(path("directory"));
    }

    @Test
    public void contexts() {
        row(plain(), "ok");
        row(
                plain().replace("current-context: prod\n", ""),
                "INPUT @: The kubeconfig names no current context. Choose one by --context: prod.");
        row(
                plain().replace("current-context: prod", "current-context: ''"),
                "INPUT @: The kubeconfig names no current context. Choose one by --context: prod.");
        row(
                plain().replace("current-context: prod", "current-context: porduction"),
                "INPUT @: There is no context porduction. Known: prod.");
        row(
                plain().replace("current-context: prod", "current-context: prdo"),
                "INPUT @: There is no context prdo. Did you mean prod? Known: prod.");
        row(
                plain().replace("cluster: c, ", ""),
                "INPUT @: The context prod names no cluster. Complete it: a context needs a cluster and a user.");
        row(
                plain().replace("user: u, ", ""),
                "INPUT @: The context prod names no user. Complete it: a context needs a cluster and a user.");
        row(
                plain().replace("cluster: c, ", "cluster: [s3cret], "),
                "INPUT @: The value of cluster of prod has to be a text, not a map or a list.");
        row(
                plain().replace("cluster: c, ", "cluster: d, "),
                "INPUT @: The context prod names the cluster d, which is not there. Known: c.");
        row(
                plain().replace("user: u, ", "user: v, "),
                "INPUT @: The context prod names the user v, which is not there. Known: u.");
        row("clusters: []\ncontexts: []\n", "INPUT @: The kubeconfig has no contexts. Is it one?");
        row("contexts: prod\ncurrent-context: prod\n", "INPUT @: The kubeconfig has no contexts. Is it one?");
        row(
                plain().replace("- name: u\n", "- Name: u\n"),
                "INPUT @: The context prod names the user u, which is not there. Known: -.");
    }

    @Test
    public void namesAndKeysThatStandTwice() {
        String two = "INPUT @: There are two entries of the kind %s with the name %s in this file."
                + " Rename or remove one, so that it is clear which counts.";
        row(plain().replace("users:\n", "users:\n- name: u\n  user: {token: other}\n"), two.formatted("user", "u"));
        row(plain().replace("clusters:\n", "clusters:\n- name: c\n"), two.formatted("cluster", "c"));
        row(plain().replace("contexts:\n", "contexts:\n- name: prod\n"), two.formatted("context", "prod"));
        row(
                plain() + "users: []\n",
                "INPUT @:11: The key users stands twice in the same map. Remove one, so that it is clear which counts.");
        row(
                kubeconfig(CLUSTER, "{token: s3cret, token: other}"),
                "INPUT @:6: The key token stands twice in the same map. Remove one, so that it is clear which counts.");
        row(
                kubeconfig(CLUSTER, "{<<: {token: s3cret}}"),
                "INPUT @:6: A merge key (<<) is not supported in a kubeconfig. Write out what it stands for.");
        row(plain().replace("{token: s3cret}", "&u {token: s3cret}") + "- name: x\n  context: {x: *u}\n", "ok");
    }

    @Test
    public void programsAndProviders() {
        row(
                kubeconfig(CLUSTER, "{exec: {apiVersion: client.authentication.k8s.io/v1, command: no-such-program}}"),
                "ACCESS @: The program no-such-program, which gets the credential of the user u, can't be started."
                        + " Install it, or check the PATH.",
                EXEC_REFUSED);
        row(
                kubeconfig(CLUSTER, "{exec: {command: no-such-program, installHint: Ask ops.}}"),
                "ACCESS @: The program no-such-program, which gets the credential of the user u, can't be started."
                        + " Install it, or check the PATH. Ask ops.",
                EXEC_REFUSED);
        row(
                kubeconfig(CLUSTER, "{exec: {args: [s3cret]}}"),
                "INPUT @: The exec entry of the user u has no command.",
                EXEC_REFUSED);
        row(
                kubeconfig(CLUSTER, "{exec: s3cret}"),
                "INPUT @: The exec entry of the user u has no command.",
                EXEC_REFUSED);
        row(
                kubeconfig(CLUSTER, "{auth-provider: {name: oidc, config: {id-token: s3cret}}}"),
                "INPUT @: The user u logs in by an auth-provider, which kubectl itself dropped in 1.26."
                        + " Use a token, a client certificate, or (on your own machine) exec.");
    }

    @Test
    public void tokens() {
        row(kubeconfig(CLUSTER, "{token: \"  s3cret\\n\"}"), "ok");
        row(
                kubeconfig(CLUSTER, "{token: \"s3cret\\ns3cret\"}"),
                "INPUT @: The value of token of u has characters that no request can carry, such as a line break."
                        + " Paste it once more, in one line.");
        row(
                kubeconfig(CLUSTER, "{token: s3cr\u00E9t}"),
                "INPUT @: The value of token of u has characters that no request can carry, such as a line break."
                        + " Paste it once more, in one line.");
        row(
                kubeconfig(CLUSTER, "{token: [s3cret]}"),
                "INPUT @: The value of token of u has to be a text, not a map or a list.");
        row(
                kubeconfig(CLUSTER, "{}"),
                "ACCESS @: The user u has no credentials, so the server would see an anonymous request."
                        + " Give it a token, a client certificate with its key, or exec.");
        String refused = refusedPath("tokenFile", "u");
        row(kubeconfig(CLUSTER, "{tokenFile: token}"), "ok", refused);
        row(kubeconfig(CLUSTER, "{tokenFile: ./directory/../token-line}"), "ok", refused);
        row(kubeconfig(CLUSTER, "{tokenFile: F/token}"), "ok", refused);
        row(
                kubeconfig(CLUSTER, "{tokenFile: gone}"),
                "ACCESS @: The kubeconfig names the file F/gone, which is not there.",
                refused);
        row(
                kubeconfig(CLUSTER, "{tokenFile: token-empty}"),
                "ACCESS @: The token file F/token-empty is empty.",
                refused);
        row(
                kubeconfig(CLUSTER, "{tokenFile: directory}"),
                "ACCESS @: The kubeconfig names the file F/directory, which can't be read: Is a directory.",
                refused);
        for (String file : List.of("token-two", "token-binary")) {
            row(
                    kubeconfig(CLUSTER, "{tokenFile: " + file + "}"),
                    "ACCESS @: The token file F/" + file
                            + " holds more than a token: it has line breaks or characters that no request can carry.",
                    refused);
        }
        row(
                kubeconfig(CLUSTER, "{tokenFile: \"a\\0b\"}"),
                "INPUT @: The value of tokenFile of u is not the path of a file.",
                refused);
    }

    @Test
    public void certificates() throws Exception {
        TestKeys keys = TestKeys.make(folder.getRoot().toPath(), "client", "-keyalg", "EC", "-validity", "2");
        TestKeys expired = TestKeys.make(
                folder.getRoot().toPath(),
                "expired",
                "-keyalg",
                "EC",
                "-startdate",
                "2020/01/02 03:04:05",
                "-validity",
                "1");
        TestKeys early = TestKeys.make(
                folder.getRoot().toPath(),
                "early",
                "-keyalg",
                "EC",
                "-startdate",
                "2120/01/02 03:04:05",
                "-validity",
                "1");
        write("client.crt", decoded(keys.certificateData()));
        write("client.key", decoded(keys.keyData()));
        row(kubeconfig(CLUSTER, data(keys, keys)), "ok");
        row(
                kubeconfig(CLUSTER, "{client-certificate: client.crt, client-key: client.key}"),
                "ok",
                refusedPath("client-certificate", "u"));
        row(
                kubeconfig(CLUSTER, data(expired, expired)),
                "ACCESS @: The client certificate of the user u expired on " + instant("2020-01-03T03:04:05")
                        + ". Get a new kubeconfig from the cluster's administrator.");
        row(
                kubeconfig(CLUSTER, data(early, early)),
                "ACCESS @: The client certificate of the user u is valid only from " + instant("2120-01-02T03:04:05")
                        + " on. Check the clock of this machine.");
        row(
                kubeconfig(CLUSTER, data(keys, expired)),
                "ACCESS https://h:6443/: The client key does not belong to the client certificate of this account."
                        + " Take both from the same kubeconfig.");
        for (String key : List.of("client-certificate", "client-key")) {
            row(
                    kubeconfig(CLUSTER, "{client-certificate: client.crt, client-key: client.key}")
                            .replace(key + ": client", key + ": gone"),
                    "ACCESS @: The kubeconfig names the file F/gone." + (key.equals("client-key") ? "key" : "crt")
                            + ", which is not there.",
                    refusedPath("client-certificate", "u"));
        }
        row(
                kubeconfig(CLUSTER, "{client-certificate-data: " + keys.certificateData() + "}"),
                "INPUT @: The user u has only one of client certificate and client key. Both are needed.");
        row(
                kubeconfig(CLUSTER, "{client-certificate: garbage.pem, client-key: client.key}"),
                "INPUT @: The client-certificate of u holds no certificate in PEM (-----BEGIN CERTIFICATE-----).",
                refusedPath("client-certificate", "u"));
        row(
                kubeconfig(CLUSTER, "{client-certificate-data: s3cret!, client-key-data: s3cret!}"),
                "INPUT @: The value of client-certificate-data of u is not base64.");
        row(
                kubeconfig("{server: 'https://h', certificate-authority: client.crt}", USER),
                "ok",
                refusedPath("certificate-authority", "c"));
    }

    @Test
    public void clusters() {
        row(
                kubeconfig("{server: 'https://h', certificate-authority: gone.pem}", USER),
                "ACCESS @: The kubeconfig names the file F/gone.pem, which is not there.",
                refusedPath("certificate-authority", "c"));
        row(
                kubeconfig("{server: 'https://h', certificate-authority: garbage.pem}", USER),
                "INPUT @: The certificate-authority of c holds no certificate in PEM (-----BEGIN CERTIFICATE-----).",
                refusedPath("certificate-authority", "c"));
        row(
                kubeconfig("{server: 'https://h', certificate-authority-data: [s3cret]}", USER),
                "INPUT @: The value of certificate-authority-data of c has to be a text, not a map or a list.");
        row(
                kubeconfig(
                        "{server: 'https://h', certificate-authority: ca.pem, insecure-skip-tls-verify: true}", USER),
                "INPUT @: The cluster c has both a certificate authority and insecure-skip-tls-verify."
                        + " Remove insecure-skip-tls-verify.");
        row(kubeconfig("{server: 'https://h', insecure-skip-tls-verify: true}", USER), "ok");
        row(kubeconfig("{server: 'https://h', proxy-url: 'http://proxy:3128'}", USER), "ok");
        row(
                kubeconfig("{server: 'https://h', proxy-url: 'socks5://jane:s3cret@proxy:1080'}", USER),
                "INPUT @: The cluster c has a proxy-url that can't be used: socks5://proxy:1080."
                        + " It has to be http://host:port.");
        row(
                kubeconfig("{server: 'https://h', tls-server-name: kubernetes}", USER),
                "INPUT @: The cluster c sets tls-server-name (kubernetes), which is not supported."
                        + " Use a server address that the certificate names.");
        row(kubeconfig("{}", USER), "INPUT @: The cluster c has no server address.");
        row(
                kubeconfig("{server: 'h:6443'}", USER),
                "INPUT @: The server of the cluster c is not an address: h:6443. Write it as https://host:port.");
        row(
                kubeconfig("{server: \"https://h\\n.evil\"}", USER),
                "INPUT @: The server of the cluster c is not an address: https://h .evil. Write it as"
                        + " https://host:port.");
    }

    @Test
    public void impersonation() {
        row(kubeconfig(CLUSTER, "{token: s3cret, as: jane, as-groups: [ops]}"), "ok");
        row(
                kubeconfig(CLUSTER, "{token: s3cret, as: \"jane\\nX-Remote-User: root\"}"),
                "INPUT @: The value of as of u has characters that no request can carry, such as a line break."
                        + " Paste it once more, in one line.");
        row(
                kubeconfig(CLUSTER, "{token: s3cret, as-groups: [ops]}"),
                "INPUT @: The user u has as-groups or as-user-extra, but no \"as\" to say whom to impersonate.");
        row(
                kubeconfig(CLUSTER, "{token: s3cret, as: jane, as-uid: '1'}"),
                "INPUT @: The user u has as-uid, which is not supported. Impersonate by \"as\" and as-groups.");
    }

    @Test
    public void garbage() {
        row("", "INPUT @: The kubeconfig is empty.");
        row("\n \t\n", "INPUT @: The kubeconfig is empty.");
        row("# nothing yet\n", NOT_MAP);
        row("s3cret", NOT_MAP);
        row("- s3cret\n", NOT_MAP);
        row("42", NOT_MAP);
        row("<!DOCTYPE html>\n<html><body>Log in: s3cret</body></html>\n", "INPUT @:2" + BAD_YAML);
        row("<html>s3cret</html>\n", NOT_MAP);
        row("{\"error\": \"unauthorized\"}", "INPUT @: The kubeconfig has no contexts. Is it one?");
        row("{\"contexts\": [", "INPUT @:1" + BAD_YAML);
        row("a: b\n\ts3cret: c\n", "INPUT @:2" + BAD_YAML);
        row("\u0000\u0001\u0002ELF s3cret", "INPUT @" + BAD_YAML);
        row(plain() + "---\n" + plain(), "INPUT @:11" + BAD_YAML);
        row("a: " + "[".repeat(10_000), "INPUT @" + BAD_YAML);
        row("a: " + "s3cret ".repeat(1_500_000) + "\n", "INPUT: The kubeconfig @ is larger than 8 MiB. Is it one?");
        row(plain() + "# " + "x".repeat(7_000_000) + "\n", "ok");
    }

    @Test
    public void encodingsAndLineEnds() throws IOException {
        row("\uFEFF" + plain(), "ok");
        row(plain().replace("\n", "\r\n"), "ok");
        row("\uFEFF" + plain().replace("\n", "\r\n"), "ok");
        for (Charset charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            Files.write(path("config"), ("\uFEFF" + plain()).getBytes(charset));
            check(charset.name(), "ok", outcome(() -> local(Map.of()).load(path("config"), "")));
        }
    }

    @Test
    public void severalFiles() throws IOException {
        write("first", plain().replace("current-context: prod", "current-context: two"));
        write("second", plain().replace("prod", "two").replace("token: s3cret", "token: other"));
        write("broken", "a: [s3cret\n");
        several("ok", "first", "second");
        several("ok", "", "gone", "first", "", "second");
        several("INPUT F/broken:2" + BAD_YAML, "first", "broken");
        several("INPUT F/first: There is no context two. Known: prod.", "first", "gone");
        several(
                "INPUT: There is no kubeconfig at F/gone, F/gone-too."
                        + " Give one by --kubeconfig FILE or the variable KUBECONFIG.",
                "gone",
                "gone-too");
        several("INPUT: The kubeconfig F/directory can't be read: Is a directory.", "first", "directory");
        String kubeconfig = path("first") + ":" + path("second");
        Config config = local(Map.of("KUBECONFIG", kubeconfig)).loadDefault("");
        assertEquals("the first file that has the user decides", "s3cret", config.getOauthToken());
    }

    private void several(String expected, String... names) {
        String kubeconfig = String.join(
                ":",
                Arrays.stream(names)
                        .map(name -> name.isEmpty() ? "" : path(name).toString())
                        .toList());
        check(kubeconfig, expected, outcome(() -> local(Map.of("KUBECONFIG", kubeconfig))
                .loadDefault("")));
    }
}
