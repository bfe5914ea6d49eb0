package io.jenkins.plugins.spindelivery.account;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertEquals;

import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.security.Permission;
import io.jenkins.plugins.spindelivery.account.Accounts.Found;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.List;
import jenkins.model.Jenkins;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.springframework.security.core.Authentication;

/** Who may use which account: by the build's user, by who started it, by permission. */
public class AccountAccessTest {
    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    private static FreeStyleProject job;
    private static FreeStyleProject upstream;

    private final KubernetesAccount account = new KubernetesAccount("prod", "some");
    private final Found found = new Found(account, JENKINS.jenkins);

    @Before
    public void people() throws Exception {
        JenkinsRule.DummySecurityRealm realm = JENKINS.createDummySecurityRealm();
        realm.addGroups("olga", "operators");
        JENKINS.jenkins.setSecurityRealm(realm);
        JENKINS.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ, Item.READ, Item.BUILD, Item.CONFIGURE)
                .everywhere()
                .to("builder")
                .grant(Jenkins.READ, Item.READ, DeliveryPermissions.DEPLOY)
                .everywhere()
                .to("alice", "bob", "olga")
                .grant(DeliveryPermissions.DESTROY)
                .everywhere()
                .to("bob"));
        // As they have logged in once.
        List.of("admin", "builder", "alice", "bob", "olga").forEach(id -> User.getById(id, true));
        if (job == null) {
            job = JENKINS.createFreeStyleProject("job");
            upstream = JENKINS.createFreeStyleProject("upstream");
        }
    }

    private static FreeStyleBuild run(FreeStyleProject project, Cause... causes) throws Exception {
        return project.scheduleBuild2(0, new CauseAction(List.of(causes))).get();
    }

    private static Cause click(String user) {
        return new Cause.UserIdCause(user);
    }

    private static Authentication user(String id) {
        return User.getById(id, true).impersonate2();
    }

    private String check(FreeStyleBuild run, Authentication authentication, Permission permission) {
        try {
            AccountAccess.check(found, permission, run, authentication);
            return "allowed";
        } catch (ProblemException e) {
            assertEquals(Category.ACCESS, e.category());
            return e.problems().get(0).code();
        }
    }

    private String deploy(FreeStyleBuild run, Authentication authentication) {
        return check(run, authentication, DeliveryPermissions.DEPLOY);
    }

    @Test
    public void anUnrestrictedAccountTakesThePermissionFromEverybodyButSystem() throws Exception {
        FreeStyleBuild run = run(job);
        assertEquals("allowed", deploy(run, ACL.SYSTEM2));
        assertEquals("allowed", deploy(run, user("alice")));
        assertEquals("allowed", deploy(run, user("admin")));
        assertEquals("account.no-permission", deploy(run, user("builder")));
        assertEquals("account.no-permission", deploy(run, Jenkins.ANONYMOUS2));
        assertEquals("account.no-permission", check(run, user("alice"), DeliveryPermissions.DESTROY));
        assertEquals("allowed", check(run, user("bob"), DeliveryPermissions.DESTROY));
        assertEquals("account.no-permission", check(run, user("bob"), DeliveryPermissions.JUDGE));
        assertEquals("allowed", check(run, user("builder"), null));
    }

    @Test
    public void aRestrictedAccountTakesTheBuildsUser() throws Exception {
        account.setUsers("alice, builder");
        FreeStyleBuild run = run(job, click("alice"));
        assertEquals("allowed", deploy(run, user("alice")));
        assertEquals("account.restricted", deploy(run, user("bob")));
        assertEquals("account.restricted", deploy(run, user("admin")));
        assertEquals("account.no-permission", deploy(run, user("builder")));
        assertEquals("account.restricted", check(run, user("bob"), null));
    }

    @Test
    public void namesAndGroupsAreComparedAsTheRealmDoes() throws Exception {
        account.setUsers("ALICE");
        account.setGroups("operators");
        FreeStyleBuild run = run(job);
        assertEquals("allowed", deploy(run, user("alice")));
        assertEquals("allowed", deploy(run, user("olga")));
        assertEquals("account.restricted", deploy(run, user("bob")));
        account.setGroups("authenticated");
        assertEquals("allowed", deploy(run, user("bob")));
    }

    @Test
    public void aSystemBuildCountsAsItsStarters() throws Exception {
        account.setUsers("alice");
        account.setGroups("operators");
        assertEquals("allowed", deploy(run(job, click("alice")), ACL.SYSTEM2));
        assertEquals("allowed", deploy(run(job, click("olga")), ACL.SYSTEM2));
        assertEquals("account.restricted", deploy(run(job, click("bob")), ACL.SYSTEM2));
        assertEquals("account.restricted-nobody", deploy(run(job), ACL.SYSTEM2));
        assertEquals("account.restricted-unknown", deploy(run(job, click("nobody-any-more")), ACL.SYSTEM2));
    }

    @Test
    public void theLastClickCounts() throws Exception {
        account.setUsers("alice");
        assertEquals("allowed", deploy(run(job, click("bob"), click("alice")), ACL.SYSTEM2));
        assertEquals("account.restricted", deploy(run(job, click("alice"), click("bob")), ACL.SYSTEM2));
    }

    @Test
    public void aBuildThatAnotherStartedCountsAsThatOnesStarters() throws Exception {
        account.setUsers("alice");
        FreeStyleBuild first = run(upstream, click("alice"));
        FreeStyleBuild second = run(upstream, new Cause.UpstreamCause(first));
        assertEquals("allowed", deploy(run(job, new Cause.UpstreamCause(first)), ACL.SYSTEM2));
        assertEquals("allowed", deploy(run(job, new Cause.UpstreamCause(second)), ACL.SYSTEM2));
        assertEquals("account.restricted", deploy(run(job, new Cause.UpstreamCause(first), click("bob")), ACL.SYSTEM2));
        FreeStyleBuild unattended = run(upstream);
        assertEquals("account.restricted-nobody", deploy(run(job, new Cause.UpstreamCause(unattended)), ACL.SYSTEM2));
    }

    @Test
    public void aRefusalSaysWhatToDo() throws Exception {
        account.setUsers("alice");
        FreeStyleBuild run = run(job);
        ProblemException refused = null;
        try {
            AccountAccess.check(found, DeliveryPermissions.DEPLOY, run, ACL.SYSTEM2);
        } catch (ProblemException e) {
            refused = e;
        }
        assertThat(
                refused.getMessage(),
                startsWith("The account \"prod\" is restricted to alice, but this build runs as SYSTEM and nobody"
                        + " started it: a schedule or a hook did. Start it by hand, or let the job run as one of those"
                        + " users (Authorize Project plugin, under Security)."));
        try (ACLContext context = ACL.as2(user("builder"))) {
            AccountAccess.check(found, DeliveryPermissions.DEPLOY, run, Jenkins.getAuthentication2());
        } catch (ProblemException e) {
            refused = e;
        }
        assertEquals(
                "builder lacks the permission Spin Delivery/Deploy on the job job. Ask an administrator of Jenkins to"
                        + " grant it.",
                refused.getMessage());
    }

    @Test
    public void onlyAdministeringImpliesThePermissions() {
        for (Permission each : DeliveryPermissions.GROUP.getPermissions()) {
            assertEquals(Jenkins.ADMINISTER, each.impliedBy);
        }
        assertEquals(
                List.of("Deploy", "Destroy", "Judge"),
                DeliveryPermissions.GROUP.getPermissions().stream()
                        .map(each -> each.name)
                        .sorted()
                        .toList());
        assertEquals("Spin Delivery", DeliveryPermissions.GROUP.title.toString());
    }
}
