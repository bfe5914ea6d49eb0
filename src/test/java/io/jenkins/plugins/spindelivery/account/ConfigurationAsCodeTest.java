package io.jenkins.plugins.spindelivery.account;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import hudson.security.ACL;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.casc.misc.ConfiguredWithCode;
import io.jenkins.plugins.casc.misc.JenkinsConfiguredWithCodeRule;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;

/** Accounts, kubeconfigs and access keys by Configuration as Code, in and out. */
public class ConfigurationAsCodeTest {
    @Rule
    public final JenkinsConfiguredWithCodeRule jenkins = new JenkinsConfiguredWithCodeRule();

    @Test
    @ConfiguredWithCode("accounts.yaml")
    public void accountsAreConfigured() {
        List<Account> accounts = SpinDeliveryConfiguration.get().getAccounts();
        assertThat(accounts, hasSize(3));
        KubernetesAccount prod = (KubernetesAccount) accounts.get(0);
        assertEquals("prod", prod.getName());
        assertEquals("prod-kubeconfig", prod.getCredentialsId());
        assertEquals("shop", prod.getDefaultNamespace());
        assertEquals("shop, shop-jobs", prod.getNamespaces());
        assertEquals("operators", prod.getGroups());
        KubernetesAccount test = (KubernetesAccount) accounts.get(1);
        assertEquals("https://10.0.0.1:6443", test.getServerUrl());
        assertTrue(test.isReadOnly());
        AwsAccountConfiguration cloud = (AwsAccountConfiguration) accounts.get(2);
        assertEquals("cloud-key", cloud.getCredentialsId());
        assertEquals(List.of("eu-central-1", "eu-west-1"), cloud.regionNames());
        assertEquals("arn:aws:iam::123456789012:role/deployer", cloud.getRoleArn());
        assertEquals("shop-42", cloud.getExternalId());
    }

    @Test
    @ConfiguredWithCode("accounts.yaml")
    public void theCredentialIsThere() {
        List<KubeconfigCredentials> found = CredentialsProvider.lookupCredentialsInItemGroup(
                KubeconfigCredentials.class, jenkins.jenkins, ACL.SYSTEM2, List.of());
        assertEquals("prod-kubeconfig", found.get(0).getId());
        assertEquals("kubeconfig of prod", found.get(0).getContent().getPlainText());
        List<AwsAccessKeyCredentials> keys = CredentialsProvider.lookupCredentialsInItemGroup(
                AwsAccessKeyCredentials.class, jenkins.jenkins, ACL.SYSTEM2, List.of());
        assertEquals("AKIAIOSFODNN7EXAMPLE", keys.get(0).getAccessKeyId());
        assertEquals("secret of cloud", keys.get(0).getSecretKey().getPlainText());
    }

    @Test
    @ConfiguredWithCode("accounts.yaml")
    public void whatIsExportedIsWhatWasRead() throws Exception {
        ByteArrayOutputStream exported = new ByteArrayOutputStream();
        ConfigurationAsCode.get().export(exported);
        String text = exported.toString(StandardCharsets.UTF_8);
        assertThat(text, containsString("namespaces: \"shop, shop-jobs\""));
        assertThat(text, containsString("serverUrl: \"https://10.0.0.1:6443\""));
        assertThat(text, containsString("readOnly: true"));
        assertThat(text, containsString("regions: \"eu-central-1, eu-west-1\""));
        assertTrue(text, !text.contains("kubeconfig of prod"));
        assertTrue(text, !text.contains("secret of cloud"));
    }
}
