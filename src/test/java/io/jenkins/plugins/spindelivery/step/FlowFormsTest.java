package io.jenkins.plugins.spindelivery.step;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.security.AuthorizationStrategy;
import hudson.tasks.Builder;
import io.jenkins.plugins.spindelivery.builder.SpinJobBuilder;
import io.jenkins.plugins.spindelivery.builder.SpinPreconditionsBuilder;
import io.jenkins.plugins.spindelivery.builder.SpinVariablesBuilder;
import io.jenkins.plugins.spindelivery.builder.SpinWaitBuilder;
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

/** The forms of the steps for the course of a pipeline: round trips, help, snippets, and web methods by who asks. */
public class FlowFormsTest {
    @ClassRule
    public static final JenkinsRule JENKINS = AtCluster.patient(new JenkinsRule());

    @ClassRule
    public static final SpeakingEnglish ENGLISH = new SpeakingEnglish();

    private static final List<Class<? extends Step>> STEPS =
            List.of(SpinWaitStep.class, SpinVariablesStep.class, SpinPreconditionsStep.class, SpinJobStep.class);

    private static final Map<String, String> WRONG = new LinkedHashMap<>();

    static {
        WRONG.put("SpinWaitStep/checkSeconds?value=soon", "no whole number of seconds");
        WRONG.put("SpinVariablesStep/checkVariables?value=" + encoded("[{value: 1}]"), "maps with key and value");
        WRONG.put("SpinPreconditionsStep/checkPreconditions?value=" + encoded("[{type: a}]"), "no precondition of");
        WRONG.put("SpinJobStep/checkJob?value=nowhere", "There is no job nowhere");
        WRONG.put("SpinJobStep/checkParameters?value=" + encoded("- a"), "NAME=VALUE");
    }

    private WorkflowJob job;

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    @Before
    public void everybody() throws Exception {
        JENKINS.jenkins.setAuthorizationStrategy(AuthorizationStrategy.UNSECURED);
        job = JENKINS.createProject(WorkflowJob.class);
    }

    private static SpinWaitStep fullWait() {
        SpinWaitStep step = new SpinWaitStep();
        step.setSeconds("300");
        step.setSkipText("Are the caches warm?");
        return step;
    }

    private static SpinJobStep fullJob() {
        SpinJobStep step = new SpinJobStep("../build/web");
        step.setParameters("TAG=1.5\nNAME=web");
        step.setWait(false);
        step.setPropertyFile("a.json");
        step.setUnstableIsSuccess(true);
        return step;
    }

    private static Map<String, Object> arguments(Step step) {
        return DescribableModel.uninstantiate2_(step).toMap();
    }

    @Test
    public void formsKeepEverythingAndAddNothing() throws Exception {
        SpinVariablesStep variables = new SpinVariablesStep();
        variables.setVariables(List.of(Map.of("key", "a", "value", List.of(1, "${ b }"))));
        SpinPreconditionsStep preconditions = new SpinPreconditionsStep();
        String yaml = "- type: expression\n  context: {expression: 1 < 2}\n";
        preconditions.setPreconditions(yaml);
        FreeStyleProject project = JENKINS.createFreeStyleProject();
        project.getBuildersList().add(new SpinWaitBuilder(fullWait()));
        project.getBuildersList().add(new SpinVariablesBuilder(variables));
        project.getBuildersList().add(new SpinPreconditionsBuilder(preconditions));
        project.getBuildersList().add(new SpinJobBuilder(fullJob()));
        project.getBuildersList().add(new SpinJobBuilder(new SpinJobStep("x")));
        List<Builder> again = JENKINS.configRoundtrip(project).getBuildersList().toList();
        assertEquals(arguments(fullWait()), arguments(((SpinWaitBuilder) again.get(0)).getStep()));
        assertEquals(
                FlowExpressions.tree("variables", variables.getVariables()),
                FlowExpressions.tree(
                        "variables",
                        ((SpinVariablesBuilder) again.get(1)).getStep().getVariables()));
        assertEquals(
                yaml.strip(),
                ((SpinPreconditionsBuilder) again.get(2))
                        .getStep()
                        .getPreconditions()
                        .toString()
                        .replace("\r", "")
                        .strip());
        assertEquals(arguments(fullJob()), arguments(((SpinJobBuilder) again.get(3)).getStep()));
        assertEquals(Map.of("job", "x"), arguments(((SpinJobBuilder) again.get(4)).getStep()));
    }

    @Test
    public void snippetsSayNoMoreThanNeeded() {
        SpinWaitStep wait = new SpinWaitStep();
        wait.setSeconds(30);
        assertEquals("spinWait seconds: '30'", Snippetizer.object2Groovy(wait));
        assertEquals("spinJob '../build/web'", Snippetizer.object2Groovy(new SpinJobStep("../build/web")));
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
        String form = "descriptorByName/" + SpinWaitStep.class.getPackageName() + "." + path;
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
            assertEquals("<div/>", send("reader", HttpMethod.POST, path).getContentAsString());
            for (String user : List.of("configurer", "admin")) {
                assertThat(
                        path, send(user, HttpMethod.POST, path).getContentAsString(), containsString(check.getValue()));
            }
            assertEquals(path, 404, send("admin", HttpMethod.GET, path).getStatusCode());
        }
        for (String right : List.of(
                "SpinWaitStep/checkSeconds?value=" + encoded("${ parameters.n }"),
                "SpinVariablesStep/checkVariables?value=" + encoded("a: '${ 1 }'"),
                "SpinPreconditionsStep/checkPreconditions?value="
                        + encoded("[{type: expression, context: {expression: '${ 1 < 2 }'}}]"),
                "SpinJobStep/checkJob?value=" + job.getName(),
                "SpinJobStep/checkParameters?value=" + encoded("A=b"))) {
            assertEquals(right, "<div/>", send("admin", HttpMethod.POST, right).getContentAsString());
        }
        String complete = "SpinJobStep/autoCompleteJob?value=" + job.getName();
        assertThat(send("configurer", HttpMethod.GET, complete).getContentAsString(), containsString(job.getName()));
        assertEquals(403, send("stranger", HttpMethod.GET, complete).getStatusCode());
    }

    @Test
    public void everyWebMethodIsInTheTable() {
        Set<String> tested = new TreeSet<>(Set.of("fillAccountItems", "checkAccount", "autoCompleteJob"));
        WRONG.keySet().forEach(path -> tested.add(path.replaceAll("\\?.*", "").replaceAll(".*/", "")));
        Set<String> found = new TreeSet<>();
        for (Class<? extends Step> step : STEPS) {
            for (Method method :
                    JENKINS.jenkins.getDescriptorOrDie(step).getClass().getMethods()) {
                boolean ours = method.getDeclaringClass().getName().startsWith("io.jenkins.plugins.spindelivery");
                if (ours && method.getName().startsWith("do")) {
                    boolean completes = method.getName().equals("doAutoCompleteJob");
                    assertTrue(method.toString(), completes || method.isAnnotationPresent(POST.class));
                    found.add(method.getName().substring(2, 3).toLowerCase()
                            + method.getName().substring(3));
                }
            }
        }
        assertEquals(found, tested);
    }
}
