package io.jenkins.plugins.spindelivery.account;

import static org.junit.Assert.assertEquals;

import hudson.util.FormValidation;
import hudson.util.FormValidation.Kind;
import io.jenkins.plugins.spindelivery.engine.SpeakingEnglish;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** What is said about single fields. */
public class FieldChecksTest {
    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    @Rule
    public final SpeakingEnglish english = new SpeakingEnglish();

    private static String told(FormValidation answer) {
        return answer.kind == Kind.OK
                ? "ok"
                : answer.kind + " "
                        + answer.renderHtml()
                                .replaceAll("<[^>]*>", "")
                                .replace("&quot;", "\"")
                                .strip();
    }

    @Test
    public void addresses() {
        assertEquals("ok", told(FieldChecks.serverUrl("")));
        assertEquals("ok", told(FieldChecks.serverUrl(" https://10.0.0.1:6443 ")));
        assertEquals(
                "WARNING Without TLS the token travels unencrypted. Use https unless this is a test on one machine.",
                told(FieldChecks.serverUrl("http://localhost:8080")));
        String bad = "ERROR This is no address. Write it as https://host:port.";
        for (String wrong : new String[] {
            "10.0.0.1", "https://", "ftp://host", "https://u:p@host", "https://host/?a=b", "https://host/#a", "a b"
        }) {
            assertEquals(wrong, bad, told(FieldChecks.serverUrl(wrong)));
        }
    }

    @Test
    public void certificates() {
        assertEquals("ok", told(FieldChecks.certificates("", "https://h")));
        assertEquals(
                "WARNING Without a server's URL this has no effect: the kubeconfig names its own authority.",
                told(FieldChecks.certificates("-----BEGIN", "")).replace("&#039;", "'"));
        assertEquals(
                "ERROR This holds no certificate in PEM: it has to begin with -----BEGIN CERTIFICATE-----.",
                told(FieldChecks.certificates("hello", "https://h")));
    }

    @Test
    public void namespaces() {
        assertEquals("ok", told(FieldChecks.namespaces("shop, shop-jobs")));
        assertEquals("ok", told(FieldChecks.namespaces(null)));
        assertEquals(
                "ERROR \"Shop\" can't be a namespace: lower-case letters, digits and dashes, at most 63, with a letter"
                        + " or digit at both ends.",
                told(FieldChecks.namespaces("ok, Shop")).replace("&#039;", "'"));
        assertEquals(Kind.ERROR, FieldChecks.namespaces("a".repeat(64)).kind);
    }

    @Test
    public void kinds() {
        assertEquals("ok", told(FieldChecks.kinds("Deployment, svc, configmaps, deployment.apps")));
        assertEquals(
                "WARNING \"Deploymet\" is not one of Kubernetes' own kinds. Did you mean Deployment? If it is a custom"
                        + " one, this is right.",
                told(FieldChecks.kinds("Deploymet")).replace("&#039;", "'"));
        assertEquals(
                "WARNING \"Database.example.com\" is not one of Kubernetes' own kinds. If it is a custom one, this is"
                        + " right.",
                told(FieldChecks.kinds("Database.example.com")).replace("&#039;", "'"));
        assertEquals(Kind.ERROR, FieldChecks.kinds("Deployment, a b").kind);
    }
}
