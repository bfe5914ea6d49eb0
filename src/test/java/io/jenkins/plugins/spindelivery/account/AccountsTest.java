package io.jenkins.plugins.spindelivery.account;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import io.jenkins.plugins.spindelivery.account.Accounts.Found;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** Which account a name means, seen from a job. */
public class AccountsTest {
    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    private Folder shop;
    private Folder deep;
    private Folder sibling;
    private FreeStyleProject job;
    private FreeStyleProject other;

    @Before
    public void jobs() throws Exception {
        shop = JENKINS.createProject(Folder.class, "shop");
        deep = shop.createProject(Folder.class, "deep");
        sibling = JENKINS.createProject(Folder.class, "sibling");
        job = deep.createProject(FreeStyleProject.class, "job");
        other = sibling.createProject(FreeStyleProject.class, "other");
    }

    @After
    public void tidyUp() throws Exception {
        Stored.clear();
    }

    private static KubernetesAccount account(String name) {
        return new KubernetesAccount(name, "some");
    }

    private static List<String> visible(Item context) {
        return Accounts.visible(context).stream()
                .map(found -> found.account().getName() + "@" + found.ownerName())
                .toList();
    }

    private static String refusal(Item context, String name) {
        return assertThrows(ProblemException.class, () -> Accounts.find(context, name))
                .getMessage();
    }

    @Test
    public void theNearestFolderComesFirstAndJenkinsLast() throws Exception {
        Stored.accounts(account("prod"), account("global"));
        Stored.accounts(shop, account("prod"), account("shop"));
        Stored.accounts(deep, account("shop"));
        assertEquals(List.of("shop@shop/deep", "prod@shop", "global@"), visible(job));
        assertEquals(List.of("prod@", "global@"), visible(other));
        assertEquals(List.of("prod@", "global@"), visible(null));
        assertSame(deep, Accounts.find(job, "shop").owner());
        assertSame(shop, Accounts.find(job, " prod ").owner());
        assertSame(JENKINS.jenkins, Accounts.find(job, "global").owner());
        assertSame(shop, Accounts.find(shop, "shop").owner());
    }

    @Test
    public void anAccountOfASiblingFolderIsNotThere() throws Exception {
        Stored.accounts(account("global"));
        Stored.accounts(shop, account("shop"));
        assertEquals("There is no account \"shop\" that this job can use. Known here: global.", refusal(other, "shop"));
    }

    @Test
    public void aMissingNameIsToldWithWhatThereIs() {
        assertThat(refusal(job, "prod"), startsWith("No accounts are configured."));
        Stored.accounts(account("prod"), account("dev"));
        assertEquals(
                "There is no account \"prdo\" that this job can use. Did you mean \"prod\"? Known here: dev, prod.",
                refusal(job, "prdo"));
        assertEquals("No account is named. Known here: dev, prod.", refusal(job, null));
    }

    @Test
    public void thePageOfAnAccountIsWhereItIsConfigured() throws Exception {
        Stored.accounts(account("global"));
        Stored.accounts(shop, account("shop"));
        String root = JENKINS.getURL().toString();
        Found global = Accounts.find(job, "global");
        assertEquals(root + "manage/configure", global.page());
        Found folder = Accounts.find(job, "shop");
        assertEquals(root + "job/shop/configure", folder.page());
        JENKINS.createWebClient().goTo(folder.page().substring(root.length()));
        JENKINS.createWebClient().goTo(global.page().substring(root.length()));
    }
}
