package io.jenkins.plugins.spindelivery.judge;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import hudson.model.Item;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.security.Permission;
import io.jenkins.plugins.spindelivery.account.DeliveryPermissions;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import io.jenkins.plugins.spindelivery.step.AtCluster;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestName;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** Each role against each way of answering. */
public class JudgePermissionsTest {
    @ClassRule
    public static final JenkinsRule JENKINS = AtCluster.patient(new JenkinsRule());

    @Rule
    public final TestName name = new TestName();

    private static final String ANYBODY = "spinJudge 'Ship it?'";
    private static final String NAMED = "spinJudge message: 'Ship it?', submitters: 'named', groups: 'qa'";

    @Before
    public void roles() {
        JenkinsRule.DummySecurityRealm realm = JENKINS.createDummySecurityRealm();
        realm.addGroups("member", "qa");
        realm.addGroups("judging", "judges");
        JENKINS.jenkins.setSecurityRealm(realm);
        JENKINS.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .toAuthenticated()
                .grant(Item.BUILD, Item.CONFIGURE)
                .everywhere()
                .to("builder")
                .grant(Item.CANCEL)
                .everywhere()
                .to("canceller")
                .grant(DeliveryPermissions.JUDGE)
                .everywhere()
                .to("judge")
                .grant(new Permission[] {DeliveryPermissions.JUDGE})
                .everywhere()
                .to("judges")
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin"));
    }

    private WorkflowRun waiting(String script) throws Exception {
        return Judging.waiting(JENKINS, name.getMethodName(), script, 1);
    }

    /** A user who may not can do nothing, on whichever way, and the judgment still waits. */
    private void refuses(WorkflowRun run, String user) throws Exception {
        String input = Judging.input(run);
        String key = Judging.record(run).key();
        assertEquals(user, 400, Judging.post(JENKINS, user, run, input + "/proceedEmpty") / 100 * 100);
        assertEquals(user, 400, Judging.post(JENKINS, user, run, input + "/abort") / 100 * 100);
        for (boolean approved : new boolean[] {true, false}) {
            ProblemException refused =
                    assertThrows(ProblemException.class, () -> Judging.answer(user, run, key, approved, ""));
            assertEquals("judge.not-you", refused.problems().get(0).code());
            assertEquals(Category.ACCESS, refused.category());
        }
        assertFalse(user, mayAnswer(run, user));
        assertEquals(StageStatus.PAUSED, Judging.record(run).status());
        assertFalse(Judging.awaitInputs(run, 1).get(0).isSettled());
    }

    private static boolean mayAnswer(WorkflowRun run, String user) throws Exception {
        try (ACLContext as = ACL.as2(User.getById(user, true).impersonate2())) {
            return Judgments.mayAnswer(run, Judging.record(run));
        }
    }

    private void takesFromInput(WorkflowRun run, String user) throws Exception {
        assertTrue(user, mayAnswer(run, user));
        assertEquals(200, Judging.post(JENKINS, user, run, Judging.input(run) + "/proceedEmpty"));
        JENKINS.assertBuildStatusSuccess(JENKINS.waitForCompletion(run));
        assertEquals(user, Judging.record(run).judgment().judge());
        assertFalse("answered already", mayAnswer(run, user));
    }

    private void takesFromOurPage(WorkflowRun run, String user) throws Exception {
        assertTrue(user, mayAnswer(run, user));
        Judging.answer(user, run, Judging.record(run).key(), true, "");
        JENKINS.assertBuildStatusSuccess(JENKINS.waitForCompletion(run));
        assertEquals(user, Judging.record(run).judgment().judge());
    }

    @Test
    public void withoutNamesThePermissionDecidesAndNotThatToBuild() throws Exception {
        WorkflowRun run = waiting(ANYBODY);
        refuses(run, "reader");
        refuses(run, "builder");
        takesFromInput(run, "judge");
    }

    @Test
    public void withoutNamesThePermissionOfAGroupDoes() throws Exception {
        takesFromOurPage(waiting(ANYBODY), "judging");
    }

    @Test
    public void withoutNamesTheAdministratorMay() throws Exception {
        takesFromInput(waiting(ANYBODY), "admin");
    }

    @Test
    public void withNamesOnlyTheNamedMay() throws Exception {
        WorkflowRun run = waiting(NAMED);
        refuses(run, "reader");
        refuses(run, "builder");
        refuses(run, "judge");
        takesFromInput(run, "named");
    }

    @Test
    public void namesAreComparedAsTheSecurityRealmDoes() throws Exception {
        WorkflowRun run = waiting("spinJudge message: 'Ship it?', submitters: ' NAMED ,other'");
        takesFromInput(run, "named");
    }

    @Test
    public void memberOfANamedGroupMay() throws Exception {
        takesFromInput(waiting(NAMED), "member");
    }

    @Test
    public void memberOfANamedGroupMayOnOurPage() throws Exception {
        takesFromOurPage(waiting(NAMED), "member");
    }

    @Test
    public void administratorMayThoughOthersAreNamed() throws Exception {
        takesFromOurPage(waiting(NAMED), "admin");
    }

    @Test
    public void userCalledLikeAGroupIsNoMemberOfIt() throws Exception {
        WorkflowRun run = waiting(NAMED);
        refuses(run, "qa");
        takesFromInput(run, "named");
    }

    @Test
    public void refusalSaysWhoMay() throws Exception {
        WorkflowRun run = waiting(NAMED);
        JenkinsRule.WebClient client = JENKINS.createWebClient().withJavaScriptEnabled(false);
        client.withThrowExceptionOnFailingStatusCode(false).login("judge");
        String page = client.getPage(new WebRequest(
                        client.createCrumbedUrl(run.getUrl() + "input/" + Judging.input(run) + "/proceedEmpty"),
                        HttpMethod.POST))
                .getWebResponse()
                .getContentAsString();
        assertTrue(page, page.contains("You need to be named or a member of qa to submit this."));
        takesFromInput(run, "named");
    }

    @Test
    public void whoeverMayCancelTheBuildMayReject() throws Exception {
        WorkflowRun run = waiting(ANYBODY);
        assertEquals(400, Judging.post(JENKINS, "canceller", run, Judging.input(run) + "/proceedEmpty") / 100 * 100);
        assertEquals(200, Judging.post(JENKINS, "canceller", run, Judging.input(run) + "/abort"));
        JENKINS.waitForCompletion(run);
        assertEquals(StageStatus.REJECTED, Judging.record(run).status());
        assertEquals("canceller", Judging.record(run).judgment().judge());
    }

    @Test
    public void anonymousMayNot() throws Exception {
        WorkflowRun run = waiting(ANYBODY);
        // The answer is the page to log in on.
        Judging.post(JENKINS, null, run, Judging.input(run) + "/proceedEmpty");
        assertEquals(StageStatus.PAUSED, Judging.record(run).status());
        takesFromInput(run, "judge");
    }

    @Test
    public void answerThatDoesNotFitChangesNothing() throws Exception {
        WorkflowRun run = waiting("spinJudge message: 'Next?', choices: ['canary', 'all']");
        String key = Judging.record(run).key();
        ProblemException none =
                assertThrows(ProblemException.class, () -> Judging.answer("judge", run, key, true, "other"));
        assertEquals("judge.choose", none.problems().get(0).code());
        ProblemException unknown =
                assertThrows(ProblemException.class, () -> Judging.answer("judge", run, "judge-99", true, "all"));
        assertEquals("judge.unknown", unknown.problems().get(0).code());
        assertEquals(StageStatus.PAUSED, Judging.record(run).status());
        Judging.answer("judge", run, key, true, "all");
        JENKINS.assertBuildStatusSuccess(JENKINS.waitForCompletion(run));
        ProblemException late =
                assertThrows(ProblemException.class, () -> Judging.answer("judge", run, key, false, ""));
        assertEquals("judge.settled", late.problems().get(0).code());
        assertEquals(StageStatus.SUCCEEDED, Judging.record(run).status());
    }
}
