package io.jenkins.plugins.spindelivery.cli.output;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.cli.TestConsole;
import io.jenkins.plugins.spindelivery.engine.artifact.Artifact;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.PlannedChange;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.State;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.operation.ObjectOutcome;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

/** The JSON contract of docs/cli.md, field by field in their order, and what people see instead. */
public class ReportTest {
    private static final Problem WARNING = Problem.of("cli.unknown-command", "a.yaml:3", "x");
    private static final Problem ERROR = Problem.of("cli.unknown-command", "", "y");
    private static final ObjectOutcome CONFIG =
            new ObjectOutcome("v1", "ConfigMap", "devops", "app-v001", Action.CREATED, "stable", "");
    private static final ObjectOutcome WEB = new ObjectOutcome(
            "apps/v1", "Deployment", "devops", "web", Action.CONFIGURED, "failed", "CrashLoopBackOff\u001b[2J");
    private static final Artifact ARTIFACT =
            new Artifact("kubernetes/configMap", "app", "devops", "v001", "app-v001", "an account");

    private final TestConsole console = new TestConsole();

    private String print(OperationReport report) {
        Console streams = console.console();
        report.print(streams, new Diagnostics(streams.err(), false));
        return console.out();
    }

    private static OperationReport report(Shape shape, String status, boolean dryRun, List<Problem> errors) {
        return new OperationReport(
                shape,
                status,
                dryRun,
                List.of(CONFIG, WEB),
                List.of(ARTIFACT),
                List.of(WARNING),
                errors,
                4211,
                Optional.empty());
    }

    @Test
    public void deployAsJson() {
        assertEquals(
                "{\"status\":\"failed\",\"objects\":["
                        + "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"namespace\":\"devops\",\"name\":\"app-v001\","
                        + "\"action\":\"created\",\"status\":\"stable\",\"message\":\"\"},"
                        + "{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"namespace\":\"devops\",\"name\":\"web\","
                        + "\"action\":\"configured\",\"status\":\"failed\",\"message\":\"CrashLoopBackOff\\u001B[2J\"}],"
                        + "\"artifacts\":[{\"type\":\"kubernetes/configMap\",\"name\":\"app\",\"location\":\"devops\","
                        + "\"version\":\"v001\",\"reference\":\"app-v001\"}],"
                        + "\"warnings\":[{\"code\":\"cli.unknown-command\",\"message\":\"There is no command x.\","
                        + "\"where\":\"a.yaml:3\"}],"
                        + "\"errors\":[{\"code\":\"cli.unknown-command\",\"message\":\"There is no command y.\","
                        + "\"where\":\"\"}],"
                        + "\"durationMs\":4211}",
                report(Shape.DEPLOY, "failed", false, List.of(ERROR)).json().toString());
    }

    @Test
    public void deleteAsJsonHasNoArtifacts() {
        ObjectNode json = report(Shape.DELETE, "succeeded", false, List.of()).json();
        assertEquals(List.of("status", "objects", "warnings", "errors", "durationMs"), fields(json));
    }

    @Test
    public void deployAsText() {
        assertEquals(
                """
                KIND        NAME             ACTION      STATUS  MESSAGE
                ConfigMap   devops/app-v001  created     stable
                Deployment  devops/web       configured  failed  CrashLoopBackOff?[2J
                Failed after 4.2 s: 1 created, 1 configured.
                """,
                print(report(Shape.DEPLOY, "failed", false, List.of(ERROR))));
        assertEquals(
                """
                Warning: a.yaml:3: There is no command x.
                Error: There is no command y.
                """,
                console.err());
    }

    @Test
    public void aNarrowWindowKeepsWhatWasDone() {
        Terminal narrow = new Terminal(true, true, true, true, false, true, () -> new Terminal.Size(50, 24));
        TestConsole small = new TestConsole().terminal(narrow);
        Console streams = small.console();
        report(Shape.DEPLOY, "failed", false, List.of()).print(streams, new Diagnostics(streams.err(), false));
        assertEquals(
                List.of(
                        "KIND        NAME             ACTION      STATUS",
                        "ConfigMap   devops/app-v001  created     stable",
                        "Deployment  devops/web       configured  failed"),
                small.out().lines().limit(3).toList());
    }

    @Test
    public void aDryRunSaysSo() {
        String text = print(report(Shape.DEPLOY, "succeeded", true, List.of()));
        assertEquals(
                "Dry run in 4.2 s, nothing was changed: 1 created, 1 configured.",
                text.lines().reduce((first, last) -> last).orElseThrow());
    }

    @Test
    public void stoppedWorkSaysHowItGoesOn() throws Exception {
        Problem goingOn = Problem.of("cli.resumable", "/state/x.json", "/state/x.json");
        OperationReport report = new OperationReport(
                Shape.DEPLOY,
                "cancelled",
                false,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                1000,
                Optional.of(goingOn));
        assertEquals("/state/x.json", report.json().at("/warnings/0/where").asText());
        assertEquals("cli.resumable", report.json().at("/warnings/0/code").asText());
        assertEquals("Cancelled after 1.0 s: no objects.\n", print(report));
        assertEquals("What was applied stays. \"spin resume /state/x.json\" goes on.\n", console.err());
    }

    @Test
    public void everyEndingHasItsWords() {
        for (Shape shape : List.of(Shape.DEPLOY, Shape.DELETE)) {
            for (String status : List.of("succeeded", "failed", "timedOut", "cancelled", "refused")) {
                TestConsole own = new TestConsole();
                Console streams = own.console();
                report(shape, status, false, List.of()).print(streams, new Diagnostics(streams.err(), false));
                assertFalse(own.out(), own.out().contains("cli.summary"));
            }
        }
    }

    @Test
    public void anEndBeforeTheWorkHasTheCommandsFields() {
        assertEquals(
                "{\"status\":\"refused\",\"documents\":[],\"warnings\":[],\"errors\":[]}",
                Shape.RENDER.ended("refused", List.of(), List.of()).toString());
        assertEquals(
                "{\"status\":\"cancelled\",\"objects\":[],\"artifacts\":[],\"warnings\":[],\"errors\":[],"
                        + "\"durationMs\":0}",
                Shape.DEPLOY.ended("cancelled", List.of(), List.of()).toString());
        assertEquals(
                "{\"documents\":[],\"warnings\":[],\"errors\":[]}",
                Shape.RENDER.of("refused", List.of(), List.of(), 0).toString());
    }

    @Test
    public void planAsJsonAndAsText() {
        ObjectRef config = new ObjectRef("v1", "ConfigMap", "devops", "app");
        ObjectRef web = new ObjectRef("apps/v1", "Deployment", "devops", "web");
        PlanReport plan = new PlanReport(
                List.of(
                        new PlannedChange(config, Action.UNCHANGED, "", ""),
                        new PlannedChange(web, Action.CONFIGURED, "@@ -1 +1 @@\n-a: 1\n+a: 2", "")),
                List.of(),
                List.of());
        assertEquals(
                "{\"changes\":["
                        + "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"namespace\":\"devops\",\"name\":\"app\","
                        + "\"action\":\"unchanged\",\"message\":\"\",\"diff\":\"\"},"
                        + "{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"namespace\":\"devops\",\"name\":\"web\","
                        + "\"action\":\"configured\",\"message\":\"\",\"diff\":\"@@ -1 +1 @@\\n-a: 1\\n+a: 2\"}],"
                        + "\"warnings\":[],\"errors\":[]}",
                plan.json().toString());
        Console streams = console.console();
        plan.print(streams, new Diagnostics(streams.err(), false));
        assertEquals(
                """
                Deployment devops/web would be changed.
                @@ -1 +1 @@
                -a: 1
                +a: 2

                A deploy would: change 1, leave 1 as they are.
                """,
                console.out());
    }

    @Test
    public void aDiffIsColouredOnATerminal() {
        TestConsole coloured =
                new TestConsole().terminal(new Terminal(true, true, true, true, true, true, () -> Terminal.USUAL_SIZE));
        Console streams = coloured.console();
        ObjectRef web = new ObjectRef("apps/v1", "Deployment", "", "web");
        PlannedChange change = new PlannedChange(web, Action.CONFIGURED, "@@ -1 +1 @@\n a\n-b\n+c", "");
        new PlanReport(List.of(change), List.of(), List.of()).print(streams, new Diagnostics(streams.err(), false));
        assertEquals(
                List.of(
                        "\u001b[1mDeployment web would be changed.\u001b[0m",
                        "\u001b[36m@@ -1 +1 @@\u001b[0m",
                        " a",
                        "\u001b[31m-b\u001b[0m",
                        "\u001b[32m+c\u001b[0m"),
                coloured.out().lines().limit(5).toList());
    }

    @Test
    public void statusAsJsonAndAsText() throws Exception {
        ObjectNode live = (ObjectNode)
                new ObjectMapper()
                        .readTree(
                                """
                {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web", "namespace": "devops",
                 "uid": "1", "generation": 2}, "spec": {"replicas": 2},
                 "status": {"observedGeneration": 2, "replicas": 2, "updatedReplicas": 2, "readyReplicas": 1,
                            "availableReplicas": 1}}
                """);
        StatusReport report = StatusReport.offline(List.of(live), List.of());
        assertEquals(State.PROGRESSING, report.overall());
        assertEquals(List.of("apiVersion", "kind", "namespace", "name", "status", "message"), fields((ObjectNode)
                report.json().at("/objects/0")));
        assertEquals("progressing", report.json().at("/objects/0/status").asText());
        assertEquals(List.of("objects", "warnings", "errors"), fields(report.json()));
        report.print(console.console());
        assertEquals(
                "Deployment  devops/web  progressing  [\u2588\u2588\u2588\u2588\u2591\u2591\u2591\u2591] 1/2",
                console.out().lines().toList().get(1).substring(0, 51));
    }

    private static List<String> fields(ObjectNode object) {
        List<String> names = new java.util.ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
