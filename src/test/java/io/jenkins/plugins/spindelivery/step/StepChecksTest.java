package io.jenkins.plugins.spindelivery.step;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import hudson.model.Item;
import hudson.security.AuthorizationStrategy;
import hudson.util.FormValidation;
import hudson.util.FormValidation.Kind;
import io.jenkins.plugins.spindelivery.account.KubernetesAccount;
import io.jenkins.plugins.spindelivery.account.SpinDeliveryConfiguration;
import io.jenkins.plugins.spindelivery.engine.SpeakingEnglish;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.kohsuke.stapler.verb.POST;

/** Each web method of the steps' forms, for a reader, the job's configurer and an administrator. */
public class StepChecksTest {
    @ClassRule
    public static final JenkinsRule JENKINS = AtCluster.patient(new JenkinsRule());

    @ClassRule
    public static final SpeakingEnglish ENGLISH = new SpeakingEnglish();

    /** The checks, each with something wrong, and what is said about it. */
    private static final Map<String, String> WRONG = new LinkedHashMap<>();

    static {
        WRONG.put("SpinDeployStep/checkAccount?value=prd", "Did you mean");
        WRONG.put("SpinDeployStep/checkManifest?value=" + encoded("kind: A\nkind: B"), "manifest:2");
        WRONG.put("SpinDeployStep/checkManifestFile?value=../a.yaml", "leads out of the workspace");
        WRONG.put("SpinDeployStep/checkArtifact?value=ftp://example.com/a", "none of the forms that can be fetched");
        WRONG.put("SpinDeployStep/checkParameters?value=" + encoded("- a"), "NAME=VALUE");
        WRONG.put("SpinDeployStep/checkNamespace?value=Shop", "be a namespace");
        WRONG.put("SpinDeployStep/checkNamespaceOverride?value=-", "be a namespace");
        WRONG.put("SpinDeployStep/checkTimeout?value=soon", "is no duration");
        WRONG.put("SpinDeployStep/checkPauseBetween?value=soon", "is no duration");
        WRONG.put("SpinDeployStep/checkTargetPercentages?value=50,25", "50,25");
        WRONG.put("SpinDestroyStep/checkLabels?value=&name=", "would mean everything");
        WRONG.put("SpinDestroyStep/checkGracePeriod?value=1m", "no whole number");
        WRONG.put("SpinDestroyStep/checkTimeout?value=0", "is no duration");
        WRONG.put("SpinDestroyStep/checkNamespace?value=A", "be a namespace");
        for (String field : List.of("Lifetime", "Interval", "Lookback", "Warmup", "BaselineOffset", "Step")) {
            WRONG.put("SpinCanaryStep/check" + field + "?value=soon", "is no duration");
        }
        WRONG.put("SpinCanaryStep/checkAnalysis?value=" + encoded("{metrics: []}"), "there is nothing to compare");
        for (String field : List.of("Interval", "Lookback", "BaselineOffset", "Step")) {
            WRONG.put("SpinCanaryAnalysisStep/check" + field + "?value=soon", "is no duration");
        }
        WRONG.put("SpinCanaryAnalysisStep/checkStart?value=monday", "how long before the end");
        WRONG.put("SpinCanaryAnalysisStep/checkEnd?value=1h", "is no time");
        WRONG.put("SpinCanaryAnalysisStep/checkAnalysis?value=" + encoded("{metrics: []}"), "nothing to compare");
        WRONG.put("SpinDestroyStep/checkCluster?value=&criterion=oldest", "give the cluster");
        WRONG.put("SpinFindStep/checkCluster?value=web&criterion=", "which one of its versions");
        WRONG.put("SpinRunJobStep/checkManifest?value=" + encoded("kind: A\nkind: B"), "manifest:2");
        WRONG.put("SpinRunJobStep/checkNamespace?value=Shop", "be a namespace");
        WRONG.put("SpinRunJobStep/checkTimeout?value=soon", "is no duration");
    }

    private static final List<String> FIXED = List.of(
            "SpinDeployStep/fillVersionedItems",
            "SpinDeployStep/fillStrategyItems",
            "SpinDeployStep/fillCheckItems",
            "SpinDestroyStep/fillCascadingItems",
            "SpinDestroyStep/fillCriterionItems",
            "SpinRunJobStep/fillCleanupItems",
            "SpinDeployStep/fillTrafficStrategyItems");

    private WorkflowJob job;

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    @Before
    public void people() throws Exception {
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
        SpinDeliveryConfiguration.get()
                .setAccounts(List.of(new KubernetesAccount("prod", "a"), new KubernetesAccount("test", "b")));
        job = JENKINS.createProject(WorkflowJob.class);
    }

    private WebResponse send(String user, HttpMethod method, String path) throws Exception {
        JenkinsRule.WebClient client =
                JENKINS.createWebClient().withBasicApiToken(user).withThrowExceptionOnFailingStatusCode(false);
        return client.getPage(new WebRequest(new URL(JENKINS.getURL(), path), method))
                .getWebResponse();
    }

    private String ofJob(String check) {
        return job.getUrl() + "descriptorByName/" + SpinDeployStep.class.getPackageName() + "." + check;
    }

    private static String ofJenkins(String check) {
        return "descriptorByName/" + SpinDeployStep.class.getPackageName() + "." + check;
    }

    @Test
    public void everyWebMethodIsInTheTableAndTakesPostAlone() {
        Set<String> tested = new TreeSet<>(Set.of("fillAccountItems"));
        WRONG.keySet().forEach(path -> tested.add(path.replaceAll("\\?.*", "").replaceAll(".*/", "")));
        FIXED.forEach(path -> tested.add(path.replaceAll(".*/", "")));
        Set<String> found = new TreeSet<>();
        for (Class<?> step : List.of(
                SpinDeployStep.class,
                SpinPlanStep.class,
                SpinDestroyStep.class,
                SpinStatusStep.class,
                SpinCanaryStep.class,
                SpinCanaryAnalysisStep.class,
                SpinFindStep.class,
                SpinRunJobStep.class)) {
            Class<?> form = JENKINS.jenkins
                    .getDescriptorOrDie(step.asSubclass(hudson.model.Describable.class))
                    .getClass();
            for (Method method : form.getMethods()) {
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
    public void checksTellWhatIsWrongToThoseWhoMaySeeTheForm() throws Exception {
        for (Map.Entry<String, String> check : WRONG.entrySet()) {
            String path = ofJob(check.getKey());
            assertEquals("<div/>", send("reader", HttpMethod.POST, path).getContentAsString());
            assertThat(
                    check.getKey(),
                    send("configurer", HttpMethod.POST, path).getContentAsString(),
                    containsString(check.getValue()));
            assertThat(send("admin", HttpMethod.POST, path).getContentAsString(), containsString(check.getValue()));
            assertEquals(
                    "without a job only administrators are told",
                    "<div/>",
                    send("configurer", HttpMethod.POST, ofJenkins(check.getKey()))
                            .getContentAsString());
            assertThat(
                    send("admin", HttpMethod.POST, ofJenkins(check.getKey())).getContentAsString(),
                    containsString(check.getValue()));
            assertEquals(
                    check.getKey(), 404, send("admin", HttpMethod.GET, path).getStatusCode());
        }
    }

    @Test
    public void accountsAreListedForThoseWhoMaySeeTheForm() throws Exception {
        String path = ofJob("SpinDeployStep/fillAccountItems?account=old");
        assertEquals(List.of("old"), values(send("reader", HttpMethod.POST, path)));
        assertEquals(List.of("prod", "test", "old"), values(send("configurer", HttpMethod.POST, path)));
        assertEquals(List.of("prod", "test", "old"), values(send("admin", HttpMethod.POST, path)));
        String all = ofJenkins("SpinDeployStep/fillAccountItems?account=test");
        assertEquals(List.of("test"), values(send("configurer", HttpMethod.POST, all)));
        assertEquals(List.of("prod", "test"), values(send("admin", HttpMethod.POST, all)));
        assertEquals(404, send("admin", HttpMethod.GET, path).getStatusCode());
    }

    @Test
    public void choicesAreTheSameForEverybody() throws Exception {
        assertEquals(List.of("", "true", "false"), values(send("reader", HttpMethod.POST, ofJob(FIXED.get(0)))));
        assertEquals(List.of("", "replace", "recreate"), values(send("reader", HttpMethod.POST, ofJob(FIXED.get(1)))));
        assertEquals(List.of("", "structural"), values(send("reader", HttpMethod.POST, ofJob(FIXED.get(2)))));
        assertEquals(List.of("", "foreground", "orphan"), values(send("reader", HttpMethod.POST, ofJob(FIXED.get(3)))));
        for (String choice : FIXED) {
            assertEquals(404, send("admin", HttpMethod.GET, ofJob(choice)).getStatusCode());
        }
    }

    private static List<String> values(WebResponse response) {
        return net.sf.json.JSONObject.fromObject(response.getContentAsString()).getJSONArray("values").stream()
                .map(item -> ((net.sf.json.JSONObject) item).getString("value"))
                .collect(Collectors.toList());
    }

    @Test
    public void allowedHostsAreCheckedForAdministrators() throws Exception {
        String path = ofJenkins("FetchConfiguration/checkAllowedHosts?value=" + encoded("cmdb:80 http://x"));
        assertThat(
                send("admin", HttpMethod.POST, path).getContentAsString(), containsString("http://x&quot; is no host"));
        assertEquals("<div/>", send("configurer", HttpMethod.POST, path).getContentAsString());
        assertEquals(404, send("admin", HttpMethod.GET, path).getStatusCode());
    }

    @Test
    public void serversOfRepositoriesAreCheckedForAdministrators() throws Exception {
        for (String check : List.of(
                "checkName?value=a+b",
                "checkUrl?value=x",
                "checkFolders?value=nowhere",
                "checkCredentialsId?value=none&url=")) {
            String path = ofJenkins("GitHubServer/" + check);
            assertThat(send("admin", HttpMethod.POST, path).getContentAsString(), containsString("class="));
            assertEquals(
                    check, "<div/>", send("configurer", HttpMethod.POST, path).getContentAsString());
            assertEquals(404, send("admin", HttpMethod.GET, path).getStatusCode());
        }
        String items = ofJenkins("GitHubServer/fillCredentialsIdItems?credentialsId=now&url=");
        assertEquals(List.of("now"), values(send("configurer", HttpMethod.POST, items)));
        assertEquals(404, send("admin", HttpMethod.GET, items).getStatusCode());
    }

    @Test
    public void whatIsRightPasses() throws Exception {
        JENKINS.jenkins.setAuthorizationStrategy(AuthorizationStrategy.UNSECURED);
        var deploy = (SpinDeployStep.DescriptorImpl) JENKINS.jenkins.getDescriptorOrDie(SpinDeployStep.class);
        var destroy = (SpinDestroyStep.DescriptorImpl) JENKINS.jenkins.getDescriptorOrDie(SpinDestroyStep.class);
        var canary = (SpinCanaryStep.DescriptorImpl) JENKINS.jenkins.getDescriptorOrDie(SpinCanaryStep.class);
        var past = (SpinCanaryAnalysisStep.DescriptorImpl)
                JENKINS.jenkins.getDescriptorOrDie(SpinCanaryAnalysisStep.class);
        String manifest = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: '${ parameters.name }'}\n";
        List<FormValidation> right = Arrays.asList(
                deploy.doCheckAccount(job, "prod"),
                deploy.doCheckAccount(job, ""),
                deploy.doCheckManifest(job, manifest, "", ""),
                deploy.doCheckManifest(job, "", "k8s", ""),
                deploy.doCheckManifestFile(job, "k8s/*.yaml, b/../b.yaml".replace("b/../", "")),
                deploy.doCheckArtifact(job, "https://example.com/a?b=c\n${ parameters.url }"),
                deploy.doCheckParameters(job, "a=1\nb=x=y"),
                deploy.doCheckParameters(job, "a: 1\nb: [2]"),
                deploy.doCheckNamespace(job, "${ parameters.namespace }"),
                deploy.doCheckNamespaceOverride(job, ""),
                deploy.doCheckTimeout(job, "1h30m"),
                canary.doCheckAnalysis(job, "canary/config.json"),
                canary.doCheckAnalysis(job, ""),
                canary.doCheckLifetime(job, "1h"),
                past.doCheckStart(job, "1h"),
                past.doCheckStart(job, "2026-03-01T09:00:00Z"),
                past.doCheckStart(job, "${ parameters.start }"),
                past.doCheckEnd(job, "2026-03-01T09:00:00.5+01:00"),
                past.doCheckEnd(job, "1772355600000"),
                past.doCheckEnd(job, ""),
                deploy.doCheckPauseBetween(job, "5m"),
                deploy.doCheckTargetPercentages(job, "25, 50"),
                deploy.doCheckTargetPercentages(job, "${ parameters.steps }"),
                destroy.doCheckLabels(job, "app=web", "", "", ""),
                destroy.doCheckLabels(job, "", "web", "", ""),
                destroy.doCheckGracePeriod(job, "0"));
        right.forEach(one -> assertEquals(one.toString(), Kind.OK, one.kind));
        assertEquals(Kind.ERROR, deploy.doCheckManifest(job, manifest, "k8s", "").kind);
        assertEquals(Kind.ERROR, deploy.doCheckTargetPercentages(job, "50, 25").kind);
        assertEquals(Kind.ERROR, destroy.doCheckLabels(job, "app=web", "web", "", "").kind);
    }
}
