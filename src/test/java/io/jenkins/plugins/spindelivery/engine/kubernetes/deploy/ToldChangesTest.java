package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.CoreMatchers.not;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.EventSink;
import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.delete.Delete;
import io.jenkins.plugins.spindelivery.engine.kubernetes.delete.DeleteRequest;
import io.jenkins.plugins.spindelivery.engine.manifest.DeployStrategy.Method;
import io.jenkins.plugins.spindelivery.engine.manifest.prepare.PreparationOptions;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ManifestReader;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ReadLimits;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.OperationFile;
import io.jenkins.plugins.spindelivery.engine.operation.OperationRunner;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.TestRule;

/** What is told of changes to those who keep them. */
public class ToldChangesTest {
    private static final LiveCluster LIVE = new LiveCluster();

    @ClassRule
    public static final TestRule CLUSTER = LIVE.rule();

    private static final DeployOptions DEFAULT = DeployOptions.DEFAULT;

    private static final String DEPLOYMENT =
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              replicas: 0
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  initContainers: [{name: init, image: "init:1"}]
                  containers: [{name: web, image: "%s"}]
            """;

    private static final String SECRET =
            "{apiVersion: v1, kind: Secret, metadata: {name: s}, stringData: {password: '%s'}}";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final List<Event> events = new ArrayList<>();
    private String namespace;
    private int count;
    private boolean wanted = true;

    @Before
    public void namespace() {
        namespace = LIVE.testCluster().newNamespace("told");
    }

    private OperationContext context() {
        EventSink sink = new EventSink() {
            @Override
            public void accept(Event event) {
                events.add(event);
            }

            @Override
            public boolean wantsChanges() {
                return wanted;
            }
        };
        OperationFile file = OperationRunner.file(folder.getRoot().toPath().resolve("work-" + count++));
        return new OperationContext(Clock.systemUTC(), LIVE.executor(), sink, account -> LIVE.cluster(), file);
    }

    private DeployRequest request(DeployOptions options) {
        PreparationOptions preparation = PreparationOptions.builder()
                .namespace(namespace)
                .strategy(Method.RECREATE)
                .build();
        return new DeployRequest("test", preparation, options);
    }

    private List<Event.ChangePlanned> plan(DeployOptions options, String yaml) {
        events.clear();
        PlanResult plan = Deploy.plan(
                request(options),
                ManifestReader.read("a.yaml", yaml.getBytes(StandardCharsets.UTF_8), ReadLimits.DEFAULT),
                context());
        assertEquals(List.of(), plan.errors());
        return told(Event.ChangePlanned.class);
    }

    private <T extends Event> List<T> told(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Test
    public void aPlanTellsActionsImagesAndDifferences() {
        List<Event.ChangePlanned> changes = plan(DEFAULT, DEPLOYMENT.formatted("web:1"));
        assertEquals(1, changes.size());
        assertEquals(Action.CREATED, changes.get(0).action());
        assertEquals(List.of("web:1", "init:1"), changes.get(0).images());
        assertThat(changes.get(0).diff(), containsString("image: web:1"));
    }

    @Test
    public void nothingIsComparedForThoseWhoDoNotWantIt() {
        wanted = false;
        assertEquals(List.of(), plan(DEFAULT, DEPLOYMENT.formatted("web:1")));
    }

    @Test
    public void differencesCanBeHidden() {
        DeployOptions hidden =
                new DeployOptions(DeployOptions.Check.FULL, true, false, false, false, true, false, false, 60, true);
        Event.ChangePlanned change = plan(hidden, DEPLOYMENT.formatted("web:1")).get(0);
        assertEquals("", change.diff());
        assertEquals(List.of("web:1", "init:1"), change.images());
    }

    @Test
    public void valuesOfSecretsAreNeverTold() {
        Event.ChangePlanned change = plan(DEFAULT, SECRET.formatted("hunter2")).get(0);
        assertThat(change.diff(), not(containsString("hunter2")));
        assertThat(change.diff(), not(containsString("aHVudGVyMg==")));
        assertFalse(change.diff().isEmpty());
    }

    @Test
    public void theUsualMethodSparesWhatTakesOthersAlong() {
        String yaml = "{apiVersion: v1, kind: Namespace, metadata: {name: " + namespace + "}}\n---\n"
                + "{apiVersion: v1, kind: ConfigMap, metadata: {name: kube-root-ca.crt, annotations:"
                + " {strategy.spinnaker.io/versioned: 'false'}}, data: {a: b}}";
        events.clear();
        PlanResult plan = Deploy.plan(
                request(DEFAULT),
                ManifestReader.read("a.yaml", yaml.getBytes(StandardCharsets.UTF_8), ReadLimits.DEFAULT),
                context());
        assertEquals("", plan.changes().get(0).message());
        assertEquals("It would be deleted and made anew.", plan.changes().get(1).message());
    }

    @Test
    public void aDeleteListsWhatItFoundBeforeAnythingGoes() {
        LIVE.testCluster()
                .api()
                .create(
                        "/api/v1/namespaces/" + namespace + "/configmaps",
                        "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"a\"}}");
        for (boolean dryRun : new boolean[] {true, false}) {
            events.clear();
            DeleteRequest request =
                    new DeleteRequest("test", List.of("cm"), "a", "", namespace, null, null, dryRun, true, 60);
            OperationContext context = context();
            OperationRunner.run(
                    new Delete(),
                    Delete.start(request, context),
                    context,
                    OperationRunner.file(folder.getRoot().toPath().resolve("delete-" + dryRun)),
                    state -> {});
            Event.DeleteListed listed = told(Event.DeleteListed.class).get(0);
            assertEquals("a", listed.refs().get(0).name());
            assertEquals(dryRun, listed.dryRun());
            assertEquals(dryRun ? 0 : 1, told(Event.ObjectChanged.class).size());
            assertTrue(dryRun
                    || events.indexOf(listed)
                            < events.indexOf(told(Event.ObjectChanged.class).get(0)));
        }
    }
}
