package io.jenkins.plugins.spindelivery.step;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.security.AuthorizationStrategy;
import hudson.tasks.Builder;
import io.jenkins.plugins.spindelivery.account.KubernetesAccount;
import io.jenkins.plugins.spindelivery.account.SpinDeliveryConfiguration;
import io.jenkins.plugins.spindelivery.builder.SpinPatchBuilder;
import io.jenkins.plugins.spindelivery.builder.SpinPauseBuilder;
import io.jenkins.plugins.spindelivery.builder.SpinRestartBuilder;
import io.jenkins.plugins.spindelivery.builder.SpinResumeBuilder;
import io.jenkins.plugins.spindelivery.builder.SpinRollbackBuilder;
import io.jenkins.plugins.spindelivery.builder.SpinScaleBuilder;
import io.jenkins.plugins.spindelivery.engine.SpeakingEnglish;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.workflow.cps.Snippetizer;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.kohsuke.stapler.verb.POST;

/** The forms of the steps that change live objects: round trips, help, snippets, and each web method by who asks. */
public class RolloutFormsTest {
    @ClassRule
    public static final JenkinsRule JENKINS = AtCluster.patient(new JenkinsRule());

    @ClassRule
    public static final SpeakingEnglish ENGLISH = new SpeakingEnglish();

    private static final List<Class<? extends Step>> STEPS = List.of(
            SpinScaleStep.class,
            SpinRollbackStep.class,
            SpinRestartStep.class,
            SpinPauseStep.class,
            SpinResumeStep.class,
            SpinPatchStep.class);

    private static final Map<String, String> WRONG = new LinkedHashMap<>();

    static {
        WRONG.put("SpinScaleStep/checkAccount?value=prd", "Did you mean");
        WRONG.put("SpinScaleStep/checkReplicas?value=many", "is no number of replicas");
        WRONG.put("SpinScaleStep/checkLabels?value=&name=&criterion=", "would mean everything");
        WRONG.put("SpinScaleStep/checkLabels?value=a&name=b&criterion=", "More than one");
        WRONG.put("SpinScaleStep/checkNamespace?value=A", "be a namespace");
        WRONG.put("SpinScaleStep/checkCluster?value=&criterion=newest", "cluster");
        WRONG.put("SpinPauseStep/checkTimeout?value=soon", "is no duration");
        WRONG.put("SpinRollbackStep/checkRevision?value=one", "no whole number");
        WRONG.put("SpinRollbackStep/checkBuild?value=last", "no whole number");
        WRONG.put("SpinRollbackStep/checkRevisionsBack?value=-1", "no whole number");
        WRONG.put("SpinPatchStep/checkPatch?value=" + URLEncoder.encode("a: [", StandardCharsets.UTF_8), "patch:1");
        WRONG.put("SpinPatchStep/checkPatchArtifact?value=ftp://a/b", "ftp");
        WRONG.put("SpinPatchStep/checkPatch?value=text", "and this is neither");
    }

    private WorkflowJob job;

    @Before
    public void accounts() throws Exception {
        JENKINS.jenkins.setAuthorizationStrategy(AuthorizationStrategy.UNSECURED);
        SpinDeliveryConfiguration.get()
                .setAccounts(List.of(new KubernetesAccount("prod", "a"), new KubernetesAccount("test", "b")));
        job = JENKINS.createProject(WorkflowJob.class);
    }

    private static void people() {
        JENKINS.jenkins.setSecurityRealm(JENKINS.createDummySecurityRealm());
        JENKINS.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader")
                .grant(Jenkins.READ, Item.READ, Item.EXTENDED_READ, Item.CONFIGURE)
                .everywhere()
                .to("configurer"));
    }

    private static <T extends RolloutStep> T full(T step) {
        step.setKinds("Deployment, sts");
        step.setLabels("app=web");
        step.setNamespace("shop");
        step.setTimeout("90s");
        if (step instanceof WaitingRolloutStep waiting) {
            waiting.setWait(false);
        }
        return step;
    }

    private static SpinScaleStep scale() {
        SpinScaleStep step = full(new SpinScaleStep("test"));
        step.setReplicas("+2");
        return step;
    }

    private static SpinRollbackStep rollback() {
        SpinRollbackStep step = full(new SpinRollbackStep("test"));
        step.setRevision("7");
        step.setRevisionsBack("3");
        return step;
    }

    private static SpinPatchStep patch() {
        SpinPatchStep step = full(new SpinPatchStep("test"));
        step.setPatch("spec:\n  replicas: 2\n");
        step.setPatchArtifact("https://cmdb.example.com/patch");
        step.setArtifactAccount("git");
        step.setStrategy("merge");
        step.setArtifacts("[{type: docker/image, name: web, reference: 'web:1.5'}]");
        step.setRequiredArtifacts("[{type: docker/image, name: other, reference: 'other:2'}]");
        return step;
    }

    private static SpinRestartStep ofVersion() {
        SpinRestartStep step = new SpinRestartStep("prod");
        step.setKinds("sts");
        step.setCriterion("newest");
        step.setCluster("web");
        step.setApplication("shop");
        return step;
    }

    private static Map<String, Object> arguments(Step step) {
        return DescribableModel.uninstantiate2_(step).toMap();
    }

    @Test
    public void formsKeepEverythingAndAddNothing() throws Exception {
        FreeStyleProject project = JENKINS.createFreeStyleProject();
        project.getBuildersList().add(new SpinScaleBuilder(scale()));
        project.getBuildersList().add(new SpinRollbackBuilder(rollback()));
        project.getBuildersList().add(new SpinRestartBuilder(ofVersion()));
        project.getBuildersList().add(new SpinPauseBuilder(full(new SpinPauseStep("test"))));
        project.getBuildersList().add(new SpinResumeBuilder(full(new SpinResumeStep("test"))));
        project.getBuildersList().add(new SpinPatchBuilder(patch()));
        project.getBuildersList().add(new SpinPatchBuilder(new SpinPatchStep("prod")));
        List<Builder> again = JENKINS.configRoundtrip(project).getBuildersList().toList();
        assertEquals(arguments(scale()), arguments(((SpinScaleBuilder) again.get(0)).getStep()));
        assertEquals(arguments(rollback()), arguments(((SpinRollbackBuilder) again.get(1)).getStep()));
        assertEquals(arguments(ofVersion()), arguments(((SpinRestartBuilder) again.get(2)).getStep()));
        assertEquals(
                arguments(full(new SpinPauseStep("test"))), arguments(((SpinPauseBuilder) again.get(3)).getStep()));
        assertEquals(
                arguments(full(new SpinResumeStep("test"))), arguments(((SpinResumeBuilder) again.get(4)).getStep()));
        assertEquals(arguments(patch()), arguments(((SpinPatchBuilder) again.get(5)).getStep()));
        assertEquals(Map.of("account", "prod"), arguments(((SpinPatchBuilder) again.get(6)).getStep()));
    }

    @Test
    public void snippetsSayNoMoreThanNeeded() {
        SpinScaleStep scale = new SpinScaleStep("prod");
        scale.setKinds("Deployment");
        scale.setName("web");
        scale.setReplicas(3);
        scale.setTimeout("30m");
        assertEquals(
                "spinScale account: 'prod', kinds: 'Deployment', name: 'web', replicas: '3'",
                Snippetizer.object2Groovy(scale));
        SpinRollbackStep rollback = new SpinRollbackStep("prod");
        rollback.setRevisionsBack(1);
        assertEquals("spinRollback 'prod'", Snippetizer.object2Groovy(rollback));
    }

    @Test
    public void everyFieldHasHelp() throws Exception {
        for (Class<? extends Step> step : STEPS) {
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

    private WebResponse send(String user, HttpMethod method, String path) throws Exception {
        JenkinsRule.WebClient client =
                JENKINS.createWebClient().withBasicApiToken(user).withThrowExceptionOnFailingStatusCode(false);
        String form = "descriptorByName/" + SpinScaleStep.class.getPackageName() + "." + path;
        return client.getPage(new WebRequest(new URL(JENKINS.getURL(), job.getUrl() + form), method))
                .getWebResponse();
    }

    @Test
    public void checksTellWhatIsWrongToThoseWhoMaySeeTheForm() throws Exception {
        people();
        for (Map.Entry<String, String> check : WRONG.entrySet()) {
            String path = check.getKey();
            assertEquals("<div/>", send("reader", HttpMethod.POST, path).getContentAsString());
            for (String user : List.of("configurer", "admin")) {
                assertThat(
                        path, send(user, HttpMethod.POST, path).getContentAsString(), containsString(check.getValue()));
            }
            assertEquals(path, 404, send("admin", HttpMethod.GET, path).getStatusCode());
        }
        for (String right : List.of(
                "SpinScaleStep/checkReplicas?value=-1",
                "SpinScaleStep/checkReplicas?value=" + URLEncoder.encode("${ parameters.n }", StandardCharsets.UTF_8),
                "SpinScaleStep/checkLabels?value=&name=web&criterion=",
                "SpinPatchStep/checkPatch?value="
                        + URLEncoder.encode("[{op: remove, path: /a}]", StandardCharsets.UTF_8))) {
            assertEquals(right, "<div/>", send("admin", HttpMethod.POST, right).getContentAsString());
        }
    }

    @Test
    public void everyWebMethodIsInTheTableAndTakesPostAlone() {
        Set<String> tested = new TreeSet<>(Set.of("fillAccountItems", "fillCriterionItems", "fillStrategyItems"));
        WRONG.keySet().forEach(path -> tested.add(path.replaceAll("\\?.*", "").replaceAll(".*/", "")));
        Set<String> found = new TreeSet<>();
        for (Class<? extends Step> step : STEPS) {
            for (Method method :
                    JENKINS.jenkins.getDescriptorOrDie(step).getClass().getMethods()) {
                boolean ours = method.getDeclaringClass().getName().startsWith("io.jenkins.plugins.spindelivery");
                if (ours && method.getName().startsWith("do")) {
                    assertTrue(method.toString(), method.isAnnotationPresent(POST.class));
                    found.add(method.getName().substring(2, 3).toLowerCase()
                            + method.getName().substring(3));
                }
            }
        }
        assertEquals(found, tested);
    }

    @Test
    public void strategiesAreTheSameForEverybody() throws Exception {
        people();
        String strategies = send("reader", HttpMethod.POST, "SpinPatchStep/fillStrategyItems")
                .getContentAsString();
        assertThat(strategies, containsString("\"value\":\"merge\""));
        assertEquals(
                404,
                send("admin", HttpMethod.GET, "SpinPatchStep/fillStrategyItems").getStatusCode());
    }
}
