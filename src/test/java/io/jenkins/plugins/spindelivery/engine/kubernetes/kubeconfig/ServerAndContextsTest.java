package io.jenkins.plugins.spindelivery.engine.kubernetes.kubeconfig;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;

import io.fabric8.kubernetes.client.Config;
import io.jenkins.plugins.spindelivery.engine.SpeakingEnglish;
import io.jenkins.plugins.spindelivery.engine.kubernetes.kubeconfig.Kubeconfigs.Contexts;
import io.jenkins.plugins.spindelivery.engine.kubernetes.kubeconfig.Kubeconfigs.Policy;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;

/** A server by its address, held to a kubeconfig's rules; and the contexts of a kubeconfig. */
public class ServerAndContextsTest {
    @Rule
    public final SpeakingEnglish english = new SpeakingEnglish();

    private static Config server(String url, String authority, String token) {
        return new Kubeconfigs(Policy.CREDENTIAL, Map.of(), Clock.systemUTC()).server("prod", url, authority, token);
    }

    private static String told(ThrowingRunnable attempt) {
        return assertThrows(ProblemException.class, attempt).getMessage();
    }

    @Test
    public void addressAndTokenAreTakenAndNothingElse() {
        Config config = server("https://api.example.com:6443", "", "s3cret\n");
        assertEquals("https://api.example.com:6443/", config.getMasterUrl());
        assertEquals("s3cret", config.getOauthToken());
        assertEquals("default", config.getNamespace());
        assertNull(config.getCaCertData());
        assertFalse(config.isTrustCerts());
    }

    @Test
    public void whatIsWrongIsToldWithTheName() {
        assertEquals(
                "The server of the cluster prod is not an address: api. Write it as https://host:port.",
                told(() -> server("api", "", "s3cret")));
        assertEquals(
                "The certificate-authority of prod holds no certificate in PEM (-----BEGIN CERTIFICATE-----).",
                told(() -> server("https://api", "hello", "s3cret")));
        assertEquals(
                "The user prod has no credentials, so the server would see an anonymous request. Give it a token, a"
                        + " client certificate with its key, or exec.",
                told(() -> server("https://api", "", " ")));
        assertEquals(
                "The value of token of prod has characters that no request can carry, such as a line break. Paste it"
                        + " once more, in one line.",
                told(() -> server("https://api", "", "s3\ncret")));
        assertEquals(
                "The certificate-authority of server holds no certificate in PEM (-----BEGIN CERTIFICATE-----).",
                told(() -> Kubeconfigs.checkAuthority("hello")));
    }

    @Test
    public void contextsAreListedWhetherTheyCanBeUsedOrNot() {
        String text = "{current-context: b, contexts: [{name: a, context: {}}, {name: b, context: {}}]}";
        assertEquals(new Contexts(List.of("a", "b"), "b"), Kubeconfigs.contexts("", text));
        assertEquals(
                "",
                Kubeconfigs.contexts("", text.replace("current-context: b", "current-context: c"))
                        .current());
        assertEquals("The kubeconfig has no contexts. Is it one?", told(() -> Kubeconfigs.contexts("", "a: b")));
        assertEquals("k: The kubeconfig is empty.", told(() -> Kubeconfigs.contexts("k", "")));
    }
}
