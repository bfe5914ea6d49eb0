package io.jenkins.plugins.spindelivery.step;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;

import hudson.FilePath;
import hudson.Launcher;
import hudson.model.AbstractBuild;
import hudson.model.BuildListener;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.PasswordParameterDefinition;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.StringParameterDefinition;
import hudson.util.Secret;
import io.jenkins.plugins.spindelivery.account.AwsAccountConfiguration;
import io.jenkins.plugins.spindelivery.account.SpinDeliveryConfiguration;
import io.jenkins.plugins.spindelivery.builder.SpinCanaryAnalysisBuilder;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.ScriptedServer;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.metric.CloudWatchConfiguration;
import io.jenkins.plugins.spindelivery.metric.MetricSourcesConfiguration;
import io.jenkins.plugins.spindelivery.metric.PrometheusConfiguration;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import io.jenkins.plugins.spindelivery.record.StageRecords;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestBuilder;

/** Judging what ran already, in Pipelines and freestyle jobs, by a metric source that does as the test says. */
public class SpinCanaryAnalysisStepTest {
    @ClassRule
    public static final JenkinsRule JENKINS = AtCluster.patient(new JenkinsRule());

    @Rule
    public final ScriptedServer server = new ScriptedServer();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private static final String CONFIG =
            """
            {"name": "shop", "metrics": [{"name": "errors", "groups": ["web"],
               "query": {"type": "prometheus",
                 "customInlineTemplate": "PromQL:errors{workload=\\"${scope}\\"}"},
               "analysisConfigurations": {"canary": {"direction": "increase"}}}]}
            """;

    /** An hour, and half of it. */
    private static final String HOUR = ", start: '2026-01-01T10:00:00Z', end: '2026-01-01T12:00:00+01:00'";

    private static final long HALF = 1_767_263_400;

    @Before
    public void sources() {
        SpinDeliveryConfiguration.get().setAccounts(List.of());
        MetricSourcesConfiguration.get()
                .setSources(List.of(new PrometheusConfiguration("prometheus", server.address())));
        // The version that is called bad goes wrong in the second half of the hour.
        server.answers(exchange -> {
            Map<String, String> asked = question(exchange.getRequestURI().toString());
            boolean bad = asked.get("query").contains("bad");
            List<String> points = new ArrayList<>();
            double step = Double.parseDouble(asked.get("step").replace("s", ""));
            for (double at = Double.parseDouble(asked.get("start"));
                    at <= Double.parseDouble(asked.get("end"));
                    at += step) {
                double value = 100 + Math.floorMod((long) (at / step), 7);
                points.add("[" + (long) at + ",\"" + (bad && at >= HALF ? 9 * value : value) + "\"]");
            }
            ScriptedServer.answer(
                    exchange,
                    200,
                    "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":{},\"values\":["
                            + String.join(",", points) + "]}]}}");
        });
    }

    /** What a request asks for, by name. */
    private static Map<String, String> question(String request) {
        return Arrays.stream(request.substring(request.indexOf('?') + 1).split("&"))
                .map(part -> part.split("=", 2))
                .collect(Collectors.toMap(part -> part[0], part -> URLDecoder.decode(part[1], StandardCharsets.UTF_8)));
    }

    private static String step(String more) {
        return "def got = spinCanaryAnalysis(metricSource: 'prometheus', control: 'v1'" + more + ", analysis: '''"
                + CONFIG.replace("\\", "\\\\") + "''')\necho \"got ${got.verdict}, ${got.score}, ${got.status}\"";
    }

    private static WorkflowRun run(Result expected, String script) throws Exception {
        WorkflowJob job = JENKINS.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return JENKINS.assertBuildStatus(expected, job.scheduleBuild2(0));
    }

    private static StageRecord stage(Run<?, ?> run) {
        List<StageRecord> all = StageRecords.get().of(run);
        assertEquals(1, all.size());
        return all.get(0);
    }

    @Test
    public void aGoodVersionPassesWithoutAnyAccount() throws Exception {
        WorkflowRun run = run(
                Result.SUCCESS,
                step(", experiment: 'v2', controlLocation: 'shop', experimentLocation: 'shop-eu'" + HOUR
                                + ", interval: '30m'")
                        .replace("${scope}", "${scope}@${location}"));
        JENKINS.assertLogContains("got Pass, 100.0, succeeded", run);
        assertEquals(
                "one question for each side and interval",
                List.of(
                        "errors{workload=\"v1@shop\"} 1767261600",
                        "errors{workload=\"v1@shop\"} 1767261600",
                        "errors{workload=\"v2@shop-eu\"} 1767261600",
                        "errors{workload=\"v2@shop-eu\"} 1767261600"),
                server.requests().stream()
                        .map(SpinCanaryAnalysisStepTest::question)
                        .map(asked -> asked.get("query") + " " + (long) Double.parseDouble(asked.get("start")))
                        .sorted()
                        .toList());
        StageRecord stage = stage(run);
        assertEquals("canary-analysis", stage.type());
        assertEquals("v2", stage.subject());
        assertEquals("", stage.account());
        assertEquals("canary-v2.html", run.getArtifacts().get(0).relativePath);
        String page = JENKINS.createWebClient()
                .withJavaScriptEnabled(false)
                .getPage(run, "delivery/")
                .getElementById("stage-" + stage.key())
                .asNormalizedText()
                .replaceAll("\\s+", " ");
        assertThat(page, containsString("Canary analysis v2"));
        assertThat(page, containsString("Pass Score 100 of 100 interval 2 of 2"));
        String report = JENKINS.createWebClient()
                .withJavaScriptEnabled(false)
                .getPage(run, "delivery/report?stage=" + stage.key())
                .getWebResponse()
                .getContentAsString();
        assertThat(report, containsString("<h1>Canary v2</h1>"));
    }

    @Test
    public void aBadVersionFailsAtTheFirstBadInterval() throws Exception {
        WorkflowRun run =
                run(Result.FAILURE, step(", experiment: 'bad'" + HOUR + ", interval: '15m', lookback: '15m'"));
        JENKINS.assertLogContains("errors High", run);
        JENKINS.assertLogNotContains("\tat ", run);
        List<?> intervals = (List<?>) ((Map<?, ?>) stage(run).value()).get("intervals");
        assertEquals("of four", 3, intervals.size());
        assertEquals("Pass", ((Map<?, ?>) intervals.get(1)).get("verdict"));
        assertEquals("Fail", ((Map<?, ?>) intervals.get(2)).get("verdict"));
        String half = ", start: '30m', end: '2026-01-01T11:00:00Z'";
        run = run(Result.SUCCESS, step(", experiment: 'bad'" + half + ", failOnVerdict: false"));
        JENKINS.assertLogContains("got Fail, 0.0, failed", run);
    }

    @Test
    public void aSourceThatRefusesFailsWhateverTheVerdictMayDo() throws Exception {
        server.answers(400, "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"parse error\"}");
        WorkflowRun run = run(Result.FAILURE, step(", experiment: 'v2'" + HOUR + ", failOnVerdict: false"));
        JENKINS.assertLogContains("refuses the query: parse error", run);
        JENKINS.assertLogNotContains("\tat ", run);
    }

    @Test
    public void whatIsWrongIsToldAtOnceAndNobodyIsAsked() throws Exception {
        WorkflowRun run = run(
                Result.FAILURE,
                "spinCanaryAnalysis metricSource: 'prometheus', control: 'v1', experiment: 'v2', start: 'monday',"
                        + " end: 1767261600, step: 'often', passScore: 101, scopes: [default: [control: 'a']]");
        for (String told : List.of(
                "There is no canary configuration",
                "\"monday\" is no time",
                "\"1767261600\" is no time",
                "\"often\" is no duration",
                "\"101\" is no score",
                "The scope default is given by control and experiment")) {
            JENKINS.assertLogContains(told, run);
        }
        JENKINS.assertLogContains("From when?", run(Result.FAILURE, step(", experiment: 'v2'")));
        JENKINS.assertLogContains(
                "give the scopes of control and experiment", run(Result.FAILURE, step(", start: '1h'")));
        JENKINS.assertLogContains(
                "The end has to be after the start",
                run(
                        Result.FAILURE,
                        step(", experiment: 'v2', start: '2026-01-02T00:00:00Z', end: '2026-01-01T00:00:00Z'")));
        run = run(Result.FAILURE, step(", experiment: 'v2', start: '1h'").replace("${scope}", "${region}"));
        JENKINS.assertLogContains("mentions the variable region", run);
        run = run(Result.FAILURE, step(", experiment: 'v2', start: '1h'").replace("'prometheus'", "'promteheus'"));
        JENKINS.assertLogContains("prometheus", run);
        JENKINS.assertLogNotContains("\tat ", run);
        assertEquals(List.of(), server.requests());
    }

    @Test
    public void cloudWatchIsAskedByThoseAloneWhoMayUseItsAccount() throws Exception {
        AwsAccountConfiguration cloud = new AwsAccountConfiguration("cloud");
        cloud.setRegions("eu-central-1");
        cloud.setEndpointUrl(server.address());
        cloud.setUsers("alice");
        SpinDeliveryConfiguration.get().setAccounts(List.of(cloud));
        MetricSourcesConfiguration.get().setSources(List.of(new CloudWatchConfiguration("prometheus", "cloud")));
        String script = step(", experiment: 'v2'" + HOUR);
        WorkflowRun run = run(Result.FAILURE, script);
        JENKINS.assertLogContains("The account \"cloud\" is restricted to alice, but this build", run);
        JENKINS.assertLogNotContains("\tat ", run);
        cloud.setUsers("");
        run = run(Result.FAILURE, script);
        JENKINS.assertLogNotContains("is restricted to", run);
        JENKINS.assertLogContains("cloudWatch", run);
        assertEquals("the query is one of Prometheus", List.of(), server.requests());
    }

    @Test
    public void aTimeToComeIsWaitedFor() throws Exception {
        List<Long> asked = new ArrayList<>();
        server.answers(exchange -> {
            asked.add(System.currentTimeMillis());
            ScriptedServer.answer(
                    exchange, 200, "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[]}}");
        });
        WorkflowRun run = run(
                Result.SUCCESS,
                "def end = System.currentTimeMillis() + 2000\n"
                        + step(", experiment: 'v2', start: '10s', end: end, step: '1s', failOnVerdict: false")
                        + "\necho \"until ${end}.\"");
        JENKINS.assertLogContains("got Fail, 0.0, failed", run);
        String log = JENKINS.getLog(run);
        long end = Long.parseLong(log.substring(log.indexOf("until ") + 6, log.indexOf('.', log.indexOf("until "))));
        assertEquals(2, asked.size());
        assertThat(asked.get(0), greaterThanOrEqualTo(end));
    }

    private StageRecord titled(String experiment) throws Exception {
        SpinCanaryAnalysisStep step = new SpinCanaryAnalysisStep("prometheus");
        step.setExperiment(experiment);
        FreeStyleProject job = JENKINS.createFreeStyleProject();
        job.addProperty(new ParametersDefinitionProperty(
                new StringParameterDefinition("version", "v2"),
                new PasswordParameterDefinition("word", Secret.fromString("hush-hush"), "")));
        job.getBuildersList().add(new SpinCanaryAnalysisBuilder(step));
        FreeStyleBuild run = JENKINS.buildAndAssertStatus(Result.FAILURE, job);
        JENKINS.assertLogContains("There is no canary configuration", run);
        StageRecord stage = stage(run);
        JENKINS.assertLogContains("canary-analysis " + stage.subject(), run);
        return stage;
    }

    @Test
    public void logAndPageShowWhatTheExpressionsOfATitleComeTo() throws Exception {
        assertEquals("web v2", titled("web ${ parameters.version }").subject());
        assertEquals(
                "no secret of the build",
                "v2 ****",
                titled("${parameters.version} ${parameters.word}").subject());
        String wrong = "${ parameters.versoin }";
        StageRecord stage = titled(wrong);
        assertEquals("what is wrong stays, and is told once", wrong, stage.subject());
        assertEquals(
                1,
                stage.errors().stream()
                        .filter(problem -> problem.describe().contains("versoin"))
                        .count());
    }

    @Test
    public void aBuildStepJudgesTheTimeUpToNow() throws Exception {
        SpinCanaryAnalysisStep step = new SpinCanaryAnalysisStep("prometheus");
        step.setAnalysis("canary.json");
        step.setScopes("default: {control: v1, experiment: '${ parameters.version }'}");
        step.setStart("1h");
        FreeStyleProject job = JENKINS.createFreeStyleProject();
        job.addProperty(new ParametersDefinitionProperty(new StringParameterDefinition("version", "v2")));
        job.getBuildersList().add(new TestBuilder() {
            @Override
            public boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener)
                    throws InterruptedException, IOException {
                build.getWorkspace().child("canary.json").write(CONFIG, "UTF-8");
                return true;
            }
        });
        job.getBuildersList().add(new SpinCanaryAnalysisBuilder(step));
        long before = System.currentTimeMillis() / 1000;
        FreeStyleBuild run =
                JENKINS.assertBuildStatusSuccess(job.scheduleBuild2(0).get());
        assertEquals("Pass", ((Map<?, ?>) stage(run).value()).get("verdict"));
        Map<String, String> asked = question(server.requests().get(0));
        double start = Double.parseDouble(asked.get("start"));
        double hourBefore = before - Duration.ofHours(1).toSeconds();
        assertThat(start, greaterThanOrEqualTo(hourBefore - 1));
        assertThat(start, lessThan(System.currentTimeMillis() / 1000.0 - 3599));
        assertThat(server.requests().toString(), containsString("v2"));
    }

    @Test
    public void aHandOverTakesTheConfigurationAlong() throws Exception {
        FilePath workspace = new FilePath(folder.getRoot());
        workspace.child("canary.json").write(CONFIG, "UTF-8");
        SpinCanaryAnalysisStep step = new SpinCanaryAnalysisStep("prometheus");
        step.setAnalysis("canary.json");
        step.takeFiles(workspace);
        assertEquals(CONFIG, step.getAnalysis());
        step.setAnalysis("${ parameters.file }");
        assertThrows(ProblemException.class, () -> step.takeFiles(workspace));
    }

    @Test
    public void itNeedsNoBlock() {
        assertFalse(JENKINS.jenkins
                .getDescriptorByType(SpinCanaryAnalysisStep.DescriptorImpl.class)
                .takesImplicitBlockArgument());
    }
}
