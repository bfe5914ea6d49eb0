package io.jenkins.plugins.spindelivery.step;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertEquals;

import hudson.Functions;
import hudson.model.FreeStyleProject;
import hudson.tasks.Builder;
import io.jenkins.plugins.spindelivery.account.KubernetesAccount;
import io.jenkins.plugins.spindelivery.account.SpinDeliveryConfiguration;
import io.jenkins.plugins.spindelivery.builder.SpinCanaryAnalysisBuilder;
import io.jenkins.plugins.spindelivery.builder.SpinCanaryBuilder;
import io.jenkins.plugins.spindelivery.builder.SpinDeployBuilder;
import io.jenkins.plugins.spindelivery.builder.SpinDestroyBuilder;
import io.jenkins.plugins.spindelivery.builder.SpinDisableBuilder;
import io.jenkins.plugins.spindelivery.builder.SpinEnableBuilder;
import io.jenkins.plugins.spindelivery.builder.SpinFindBuilder;
import io.jenkins.plugins.spindelivery.builder.SpinPlanBuilder;
import io.jenkins.plugins.spindelivery.builder.SpinRollbackBuilder;
import io.jenkins.plugins.spindelivery.builder.SpinRunJobBuilder;
import io.jenkins.plugins.spindelivery.builder.SpinStatusBuilder;
import java.io.InputStream;
import java.net.URL;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.workflow.cps.Snippetizer;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.localizer.LocaleProvider;

/** Steps survive their forms, and snippets say no more than is needed. */
public class StepFormTest {
    @ClassRule
    public static final JenkinsRule JENKINS = AtCluster.patient(new JenkinsRule());

    private static final String MANIFEST = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\n";

    @Before
    public void accounts() {
        SpinDeliveryConfiguration.get()
                .setAccounts(List.of(new KubernetesAccount("prod", "a"), new KubernetesAccount("test", "b")));
    }

    private static SpinDeployStep deploy() {
        SpinDeployStep step = new SpinDeployStep("test");
        step.setManifestFile("k8s/*.yaml");
        return step;
    }

    private static <T extends PreparedStep> T full(T step) {
        step.setManifest(MANIFEST);
        step.setParameters("tag=1.5\nname=web");
        step.setSkipExpressions(true);
        step.setArtifacts("[{type: docker/image, name: web, reference: 'web:1.5'}]");
        step.setRequiredArtifacts("[{type: docker/image, name: other, reference: 'other:2'}]");
        step.setNamespace("shop");
        step.setNamespaceOverride("shop-test");
        step.setApplication("shop");
        step.setStack("s");
        step.setDetail("d");
        step.setCluster("c");
        step.setVersioned("true");
        step.setStrategy("recreate");
        step.setForceConflicts(true);
        step.setPrune(true);
        step.setStrictApi(true);
        step.setApplyUnchanged(true);
        return step;
    }

    private static SpinDeployStep fullDeploy() {
        SpinDeployStep step = full(new SpinDeployStep("test"));
        step.setTimeout("10m");
        step.setRollbackOnFailure(true);
        step.setDryRun(true);
        step.setWait(false);
        step.setCheck("structural");
        step.setRecordDiff(false);
        step.setServices("web, api");
        step.setEnableTraffic(false);
        step.setTrafficStrategy("rollingRedBlack");
        step.setTargetPercentages("25, 50");
        step.setPauseBetween("5m");
        step.setIgnoreTrafficGuard(true);
        return step;
    }

    private static <T extends TrafficStep> T fullTraffic(T step) {
        step.setName("web-v000");
        step.setNamespace("shop");
        step.setServices("web");
        step.setWait(false);
        step.setTimeout("90s");
        return step;
    }

    private static SpinDisableStep fullDisable() {
        SpinDisableStep step = fullTraffic(new SpinDisableStep("test"));
        step.setIgnoreTrafficGuard(true);
        step.setGuardRatio("0.3");
        return step;
    }

    private static SpinDestroyStep fullDestroy() {
        SpinDestroyStep step = new SpinDestroyStep("test");
        step.setKinds("Deployment, svc");
        step.setLabels("app=web,track=canary");
        step.setNamespace("shop");
        step.setCascading("foreground");
        step.setGracePeriod("5");
        step.setDryRun(true);
        step.setWait(false);
        step.setTimeout("90s");
        return step;
    }

    private static SpinFindStep fullFind() {
        SpinFindStep step = new SpinFindStep("test");
        step.setKinds("rs");
        step.setCriterion("second_newest");
        step.setCluster("web");
        step.setApplication("shop");
        step.setNamespace("shop");
        step.setOptional(true);
        return step;
    }

    private static SpinRunJobStep fullRunJob() {
        SpinRunJobStep step = new SpinRunJobStep("test");
        step.setManifest(MANIFEST);
        step.setParameters("tag=1.5");
        step.setNamespace("shop");
        step.setOutputs("main");
        step.setCleanup("never");
        step.setTimeout("10m");
        return step;
    }

    private static SpinRollbackStep fullRollback() {
        SpinRollbackStep step = new SpinRollbackStep("test");
        step.setBuild("12");
        step.setDeploy("0b9f5b0e");
        step.setForce(true);
        step.setWait(false);
        step.setTimeout("10m");
        return step;
    }

    private static SpinStatusStep fullStatus() {
        SpinStatusStep step = new SpinStatusStep("test");
        step.setKinds("deploy");
        step.setNames("web, api");
        step.setNamespace("shop");
        return step;
    }

    private static SpinCanaryStep fullCanary() {
        SpinCanaryStep step = new SpinCanaryStep("test");
        step.setManifest(MANIFEST);
        step.setParameters("tag=1.5");
        step.setSkipExpressions(true);
        step.setArtifacts("[{type: docker/image, name: web, reference: 'web:1.5'}]");
        step.setRequiredArtifacts("[{type: docker/image, name: other, reference: 'other:2'}]");
        step.setNamespace("shop");
        step.setTimeout("10m");
        step.setReplicas("2");
        step.setService("web, api");
        step.setLabel("track=canary");
        step.setBaseline("web");
        step.setAnalysis("{metrics: []}");
        step.setMetricSource("prometheus");
        step.setLifetime("1h");
        step.setInterval("10m");
        step.setLookback("20m");
        step.setWarmup("5m");
        step.setBaselineOffset("1d");
        step.setStep("30s");
        step.setPassScore("90");
        step.setMarginalScore("60");
        step.setScopes("default: {control: a, experiment: b}");
        step.setRoute("web");
        step.setWeight("10");
        step.setFailOnVerdict(false);
        return step;
    }

    private static SpinCanaryAnalysisStep fullAnalysis() {
        SpinCanaryAnalysisStep step = new SpinCanaryAnalysisStep("prometheus");
        step.setAnalysis("{metrics: []}");
        step.setControl("web-v1");
        step.setControlLocation("shop");
        step.setExperiment("web-v2");
        step.setExperimentLocation("shop-eu");
        step.setScopes("database: {control: a, experiment: b}");
        step.setStart("2026-03-01T09:00:00Z");
        step.setEnd("2026-03-01T10:00:00Z");
        step.setInterval("10m");
        step.setLookback("20m");
        step.setBaselineOffset("1d");
        step.setStep("30s");
        step.setPassScore("90");
        step.setMarginalScore("60");
        step.setFailOnVerdict(false);
        return step;
    }

    /** All fields as arguments of a Pipeline, which is all that there is. */
    private static Map<String, Object> arguments(Step step) {
        return DescribableModel.uninstantiate2_(step).toMap();
    }

    /** All forms on one page, because a browser without a browser is slow. */
    @Test
    public void formsKeepEverythingAndAddNothing() throws Exception {
        SpinDeployStep groovy = new SpinDeployStep("test");
        groovy.setManifest(List.of(configMap("a"), configMap("b")));
        groovy.setParameters(Map.of("replicas", 3));
        groovy.setArtifact(List.of("https://example.com/a", "https://example.com/b"));
        FreeStyleProject job = JENKINS.createFreeStyleProject();
        job.getBuildersList().add(new SpinDeployBuilder(fullDeploy()));
        job.getBuildersList().add(new SpinPlanBuilder(full(new SpinPlanStep("test"))));
        job.getBuildersList().add(new SpinDestroyBuilder(fullDestroy()));
        job.getBuildersList().add(new SpinStatusBuilder(fullStatus()));
        job.getBuildersList().add(new SpinDeployBuilder(deploy()));
        job.getBuildersList().add(new SpinDestroyBuilder(new SpinDestroyStep("prod")));
        job.getBuildersList().add(new SpinDeployBuilder(groovy));
        job.getBuildersList().add(new SpinFindBuilder(fullFind()));
        job.getBuildersList().add(new SpinRunJobBuilder(fullRunJob()));
        job.getBuildersList().add(new SpinRollbackBuilder(fullRollback()));
        SpinDeployStep lists = new SpinDeployStep("test");
        lists.setServices(List.of("web", "api"));
        lists.setTargetPercentages(List.of(25, 50));
        job.getBuildersList().add(new SpinEnableBuilder(fullTraffic(new SpinEnableStep("test"))));
        job.getBuildersList().add(new SpinDisableBuilder(fullDisable()));
        job.getBuildersList().add(new SpinDisableBuilder(new SpinDisableStep("prod")));
        job.getBuildersList().add(new SpinDeployBuilder(lists));
        job.getBuildersList().add(new SpinCanaryBuilder(fullCanary()));
        job.getBuildersList().add(new SpinCanaryBuilder(new SpinCanaryStep("prod")));
        job.getBuildersList().add(new SpinCanaryAnalysisBuilder(fullAnalysis()));
        job.getBuildersList().add(new SpinCanaryAnalysisBuilder(new SpinCanaryAnalysisStep("prometheus")));
        List<Builder> again = JENKINS.configRoundtrip(job).getBuildersList().toList();
        assertEquals(arguments(fullDeploy()), arguments(((SpinDeployBuilder) again.get(0)).getStep()));
        assertEquals(arguments(full(new SpinPlanStep("test"))), arguments(((SpinPlanBuilder) again.get(1)).getStep()));
        assertEquals(arguments(fullDestroy()), arguments(((SpinDestroyBuilder) again.get(2)).getStep()));
        assertEquals(arguments(fullStatus()), arguments(((SpinStatusBuilder) again.get(3)).getStep()));
        assertEquals(
                Map.of("account", "test", "manifestFile", "k8s/*.yaml"),
                arguments(((SpinDeployBuilder) again.get(4)).getStep()));
        assertEquals(Map.of("account", "prod"), arguments(((SpinDestroyBuilder) again.get(5)).getStep()));
        assertEquals(arguments(fullFind()), arguments(((SpinFindBuilder) again.get(7)).getStep()));
        assertEquals(arguments(fullRunJob()), arguments(((SpinRunJobBuilder) again.get(8)).getStep()));
        assertEquals(arguments(fullRollback()), arguments(((SpinRollbackBuilder) again.get(9)).getStep()));
        assertEquals(
                arguments(fullTraffic(new SpinEnableStep("test"))),
                arguments(((SpinEnableBuilder) again.get(10)).getStep()));
        assertEquals(arguments(fullDisable()), arguments(((SpinDisableBuilder) again.get(11)).getStep()));
        assertEquals(Map.of("account", "prod"), arguments(((SpinDisableBuilder) again.get(12)).getStep()));
        assertEquals(
                Map.of("account", "test", "services", "web, api", "targetPercentages", "25, 50"),
                arguments(((SpinDeployBuilder) again.get(13)).getStep()));
        assertEquals(arguments(fullCanary()), arguments(((SpinCanaryBuilder) again.get(14)).getStep()));
        assertEquals(Map.of("account", "prod"), arguments(((SpinCanaryBuilder) again.get(15)).getStep()));
        assertEquals(arguments(fullAnalysis()), arguments(((SpinCanaryAnalysisBuilder) again.get(16)).getStep()));
        assertEquals(
                Map.of("metricSource", "prometheus"), arguments(((SpinCanaryAnalysisBuilder) again.get(17)).getStep()));
        SpinDeployStep text = ((SpinDeployBuilder) again.get(6)).getStep();
        assertEquals("ConfigMap a, ConfigMap b", InlineManifests.names(text.getManifest()));
        assertEquals(
                3, ParameterText.tree(text.getParameters()).path("replicas").intValue());
        assertEquals(List.of("https://example.com/a", "https://example.com/b"), text.urls());
    }

    private static Map<String, Object> configMap(String name) {
        return Map.of("apiVersion", "v1", "kind", "ConfigMap", "metadata", Map.of("name", name));
    }

    @Test
    public void defaultsThatAreWrittenOutAreDefaults() {
        SpinDeployStep step = deploy();
        step.setTimeout("30m");
        step.setVersioned("default");
        step.setStrategy("apply");
        step.setCheck("full");
        step.setNamespace(" ");
        step.setManifest("");
        assertEquals(arguments(deploy()), arguments(step));
    }

    @Test
    public void snippetsSayNoMoreThanNeeded() {
        assertEquals("spinDeploy account: 'test', manifestFile: 'k8s/*.yaml'", Snippetizer.object2Groovy(deploy()));
        SpinDestroyStep destroy = new SpinDestroyStep("prod");
        destroy.setKinds("Deployment");
        destroy.setLabels("track=canary");
        assertEquals(
                "spinDestroy account: 'prod', kinds: 'Deployment', labels: 'track=canary'",
                Snippetizer.object2Groovy(destroy));
        SpinCanaryStep canary = new SpinCanaryStep("prod");
        canary.setManifestFile("web.yaml");
        canary.setReplicas(1);
        canary.setStep("60s");
        assertEquals(
                "spinCanary(account: 'prod', manifestFile: 'web.yaml') {\n    // some block\n}",
                Snippetizer.object2Groovy(canary));
    }

    @Test
    public void anAnalysisNamesNoAccount() {
        SpinCanaryAnalysisStep step = new SpinCanaryAnalysisStep("prometheus");
        step.setAnalysis("canary.json");
        step.setControl("web-v1");
        step.setExperiment("web-v2");
        step.setStart("1h");
        step.setStep("60s");
        assertEquals(
                "spinCanaryAnalysis analysis: 'canary.json', control: 'web-v1', experiment: 'web-v2',"
                        + " metricSource: 'prometheus', start: '1h'",
                Snippetizer.object2Groovy(step));
    }

    @Test
    public void snippetsAreMadeOfForms() throws Exception {
        String form = "{'stapler-class': '" + SpinDeployStep.class.getName()
                + "', 'account': 'prod', 'manifest': 'a: b', 'timeout': '5m', 'versioned': '', 'check': '',"
                + " 'dryRun': true, 'wait': true, 'recordDiff': true}";
        JenkinsRule.WebClient client = JENKINS.createWebClient().withJavaScriptEnabled(false);
        String path = "pipeline-syntax/generateSnippet?json=" + URLEncoder.encode(form, StandardCharsets.UTF_8);
        WebRequest request = new WebRequest(new URL(JENKINS.getURL(), path), HttpMethod.POST);
        assertEquals(
                "spinDeploy account: 'prod', dryRun: true, manifest: 'a: b', timeout: '5m'",
                client.getPage(client.addCrumb(request))
                        .getWebResponse()
                        .getContentAsString()
                        .strip());
    }

    @Test
    public void aFreestyleJobThatWasReadAgainIsTheSame() throws Exception {
        FreeStyleProject job = JENKINS.createFreeStyleProject();
        job.getBuildersList().add(new SpinDeployBuilder(fullDeploy()));
        job.save();
        job.doReload();
        job = (FreeStyleProject) JENKINS.jenkins.getItem(job.getName());
        assertEquals(
                arguments(fullDeploy()),
                arguments(job.getBuildersList().get(SpinDeployBuilder.class).getStep()));
    }

    @Test
    public void allowedHostsAreKept() throws Exception {
        FetchConfiguration.get().setAllowedHosts("cmdb:8080, [::1]\nnext.example.com");
        JENKINS.configRoundtrip();
        assertEquals(
                "cmdb:8080\n[::1]\nnext.example.com", FetchConfiguration.get().getAllowedHosts());
        assertEquals(
                List.of("cmdb:8080", "[::1]", "next.example.com"),
                FetchConfiguration.get().hosts());
        FetchConfiguration.get().setAllowedHosts("");
    }

    @Test
    public void everyFieldHasHelp() throws Exception {
        for (Class<? extends Step> step : List.of(
                SpinDeployStep.class,
                SpinPlanStep.class,
                SpinDestroyStep.class,
                SpinStatusStep.class,
                SpinCanaryStep.class,
                SpinCanaryAnalysisStep.class,
                SpinFindStep.class,
                SpinRunJobStep.class,
                SpinRollbackStep.class)) {
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
    public void formsSpeakChinese() throws Exception {
        FreeStyleProject job = JENKINS.createFreeStyleProject();
        job.getBuildersList().add(new SpinDeployBuilder(deploy()));
        LocaleProvider before = LocaleProvider.getProvider();
        // The harness speaks English to everybody; this is what Jenkins does.
        LocaleProvider.setProvider(new LocaleProvider() {
            @Override
            public Locale get() {
                return Functions.getCurrentLocale();
            }
        });
        try {
            JenkinsRule.WebClient client = JENKINS.createWebClient().withJavaScriptEnabled(false);
            client.addRequestHeader("Accept-Language", "zh-CN");
            String text = client.getPage(job, "configure").getWebResponse().getContentAsString();
            assertThat(text, containsString("或工作区中的文件"));
            assertThat(text, containsString("Spin：部署清单"));
            assertThat(text, not(containsString("or files in the workspace")));
        } finally {
            LocaleProvider.setProvider(before);
        }
    }

    @Test
    public void stepsAreNamedByWhatTheyAreAbout() {
        var deploy = (StageStepDescriptor) JENKINS.jenkins.getDescriptorOrDie(SpinDeployStep.class);
        var destroy = (StageStepDescriptor) JENKINS.jenkins.getDescriptorOrDie(SpinDestroyStep.class);
        assertEquals(
                "prod: k8s/*.yaml", deploy.argumentsToString(Map.of("account", "prod", "manifestFile", "k8s/*.yaml")));
        assertEquals("prod", deploy.argumentsToString(Map.of("account", "prod", "manifest", "a: b\nc: d")));
        assertEquals(
                "prod: Deployment app=web",
                destroy.argumentsToString(Map.of("account", "prod", "kinds", "Deployment", "labels", "app=web")));
    }
}
