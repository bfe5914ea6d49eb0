package io.jenkins.plugins.spindelivery.step;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.containsString;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.security.AuthorizationStrategy;
import hudson.tasks.Builder;
import io.jenkins.plugins.spindelivery.account.AwsAccountConfiguration;
import io.jenkins.plugins.spindelivery.account.SpinDeliveryConfiguration;
import io.jenkins.plugins.spindelivery.builder.SpinCleanImagesBuilder;
import io.jenkins.plugins.spindelivery.builder.SpinFindImageBuilder;
import io.jenkins.plugins.spindelivery.builder.SpinLoadBalancerBuilder;
import io.jenkins.plugins.spindelivery.builder.SpinSecurityGroupBuilder;
import io.jenkins.plugins.spindelivery.engine.SpeakingEnglish;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import jenkins.model.Jenkins;
import org.hamcrest.Matcher;
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

/** The forms of all steps at AWS: help, each web method by who asks; and round trips of those that have no test of their own. */
public class AwsFormsTest {
    @ClassRule
    public static final JenkinsRule JENKINS = AtCluster.patient(new JenkinsRule());

    @ClassRule
    public static final SpeakingEnglish ENGLISH = new SpeakingEnglish();

    private static final List<Class<? extends Step>> STEPS = List.of(
            SpinBakeStep.class,
            SpinFindImageStep.class,
            SpinCleanImagesStep.class,
            SpinServerGroupStep.class,
            SpinRollingServerGroupStep.class,
            SpinResizeServerGroupStep.class,
            SpinEnableServerGroupStep.class,
            SpinDisableServerGroupStep.class,
            SpinDestroyServerGroupStep.class,
            SpinRollbackServerGroupStep.class,
            SpinLoadBalancerStep.class,
            SpinSecurityGroupStep.class);

    private static final Matcher<String> HELP = anyOf(containsString("<p>"), containsString("<div>"));

    /** The checks, each with something wrong, and what is said about it. */
    private static final Map<String, String> WRONG = new LinkedHashMap<>();

    static {
        WRONG.put("SpinBakeStep/checkAccount?value=clod", "Did you mean");
        WRONG.put("SpinBakeStep/checkRegions?value=eu-westt-1&account=cloud", "Did you mean");
        WRONG.put("SpinBakeStep/checkTimeout?value=soon", "is no duration");
        WRONG.put("SpinFindImageStep/checkTags?value=team", "is no tag with a value");
        WRONG.put("SpinCleanImagesStep/checkTags?value=team", "is no tag with a value");
        WRONG.put("SpinCleanImagesStep/checkKeep?value=some", "some");
        WRONG.put("SpinCleanImagesStep/checkOlderThan?value=soon", "is no duration");
        WRONG.put("SpinServerGroupStep/checkRegion?value=us-east-1&account=cloud", "may not be used in region");
        WRONG.put("SpinServerGroupStep/checkTargetPercentages?value=50,25", "50,25");
        WRONG.put("SpinRollingServerGroupStep/checkPauseBetween?value=soon", "is no duration");
        WRONG.put("SpinServerGroupStep/checkDelayBeforeCleanup?value=soon", "is no duration");
        WRONG.put("SpinServerGroupStep/checkDelayBeforeScaleDown?value=soon", "is no duration");
        WRONG.put("SpinDisableServerGroupStep/checkCluster?value=&serverGroup=", "which server group is meant");
        WRONG.put("SpinDestroyServerGroupStep/checkKeep?value=all", "all");
        WRONG.put("SpinLoadBalancerStep/checkDescription?value=&descriptionFile=", "description");
    }

    private WorkflowJob job;

    @Before
    public void accounts() throws Exception {
        JENKINS.jenkins.setAuthorizationStrategy(AuthorizationStrategy.UNSECURED);
        AwsAccountConfiguration cloud = new AwsAccountConfiguration("cloud");
        cloud.setRegions("eu-central-1, eu-west-1");
        SpinDeliveryConfiguration.get().setAccounts(List.of(cloud));
        job = JENKINS.createProject(WorkflowJob.class);
    }

    private static SpinFindImageStep find() {
        SpinFindImageStep step = new SpinFindImageStep("cloud");
        step.setRegions("eu-west-1");
        step.setPackageName("web");
        step.setTags("team=shop");
        step.setCluster("shop-web");
        step.setChoice("largest");
        step.setOnlyEnabled(false);
        step.setTimeout("5m");
        return step;
    }

    private static SpinCleanImagesStep clean() {
        SpinCleanImagesStep step = new SpinCleanImagesStep("cloud");
        step.setRegions("eu-central-1, eu-west-1");
        step.setTags("team=shop");
        step.setKeep("3");
        step.setOlderThan("30d");
        step.setExpired(true);
        step.setIncludeShared(true);
        step.setDryRun(true);
        step.setTimeout("5m");
        return step;
    }

    private static <S extends NetworkStep> S described(S step) {
        step.setRegion("eu-west-1");
        step.setDescription("application: shop");
        step.setDescriptionFile("aws/network.yaml");
        step.setDryRun(true);
        step.setTimeout("5m");
        return step;
    }

    private static Map<String, Object> arguments(Step step) {
        return new TreeMap<>(DescribableModel.uninstantiate2_(step).toMap());
    }

    @Test
    public void formsKeepEverythingAndAddNothing() throws Exception {
        FreeStyleProject project = JENKINS.createFreeStyleProject();
        project.getBuildersList().add(new SpinFindImageBuilder(find()));
        project.getBuildersList().add(new SpinCleanImagesBuilder(clean()));
        project.getBuildersList().add(new SpinLoadBalancerBuilder(described(new SpinLoadBalancerStep("cloud"))));
        project.getBuildersList().add(new SpinSecurityGroupBuilder(described(new SpinSecurityGroupStep("cloud"))));
        project.getBuildersList().add(new SpinFindImageBuilder(new SpinFindImageStep("cloud")));
        project.getBuildersList().add(new SpinCleanImagesBuilder(new SpinCleanImagesStep("cloud")));
        List<Builder> again = JENKINS.configRoundtrip(project).getBuildersList().toList();
        assertEquals(arguments(find()), arguments(((SpinFindImageBuilder) again.get(0)).getStep()));
        assertEquals(arguments(clean()), arguments(((SpinCleanImagesBuilder) again.get(1)).getStep()));
        assertEquals(
                arguments(described(new SpinLoadBalancerStep("cloud"))),
                arguments(((SpinLoadBalancerBuilder) again.get(2)).getStep()));
        assertEquals(
                arguments(described(new SpinSecurityGroupStep("cloud"))),
                arguments(((SpinSecurityGroupBuilder) again.get(3)).getStep()));
        assertEquals(Map.of("account", "cloud"), arguments(((SpinFindImageBuilder) again.get(4)).getStep()));
        assertEquals(Map.of("account", "cloud"), arguments(((SpinCleanImagesBuilder) again.get(5)).getStep()));
    }

    @Test
    public void snippetsSayNoMoreThanNeeded() {
        SpinFindImageStep find = new SpinFindImageStep("cloud");
        find.setPackageName("web");
        assertEquals("spinFindImage account: 'cloud', packageName: 'web'", Snippetizer.object2Groovy(find));
        SpinCleanImagesStep clean = new SpinCleanImagesStep("cloud");
        clean.setKeep(3);
        assertEquals("spinCleanImages account: 'cloud', keep: '3'", Snippetizer.object2Groovy(clean));
        SpinRollingServerGroupStep rolling = new SpinRollingServerGroupStep("cloud");
        rolling.setApplication("shop");
        assertThat(
                Snippetizer.object2Groovy(rolling),
                containsString("spinRollingServerGroup(account: 'cloud', application: 'shop'"));
    }

    @Test
    public void everyFieldHasHelp() throws Exception {
        for (Class<? extends Step> step : STEPS) {
            String help = "descriptor/" + step.getName() + "/help";
            assertThat(step.getName(), read(help), HELP);
            for (var parameter : new DescribableModel<>(step).getParameters()) {
                assertThat(
                        step.getSimpleName() + " " + parameter.getName(), read(help + "/" + parameter.getName()), HELP);
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
        String form = "descriptorByName/" + SpinBakeStep.class.getPackageName() + "." + path;
        return client.getPage(new WebRequest(new URL(JENKINS.getURL(), job.getUrl() + form), method))
                .getWebResponse();
    }

    @Test
    public void checksTellWhatIsWrongToThoseWhoMaySeeTheForm() throws Exception {
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
        for (Map.Entry<String, String> check : WRONG.entrySet()) {
            String path = check.getKey();
            assertEquals(path, "<div/>", send("reader", HttpMethod.POST, path).getContentAsString());
            for (String user : List.of("configurer", "admin")) {
                assertThat(
                        path, send(user, HttpMethod.POST, path).getContentAsString(), containsString(check.getValue()));
            }
            assertEquals(path, 404, send("admin", HttpMethod.GET, path).getStatusCode());
        }
    }

    @Test
    public void everyWebMethodIsInTheTableAndTakesPostAlone() {
        Set<String> tested = new TreeSet<>(Set.of(
                "fillAccountItems",
                "fillRegionItems",
                "fillChoiceItems",
                "fillTargetItems",
                "fillStrategyItems",
                "fillHealthCheckTypeItems"));
        WRONG.keySet().forEach(path -> tested.add(path.replaceAll("\\?.*", "").replaceAll(".*/", "")));
        Set<String> found = new TreeSet<>();
        for (Class<? extends Step> step : STEPS) {
            for (Method method :
                    JENKINS.jenkins.getDescriptorOrDie(step).getClass().getMethods()) {
                boolean ours = method.getDeclaringClass().getName().startsWith("io.jenkins.plugins.spindelivery");
                // Completions of regions, which are no secret, are asked for with GET by Jenkins itself.
                if (ours
                        && method.getName().matches("do[A-Z].*")
                        && !method.getName().startsWith("doAutoComplete")) {
                    assertTrue(method.toString(), method.isAnnotationPresent(POST.class));
                    found.add(method.getName().substring(2, 3).toLowerCase()
                            + method.getName().substring(3));
                }
            }
        }
        assertEquals(found, tested);
    }
}
