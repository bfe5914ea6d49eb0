package io.jenkins.plugins.spindelivery.engine.kubernetes.delete;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.event.EventSink;
import io.jenkins.plugins.spindelivery.engine.kubernetes.InterferingCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.WriteOptions;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.OperationFile;
import io.jenkins.plugins.spindelivery.engine.operation.OperationRunner;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.TestRule;

/** Deletes from the real control plane. */
public class DeleteTest {
    private static final LiveCluster LIVE = new LiveCluster();

    @ClassRule
    public static final TestRule CLUSTER = LIVE.rule();

    private static final ObjectMapper JSON = new ObjectMapper();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private String namespace;
    private Cluster cluster;

    @Before
    public void threeConfigMapsOfTwoApplications() {
        cluster = LIVE.cluster();
        namespace = LIVE.testCluster().newNamespace("delete");
        create("a", "shop", "");
        create("b", "shop", "");
        create("c", "other", "");
    }

    private void create(String name, String app, String finalizer) {
        String finalizers = finalizer.isEmpty() ? "" : ",\"finalizers\":[\"" + finalizer + "\"]";
        String text =
                """
                {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"%s","namespace":"%s","labels":{"app":"%s"}%s}}"""
                        .formatted(name, namespace, app, finalizers);
        try {
            cluster.create((ObjectNode) JSON.readTree(text), WriteOptions.DEFAULT);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private DeleteRequest request(List<String> kinds, String name, String selector, boolean dryRun, long timeout) {
        return new DeleteRequest("test", kinds, name, selector, namespace, null, null, dryRun, true, timeout);
    }

    private DeleteResult delete(DeleteRequest request) {
        return delete(request, state -> {});
    }

    private DeleteResult delete(DeleteRequest request, Consumer<DeleteState> between) {
        OperationFile file = OperationRunner.file(folder.getRoot().toPath());
        OperationContext context =
                new OperationContext(Clock.systemUTC(), LIVE.executor(), EventSink.NONE, account -> cluster, file);
        return OperationRunner.run(new Delete(), Delete.start(request, context), context, file, between);
    }

    private boolean exists(String name) {
        return cluster.get(new ObjectRef("v1", "ConfigMap", namespace, name)).isPresent();
    }

    private static List<String> objects(DeleteResult result) {
        return result.objects().stream()
                .map(object -> object.name() + " " + object.action().word())
                .toList();
    }

    private static List<String> codes(DeleteResult result) {
        return result.errors().stream().map(Problem::code).toList();
    }

    @Test
    public void deletesWhatTheSelectorMatches() {
        DeleteResult result = delete(request(List.of("cm"), "", "app=shop", false, 30));
        assertEquals(Status.SUCCEEDED, result.status());
        assertEquals(List.of("a deleted", "b deleted"), objects(result));
        assertFalse(exists("a") || exists("b"));
        assertTrue(exists("c"));
    }

    @Test
    public void whatIsNotThereIsNoError() {
        DeleteResult result = delete(request(List.of("ConfigMap", "Secret"), "nobody", "", false, 30));
        assertEquals(Status.SUCCEEDED, result.status());
        assertEquals(List.of(), objects(result));
    }

    @Test
    public void aDryRunDeletesNothing() {
        DeleteResult result = delete(request(List.of("configmaps"), "a", "", true, 30));
        assertEquals(List.of("a deleted"), objects(result));
        assertTrue(exists("a"));
    }

    @Test
    public void everythingIsNeverMeant() {
        DeleteResult result = delete(request(List.of("cm"), "", " ", false, 30));
        assertEquals(Status.REFUSED, result.status());
        assertEquals(List.of("kubernetes.delete-everything"), codes(result));
        assertTrue(exists("a") && exists("b") && exists("c"));
    }

    @Test
    public void unclearRequestsAreRefused() {
        assertEquals(List.of("kubernetes.delete-no-kind"), codes(delete(request(List.of(), "a", "", false, 30))));
        assertEquals(
                List.of("kubernetes.delete-name-and-selector"),
                codes(delete(request(List.of("cm"), "a", "app=shop", false, 30))));
        DeleteResult unknown = delete(request(List.of("ConfigMop"), "a", "", false, 30));
        assertEquals(List.of("kubernetes.delete-similar-kind"), codes(unknown));
        assertTrue(unknown.errors().get(0).message().contains("ConfigMap"));
        assertTrue(exists("a"));
    }

    @Test
    public void anObjectThatIsHeldIsNamedWithItsFinalizers() {
        create("held", "held", "example.com/hold");
        DeleteResult result = delete(request(List.of("cm"), "held", "", false, 1));
        assertEquals(Status.TIMED_OUT, result.status());
        assertEquals(List.of("kubernetes.delete-not-gone"), codes(result));
        assertTrue(result.errors().get(0).message().contains("example.com/hold"));
        ObjectNode patch = JSON.createObjectNode();
        patch.putObject("metadata").putArray("finalizers");
        cluster.patch(
                new ObjectRef("v1", "ConfigMap", namespace, "held"),
                "application/merge-patch+json",
                patch,
                WriteOptions.DEFAULT);
    }

    /** A namesake that is made between finding and deleting, such as by the next deploy, survives. */
    @Test
    public void onlyTheObjectThatWasFoundIsDeleted() {
        DeleteResult result = delete(request(List.of("cm"), "a", "", false, 30), state -> {
            if (state.stage() == DeleteState.Stage.DELETE) {
                ObjectRef ref = new ObjectRef("v1", "ConfigMap", namespace, "a");
                cluster.delete(ref, io.jenkins.plugins.spindelivery.engine.kubernetes.api.DeleteOptions.DEFAULT);
                create("a", "shop", "");
            }
        });
        assertEquals(Status.SUCCEEDED, result.status());
        assertTrue("the namesake is still there", exists("a"));
    }

    /** The process dies after the deletion and before that is saved; then somebody gives up. */
    @Test
    public void whatACutOffMoveDeletedIsReportedWhenTheDeleteIsCancelledThen() {
        DeleteResult result = cancelled(request(List.of("cm"), "", "app=shop", false, 30), true);
        assertEquals(Status.CANCELLED, result.status());
        assertEquals(List.of("a deleted", "b deleted"), objects(result));
    }

    @Test
    public void cancellingBeforeTheFirstLeavesAll() {
        DeleteResult result = cancelled(request(List.of("cm"), "", "app=shop", false, 30), false);
        assertEquals(Status.CANCELLED, result.status());
        assertEquals(List.of("a skipped", "b skipped"), objects(result));
        assertEquals("unknown", result.objects().get(0).status());
        assertTrue(exists("a") && exists("b"));
    }

    private DeleteResult cancelled(DeleteRequest request, boolean afterALostMove) {
        OperationFile file = OperationRunner.file(folder.getRoot().toPath());
        OperationContext context =
                new OperationContext(Clock.systemUTC(), LIVE.executor(), EventSink.NONE, account -> cluster, file);
        Delete delete = new Delete();
        DeleteState first = Delete.start(request, context);
        DeleteState found = ((Move.Next<DeleteState, DeleteResult>) delete.move(first, context)).state();
        if (afterALostMove) {
            delete.move(found, context);
        }
        return OperationRunner.run(delete, delete.cancel(found), context, file, state -> {});
    }

    /** Found before the first is deleted; a role may be about objects of certain names. */
    @Test
    public void whatMayNotBeDeletedStopsTheDeleteBeforeItBegins() {
        Cluster real = cluster;
        InterferingCluster narrow = (method, arguments) ->
                method.equals("may") ? Optional.of("a".equals(arguments.get(3))) : Optional.empty();
        cluster = narrow.around(real);
        DeleteResult both = delete(request(List.of("cm"), "", "app=shop", false, 30));
        DeleteResult one = delete(request(List.of("cm"), "a", "", false, 30));
        cluster = real;
        assertEquals(Status.REFUSED, both.status());
        assertEquals(Category.ACCESS, both.category());
        assertEquals(List.of("kubernetes.delete-forbidden"), codes(both));
        assertEquals("ConfigMap " + namespace + "/b", both.errors().get(0).where());
        assertEquals(Status.SUCCEEDED, one.status());
        assertTrue(exists("b"));
        assertFalse(exists("a"));
    }
}
