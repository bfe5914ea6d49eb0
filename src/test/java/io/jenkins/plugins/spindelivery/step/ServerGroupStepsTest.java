package io.jenkins.plugins.spindelivery.step;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.Assert.assertEquals;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import hudson.tasks.Builder;
import hudson.util.FormValidation.Kind;
import hudson.util.Secret;
import io.jenkins.plugins.spindelivery.account.AwsAccessKeyCredentials;
import io.jenkins.plugins.spindelivery.account.AwsAccountConfiguration;
import io.jenkins.plugins.spindelivery.account.SpinDeliveryConfiguration;
import io.jenkins.plugins.spindelivery.builder.SpinDestroyServerGroupBuilder;
import io.jenkins.plugins.spindelivery.builder.SpinDisableServerGroupBuilder;
import io.jenkins.plugins.spindelivery.builder.SpinEnableServerGroupBuilder;
import io.jenkins.plugins.spindelivery.builder.SpinResizeServerGroupBuilder;
import io.jenkins.plugins.spindelivery.builder.SpinRollbackServerGroupBuilder;
import io.jenkins.plugins.spindelivery.engine.aws.change.TestGroups;
import io.jenkins.plugins.spindelivery.engine.aws.peer.AwsPeer;
import io.jenkins.plugins.spindelivery.engine.aws.peer.PeerAccount;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.Capacity;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** Changes of live server groups by steps and build steps, in a real Jenkins against the peer. */
public class ServerGroupStepsTest {
    @ClassRule
    public static final AwsPeer AWS = AwsPeer.shared();

    @ClassRule
    public static final JenkinsRule JENKINS = AtCluster.patient(new JenkinsRule());

    private static final String OLD = "shop-web-v000";
    private static final String NEW = "shop-web-v001";
    private static final Capacity ONE = new Capacity(1, 1, 1);

    private PeerAccount peer;
    private TestGroups groups;

    @Before
    public void account() throws Exception {
        peer = AWS.account();
        groups = new TestGroups(peer);
        SystemCredentialsProvider credentials = SystemCredentialsProvider.getInstance();
        credentials.getCredentials().clear();
        credentials
                .getCredentials()
                .add(new AwsAccessKeyCredentials(
                        CredentialsScope.GLOBAL, "key", "", peer.accessKey(), Secret.fromString(peer.secret())));
        credentials.save();
        AwsAccountConfiguration cloud = new AwsAccountConfiguration("cloud");
        cloud.setCredentialsId("key");
        cloud.setRegions(PeerAccount.REGION);
        cloud.setEndpointUrl(peer.endpoint());
        SpinDeliveryConfiguration.get().setAccounts(List.of(cloud));
    }

    private static String run(Result result, String script) throws Exception {
        WorkflowJob job = JENKINS.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        WorkflowRun run = JENKINS.assertBuildStatus(result, job.scheduleBuild2(0));
        return JenkinsRule.getLog(run);
    }

    @Test
    public void aPipelineChangesServerGroupsOutsideOfNode() throws Exception {
        groups.add(OLD, ONE).add(NEW, ONE);
        run(
                Result.SUCCESS,
                """
                def resized = spinResizeServerGroup account: 'cloud', cluster: 'shop-web', target: 'newest', desired: 2
                assert resized.status == 'succeeded'
                assert resized.objects[0].action == 'scaled'
                assert resized.serverGroups[0].up == 2
                spinDisableServerGroup account: 'cloud', serverGroup: 'shop-web-v000'
                def back = spinRollbackServerGroup account: 'cloud', cluster: 'shop-web'
                assert back.rolledBackTo == 'shop-web-v000' && back.rolledBackFrom == 'shop-web-v001'
                spinEnableServerGroup account: 'cloud', cluster: 'shop-web', target: 'current_asg_dynamic'
                spinResizeServerGroup account: 'cloud', serverGroup: 'shop-web-v000', by: '-50%'
                def gone = spinDestroyServerGroup account: 'cloud', cluster: 'shop-web', keep: 1, allowActive: true
                assert gone.objects.size() == 2
                """);
        assertEquals("shop-web-v000 gone", groups.line(OLD));
        assertEquals("shop-web-v001 in 1/2/2 up 2 of 2 []", groups.line(NEW));
    }

    @Test
    public void whatIsWrongIsToldAtOnceAndChangesNothing() throws Exception {
        String log = run(
                Result.FAILURE,
                "spinResizeServerGroup account: 'cloud', cluster: 'shop-web', target: 'best', by: 'many', keep: 'all'");
        assertThat(log, containsString("\"best\" names no server group of a cluster. Use newest, previous or oldest."));
        assertThat(log, containsString("\"many\" is no change of a size."));
        assertThat(log, containsString("\"all\" is no whole number"));
        assertThat(
                run(Result.FAILURE, "spinEnableServerGroup account: 'cloud'"),
                containsString("It is not clear which server group is meant."));
        assertThat(
                run(Result.FAILURE, "spinDisableServerGroup account: 'cloud', serverGroup: 'a-v1', guardRatio: 0.5"),
                containsString("0.5 is no share that the traffic guard could keep."));
        assertEquals(0, peer.calls().size());
    }

    @Test
    public void aFreestyleJobDestroysServerGroups() throws Exception {
        groups.add(OLD, ONE).add(NEW, ONE);
        FreeStyleProject job = JENKINS.createFreeStyleProject();
        SpinDestroyServerGroupStep step = new SpinDestroyServerGroupStep("cloud");
        step.setServerGroup(OLD);
        job.getBuildersList().add(new SpinDestroyServerGroupBuilder(step));
        JENKINS.buildAndAssertSuccess(job);
        assertEquals("shop-web-v000 gone", groups.line(OLD));
        assertEquals(List.of(NEW), groups.templates());
    }

    private static <T extends ServerGroupChangeStep> T full(T step) {
        step.setRegion("eu-central-1");
        step.setCluster("shop-web");
        step.setWait(false);
        step.setTimeout("10m");
        return step;
    }

    private static <T extends GuardedServerGroupStep> T guarded(T step) {
        full(step).setTarget("oldest");
        step.setKeep("2");
        step.setIgnoreTrafficGuard(true);
        step.setGuardRatio("0.3");
        return step;
    }

    private static SpinResizeServerGroupStep resize() {
        SpinResizeServerGroupStep step = guarded(new SpinResizeServerGroupStep("cloud"));
        step.setMin("1");
        step.setDesired("2");
        step.setMax("3");
        step.setBy("+50%");
        step.setToClusterMaximum(true);
        step.setAllowActive(true);
        return step;
    }

    private static SpinDestroyServerGroupStep destroy() {
        SpinDestroyServerGroupStep step = guarded(new SpinDestroyServerGroupStep("cloud"));
        step.setSkipDisable(true);
        step.setDryRun(true);
        step.setAllowActive(true);
        return step;
    }

    private static SpinEnableServerGroupStep enable() {
        SpinEnableServerGroupStep step = new SpinEnableServerGroupStep("cloud");
        step.setServerGroup(OLD);
        step.setTarget("newest");
        return step;
    }

    private static SpinRollbackServerGroupStep rollback() {
        SpinRollbackServerGroupStep step = full(new SpinRollbackServerGroupStep("cloud"));
        step.setTo(OLD);
        step.setImage("ami-1");
        step.setHealthyPercent("90");
        step.setIgnoreTrafficGuard(true);
        step.setGuardRatio("0.3");
        return step;
    }

    private static Map<String, Object> arguments(Step step) {
        return new TreeMap<>(DescribableModel.uninstantiate2_(step).toMap());
    }

    @Test
    public void stepsSurviveTheirForms() throws Exception {
        FreeStyleProject job = JENKINS.createFreeStyleProject();
        job.getBuildersList().add(new SpinResizeServerGroupBuilder(resize()));
        job.getBuildersList().add(new SpinEnableServerGroupBuilder(enable()));
        job.getBuildersList().add(new SpinDisableServerGroupBuilder(guarded(new SpinDisableServerGroupStep("cloud"))));
        job.getBuildersList().add(new SpinDestroyServerGroupBuilder(destroy()));
        job.getBuildersList().add(new SpinRollbackServerGroupBuilder(rollback()));
        job.getBuildersList().add(new SpinResizeServerGroupBuilder(new SpinResizeServerGroupStep("cloud")));
        List<Builder> again = JENKINS.configRoundtrip(job).getBuildersList().toList();
        assertEquals(arguments(resize()), arguments(((SpinResizeServerGroupBuilder) again.get(0)).getStep()));
        assertEquals(arguments(enable()), arguments(((SpinEnableServerGroupBuilder) again.get(1)).getStep()));
        assertEquals(
                arguments(guarded(new SpinDisableServerGroupStep("cloud"))),
                arguments(((SpinDisableServerGroupBuilder) again.get(2)).getStep()));
        assertEquals(arguments(destroy()), arguments(((SpinDestroyServerGroupBuilder) again.get(3)).getStep()));
        assertEquals(arguments(rollback()), arguments(((SpinRollbackServerGroupBuilder) again.get(4)).getStep()));
        assertEquals(
                arguments(new SpinResizeServerGroupStep("cloud")),
                arguments(((SpinResizeServerGroupBuilder) again.get(5)).getStep()));
    }

    @Test
    public void everyFieldHasHelp() throws Exception {
        for (Class<? extends Step> step : List.of(
                SpinResizeServerGroupStep.class,
                SpinEnableServerGroupStep.class,
                SpinDisableServerGroupStep.class,
                SpinDestroyServerGroupStep.class,
                SpinRollbackServerGroupStep.class)) {
            String help = "descriptor/" + step.getName() + "/help";
            assertThat(step.getName(), read(help), containsString("<p>"));
            for (var parameter : new DescribableModel<>(step).getParameters()) {
                assertThat(
                        step.getSimpleName() + " " + parameter.getName(),
                        read(help + "/" + parameter.getName()),
                        containsString("<p>"));
            }
        }
    }

    private static String read(String path) throws Exception {
        try (InputStream in = new URL(JENKINS.getURL(), path).openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    public void formsSayWhichServerGroupIsMissing() {
        var form = (ServerGroupStepDescriptor) JENKINS.jenkins.getDescriptorOrDie(SpinResizeServerGroupStep.class);
        assertEquals(Kind.ERROR, form.doCheckCluster(null, "", "").kind);
        assertEquals(Kind.ERROR, form.doCheckCluster(null, "shop-web", OLD).kind);
        assertEquals(Kind.OK, form.doCheckCluster(null, "shop-web", "").kind);
        assertEquals(Kind.OK, form.doCheckCluster(null, "", OLD).kind);
        assertEquals(Kind.ERROR, form.doCheckKeep(null, "all").kind);
        assertEquals(Kind.OK, form.doCheckKeep(null, "2").kind);
        assertEquals(
                List.of("", "newest", "previous", "oldest"),
                form.doFillTargetItems(null).stream()
                        .map(option -> option.value)
                        .toList());
    }
}
