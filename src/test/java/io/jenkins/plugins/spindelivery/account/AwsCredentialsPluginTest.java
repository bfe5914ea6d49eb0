package io.jenkins.plugins.spindelivery.account;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.jenkins.plugins.awscredentials.AWSCredentialsImpl;
import com.cloudbees.plugins.credentials.CredentialsScope;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsIdentity;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.util.List;
import org.junit.After;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** Credentials of the plugin AWS Credentials serve as our own do. */
public class AwsCredentialsPluginTest {
    @ClassRule
    public static final IdentityServer AWS = new IdentityServer();

    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    @After
    public void tidyUp() throws Exception {
        Stored.clear();
    }

    private static AWSCredentialsImpl key(String id, String key) {
        return new AWSCredentialsImpl(CredentialsScope.GLOBAL, id, key, key.isEmpty() ? "" : "secret-of-" + key, "");
    }

    private static AwsAccountConfiguration account() {
        AwsAccountConfiguration account = new AwsAccountConfiguration("cloud");
        account.setCredentialsId("plugin");
        account.setRegions("eu-central-1");
        account.setEndpointUrl(AWS.url());
        return account;
    }

    private static String arn() {
        return AwsIdentity.of(AwsConnections.get().in(null).account("cloud")).arn();
    }

    @Test
    public void theyAreOfferedAndUsedAndReadAgainWhenTheyChange() throws Exception {
        AWSCredentialsImpl first = key("plugin", "AKIAFIRSTFIRSTFIRST1");
        Stored.add(first);
        Stored.accounts(account());
        AwsAccountConfiguration.DescriptorImpl form = (AwsAccountConfiguration.DescriptorImpl)
                JENKINS.jenkins.getDescriptorOrDie(AwsAccountConfiguration.class);
        List<String> offered = form.doFillCredentialsIdItems(null, "", "eu-central-1", AWS.url()).stream()
                .map(option -> option.value)
                .toList();
        assertThat(offered, hasItem("plugin"));
        assertEquals("arn:aws:iam::123456789012:user/AKIAFIRSTFIRSTFIRST1", arn());
        Stored.replace(JENKINS.jenkins, first, key("plugin", "AKIASECONDSECONDSEC2"));
        assertEquals("arn:aws:iam::123456789012:user/AKIASECONDSECONDSEC2", arn());
    }

    @Test
    public void aFolderUsesOneThatHoldsAKeyAndNoneThatActsAsTheController() throws Exception {
        Folder shop = JENKINS.createProject(Folder.class, "shop");
        AWSCredentialsImpl keyed = key("plugin", "AKIAFIRSTFIRSTFIRST1");
        Stored.add(keyed);
        Stored.accounts(shop, account());
        Stored.allowThisMachine();
        assertEquals(
                "arn:aws:iam::123456789012:user/AKIAFIRSTFIRSTFIRST1",
                AwsIdentity.of(AwsConnections.get().in(shop).account("cloud")).arn());
        String role = "arn:aws:iam::123456789012:role/admin";
        Stored.replace(
                JENKINS.jenkins,
                keyed,
                new AWSCredentialsImpl(CredentialsScope.GLOBAL, "plugin", "", "", "", role, ""));
        assertThat(
                assertThrows(
                                ProblemException.class,
                                () -> AwsConnections.get().in(shop).account("cloud"))
                        .getMessage(),
                startsWith("The account \"cloud\" of the folder shop names the credential plugin, which holds no access"
                        + " key and so assumes its role with what the controller has itself."));
    }

    @Test
    public void oneWithoutAKeyIsRefused() throws Exception {
        Stored.add(key("plugin", ""));
        Stored.accounts(account());
        assertThat(
                assertThrows(ProblemException.class, AwsCredentialsPluginTest::arn)
                        .getMessage(),
                startsWith("The credential plugin of the account \"cloud\" holds no access key."));
    }
}
