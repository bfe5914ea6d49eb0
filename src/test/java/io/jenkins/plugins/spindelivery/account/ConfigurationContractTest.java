package io.jenkins.plugins.spindelivery.account;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertSame;

import com.cloudbees.hudson.plugins.folder.AbstractFolderProperty;
import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.Credentials;
import hudson.model.Descriptor;
import java.util.List;
import java.util.Map;
import jenkins.model.GlobalConfiguration;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.structs.SymbolLookup;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.structs.describable.UninstantiatedDescribable;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/**
 * What Configuration as Code and Job DSL rely on: symbols, constructors, setters. {@link ConfigurationAsCodeTest} tries
 * the same with the plugin itself, where that is at hand.
 */
public class ConfigurationContractTest {
    private static final String AWS_CREDENTIALS = "com.cloudbees.jenkins.plugins.awscredentials.";

    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    private static final Map<String, Object> FULL = Map.ofEntries(
            Map.entry("name", "prod"),
            Map.entry("credentialsId", "prod-kubeconfig"),
            Map.entry("context", "admin@prod"),
            Map.entry("serverUrl", "https://10.0.0.1:6443"),
            Map.entry("caCertificate", "-----BEGIN CERTIFICATE-----"),
            Map.entry("defaultNamespace", "shop"),
            Map.entry("namespaces", "shop, shop-jobs"),
            Map.entry("omitNamespaces", "kube-system"),
            Map.entry("kinds", "Deployment"),
            Map.entry("omitKinds", "Secret"),
            Map.entry("users", "alice"),
            Map.entry("groups", "operators"),
            Map.entry("readOnly", true));

    @Test
    public void everyFieldGoesInAndComesOut() throws Exception {
        DescribableModel<KubernetesAccount> model = DescribableModel.of(KubernetesAccount.class);
        KubernetesAccount account = model.instantiate(FULL, null);
        assertEquals(FULL, model.uninstantiate2(account).getArguments());
    }

    @Test
    public void whatIsNotSetIsNotExported() throws Exception {
        DescribableModel<KubernetesAccount> model = DescribableModel.of(KubernetesAccount.class);
        Map<String, Object> least = Map.of("name", "prod", "credentialsId", "some");
        assertEquals(least, model.uninstantiate2(model.instantiate(least, null)).getArguments());
    }

    @Test
    public void everyFieldOfAnAwsAccountGoesInAndComesOut() throws Exception {
        Map<String, Object> full = Map.of(
                "name", "cloud",
                "credentialsId", "key",
                "regions", "eu-central-1, eu-west-1",
                "roleArn", "arn:aws:iam::123456789012:role/deployer",
                "externalId", "shop-42",
                "endpointUrl", "https://aws.example.com",
                "users", "alice",
                "groups", "operators",
                "readOnly", true);
        DescribableModel<AwsAccountConfiguration> model = DescribableModel.of(AwsAccountConfiguration.class);
        assertEquals(full, model.uninstantiate2(model.instantiate(full, null)).getArguments());
        Map<String, Object> least = Map.of("name", "cloud");
        assertEquals(least, model.uninstantiate2(model.instantiate(least, null)).getArguments());
    }

    @Test
    public void aFoldersAccountsGoInAndComeOutBySymbol() throws Exception {
        DescribableModel<FolderAccounts> model = DescribableModel.of(FolderAccounts.class);
        UninstantiatedDescribable kubernetes =
                new UninstantiatedDescribable("kubernetes", null, Map.of("name", "prod", "credentialsId", "some"));
        FolderAccounts property = model.instantiate(Map.of("accounts", List.of(kubernetes)), null);
        assertEquals("prod", property.getAccounts().get(0).getName());
        List<?> accounts =
                (List<?>) model.uninstantiate2(property).getArguments().get("accounts");
        UninstantiatedDescribable out = (UninstantiatedDescribable) accounts.get(0);
        assertEquals("kubernetes", out.getSymbol());
        assertEquals(kubernetes.getArguments(), out.getArguments());
    }

    @Test
    public void symbolsAreFoundAndNobodyElseHasThem() {
        SymbolLookup symbols = SymbolLookup.get();
        assertSame(
                JENKINS.jenkins.getDescriptorOrDie(KubernetesAccount.class),
                symbols.findDescriptor(Account.class, "kubernetes"));
        assertSame(
                JENKINS.jenkins.getDescriptorOrDie(FolderAccounts.class),
                symbols.findDescriptor(AbstractFolderProperty.class, "spinDeliveryAccounts"));
        assertSame(
                JENKINS.jenkins.getDescriptorOrDie(KubeconfigCredentials.class),
                symbols.findDescriptor(Credentials.class, "kubeconfig"));
        assertSame(
                JENKINS.jenkins.getDescriptorOrDie(AwsAccountConfiguration.class),
                symbols.findDescriptor(Account.class, "aws"));
        assertSame(
                JENKINS.jenkins.getDescriptorOrDie(AwsAccessKeyCredentials.class),
                symbols.findDescriptor(Credentials.class, "awsAccessKey"));
        assertSame(SpinDeliveryConfiguration.get(), symbols.find(GlobalConfiguration.class, "spinDelivery"));
        for (String symbol :
                List.of("kubernetes", "aws", "spinDeliveryAccounts", "kubeconfig", "awsAccessKey", "spinDelivery")) {
            assertEquals(symbol, 1, holders(symbol));
        }
    }

    /** Without the credentials of the plugin AWS Credentials, which are called "aws", too, among credentials alone. */
    private static long holders(String symbol) {
        return JENKINS.jenkins.getExtensionList(Descriptor.class).stream()
                .filter(descriptor -> !descriptor.getClass().getName().startsWith(AWS_CREDENTIALS))
                .map(descriptor -> descriptor.getClass().getAnnotation(Symbol.class))
                .filter(annotation ->
                        annotation != null && List.of(annotation.value()).contains(symbol))
                .count();
    }

    @Test
    public void theConfigurationSavesWhatItIsGiven() {
        SpinDeliveryConfiguration.get().setAccounts(List.of(new KubernetesAccount("prod", "some")));
        SpinDeliveryConfiguration.get().load();
        assertEquals(
                "prod", SpinDeliveryConfiguration.get().getAccounts().get(0).getName());
        assertEquals("prod", Accounts.visible(null).get(0).account().getName());
    }

    @Test
    public void aFolderKeepsItsAccountsThroughItsXml() throws Exception {
        Folder folder = JENKINS.createProject(Folder.class, "shop");
        Stored.accounts(folder, new KubernetesAccount("prod", "some"));
        folder.doReload();
        Folder read = JENKINS.jenkins.getItemByFullName("shop", Folder.class);
        assertEquals("prod", Accounts.find(read, "prod").account().getName());
    }
}
