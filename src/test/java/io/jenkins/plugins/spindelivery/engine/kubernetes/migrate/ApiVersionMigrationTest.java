package io.jenkins.plugins.spindelivery.engine.kubernetes.migrate;

import static io.jenkins.plugins.spindelivery.engine.kubernetes.migrate.Requests.NOTHING_LIVE;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.migrate.Requests.SELECTOR;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.migrate.Requests.SERVED;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.migrate.Requests.TEMPLATE;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.migrate.Requests.changes;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.migrate.Requests.manifest;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.migrate.Requests.migrate;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.migrate.Requests.served;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.migrate.Requests.tree;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiResources;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.manifest.Source;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.Test;

public class ApiVersionMigrationTest {
    @Test
    public void whatIsServedStaysTheVeryManifest() {
        Manifest manifest = manifest("apps/v1", "Deployment", "{}");
        Migration migration = migrate(manifest);
        assertSame(manifest, migration.manifest());
        assertEquals(Optional.empty(), migration.warning());
    }

    @Test
    public void anOldVersionThatIsStillServedStays() {
        ApiResources old =
                served("apps/v1 Deployment deployments deploy", "apps/v1beta1 Deployment deployments deploy");
        Manifest manifest = manifest("apps/v1beta1", "Deployment", "{}");
        assertSame(
                manifest,
                new ApiVersionMigration(old, true, (v, k) -> false)
                        .migrate(manifest, NOTHING_LIVE)
                        .manifest());
    }

    @Test
    public void aDeploymentOfAppsV1beta1KeepsItsDefaults() {
        Manifest before = manifest("apps/v1beta1", "Deployment", "{" + TEMPLATE + "}");
        Manifest original = before.copy();
        Migration migration = migrate(before);
        assertEquals("the given tree stays as it was", original.json(), before.json());
        assertEquals(
                tree("{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'web','namespace':'shop',"
                        + "'labels':{'l':'1'}},'spec':{" + TEMPLATE + "," + SELECTOR + ",'revisionHistoryLimit':2}}"),
                migration.manifest().json());
        assertEquals("spec.selector: {'matchLabels':{'app':'web'}}, spec.revisionHistoryLimit: 2", changes(migration));
    }

    @Test
    public void theWarningShowsTheChange() {
        Problem warning = migrate("apps/v1beta1", "Deployment", "{" + SELECTOR + "," + TEMPLATE + "}")
                .warning()
                .orElseThrow();
        assertEquals("kubernetes.version-moved-changed", warning.code());
        assertEquals(
                "The cluster no longer serves apps/v1beta1 for Deployment shop/web. It is deployed as "
                        + "apps/v1, with these "
                        + "changes so that it means the same: spec.revisionHistoryLimit: 2. Make them in the manifest, "
                        + "together with its apiVersion.",
                warning.message(Locale.ENGLISH));
    }

    @Test
    public void nothingToWriteOutIsSaidDifferently() {
        Migration migration = migrate("batch/v1beta1", "CronJob", "{'schedule':'* * * * *'}");
        Problem warning = migration.warning().orElseThrow();
        assertEquals("kubernetes.version-moved", warning.code());
        assertEquals(
                "The cluster no longer serves batch/v1beta1 for CronJob shop/web. It is deployed as "
                        + "batch/v1, which means "
                        + "the same. Change the manifest's apiVersion to batch/v1.",
                warning.message(Locale.ENGLISH));
        assertEquals("batch/v1", migration.manifest().ref().apiVersion());
        assertEquals(
                tree("{'schedule':'* * * * *'}"), migration.manifest().json().get("spec"));
    }

    @Test
    public void aDeploymentOfExtensionsKeepsItsDefaults() {
        assertEquals(
                "spec.strategy.rollingUpdate.maxUnavailable: 1, spec.strategy.rollingUpdate.maxSurge: 1, "
                        + "spec.progressDeadlineSeconds: 2147483647, spec.revisionHistoryLimit: 2147483647",
                changes(migrate("extensions/v1beta1", "Deployment", "{" + SELECTOR + "," + TEMPLATE + "}")));
        assertEquals(
                tree("{'type':'RollingUpdate','rollingUpdate':{'maxSurge':'30%','maxUnavailable':1}}"),
                migrate(
                                "extensions/v1beta1",
                                "Deployment",
                                "{'strategy':{'type':'RollingUpdate','rollingUpdate':{'maxSurge':'30%'}}}")
                        .manifest()
                        .json()
                        .at("/spec/strategy"));
        assertEquals(
                tree("{'type':'Recreate'}"),
                migrate("extensions/v1beta1", "Deployment", "{'strategy':{'type':'Recreate'}}")
                        .manifest()
                        .json()
                        .at("/spec/strategy"));
    }

    @Test
    public void whatTheManifestSaysStays() {
        String spec = "{'revisionHistoryLimit':5,'progressDeadlineSeconds':60,'strategy':{'rollingUpdate':"
                + "{'maxSurge':0,'maxUnavailable':2}}," + SELECTOR + "," + TEMPLATE + "}";
        Migration migration = migrate("extensions/v1beta1", "Deployment", spec);
        assertEquals(
                "kubernetes.version-moved", migration.warning().orElseThrow().code());
        assertEquals(tree(spec), migration.manifest().json().get("spec"));
    }

    @Test
    public void updateStrategiesThatWereOnDeleteStayOnDelete() {
        for (String[] type : new String[][] {{"extensions/v1beta1", "DaemonSet"}, {"apps/v1beta1", "StatefulSet"}}) {
            assertEquals(
                    "spec.updateStrategy.type: 'OnDelete'",
                    changes(migrate(type[0], type[1], "{" + SELECTOR + "," + TEMPLATE + "}")));
            assertEquals(
                    "kubernetes.version-moved",
                    migrate(type[0], type[1], "{'updateStrategy':{'type':'RollingUpdate'}," + SELECTOR + "}")
                            .warning()
                            .orElseThrow()
                            .code());
        }
    }

    @Test
    public void appsV1beta2HasTheDefaultsOfV1AndNeverFilledTheSelector() {
        for (String kind : List.of("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet")) {
            Migration migration = migrate("apps/v1beta2", kind, "{" + TEMPLATE + "}");
            assertEquals(tree("{" + TEMPLATE + "}"), migration.manifest().json().get("spec"));
            assertEquals(kind, "apps/v1", migration.manifest().ref().apiVersion());
        }
    }

    @Test
    public void labelsOfTheObjectCameFromTheTemplateToo() {
        Manifest manifest = manifest("extensions/v1beta1", "ReplicaSet", "{" + SELECTOR + "," + TEMPLATE + "}");
        ((ObjectNode) manifest.json().get("metadata")).remove("labels");
        Migration migration = migrate(manifest);
        assertEquals("metadata.labels: {'app':'web'}", changes(migration));
        assertEquals(tree("{'app':'web'}"), migration.manifest().json().at("/metadata/labels"));
    }

    @Test
    public void withoutTemplateLabelsNoSelectorIsInvented() {
        Migration migration = migrate("extensions/v1beta1", "ReplicaSet", "{'selector':null}");
        assertEquals(
                "kubernetes.version-moved", migration.warning().orElseThrow().code());
        assertEquals(tree("{'selector':null}"), migration.manifest().json().get("spec"));
    }

    @Test
    public void theSelectorOfALiveObjectStays() {
        ObjectNode live = tree("{'spec':{'selector':{'matchLabels':{'app':'web','managed-by':'spinnaker'}}}}");
        List<ObjectRef> asked = new ArrayList<>();
        Migration migration = new ApiVersionMigration(SERVED, false, (v, k) -> false)
                .migrate(manifest("apps/v1beta1", "Deployment", "{" + TEMPLATE + "}"), ref -> {
                    asked.add(ref);
                    return Optional.of(live);
                });
        assertEquals(List.of(new ObjectRef("apps/v1", "Deployment", "shop", "web")), asked);
        assertEquals(live.at("/spec/selector"), migration.manifest().json().at("/spec/selector"));
    }

    @Test
    public void aDefaultThatSomebodyElseChangedIsTheirs() {
        ObjectNode live = tree("{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'managedFields':[{'manager':"
                + "'kubectl-edit','operation':'Update','apiVersion':'apps/v1','fieldsType':'FieldsV1','fieldsV1':"
                + "{'f:spec':{'f:revisionHistoryLimit':{}}}}]},'spec':{'revisionHistoryLimit':7}}");
        Migration migration = new ApiVersionMigration(SERVED, false, (v, k) -> false)
                .migrate(
                        manifest("apps/v1beta1", "Deployment", "{" + SELECTOR + "," + TEMPLATE + "}"),
                        ref -> Optional.of(live));
        assertFalse(migration.manifest().json().path("spec").has("revisionHistoryLimit"));
    }

    @Test
    public void counterOfTheOldControllerIsTakenOut() {
        Migration migration = migrate(
                "extensions/v1beta1",
                "DaemonSet",
                "{'templateGeneration':3,'updateStrategy':{'type':'OnDelete'}," + SELECTOR + "}");
        assertEquals("-spec.templateGeneration", changes(migration));
        assertFalse(migration.manifest().json().path("spec").has("templateGeneration"));
    }

    @Test
    public void otherTypesWithTheSameMeaningMove() {
        assertEquals(
                "autoscaling/v2",
                migrate("autoscaling/v2beta2", "HorizontalPodAutoscaler", "{'maxReplicas':3}")
                        .manifest()
                        .ref()
                        .apiVersion());
        assertEquals(
                "rbac.authorization.k8s.io/v1",
                migrate("rbac.authorization.k8s.io/v1beta1", "RoleBinding", "{}")
                        .manifest()
                        .ref()
                        .apiVersion());
        assertEquals(
                "policy/v1",
                migrate("policy/v1beta1", "PodDisruptionBudget", "{" + SELECTOR + "}")
                        .manifest()
                        .ref()
                        .apiVersion());
    }

    @Test
    public void typesThatTheRequestDefinesAreFine() {
        Manifest definition = new Manifest(
                tree("{'apiVersion':'apiextensions.k8s.io/v1','kind':'CustomResourceDefinition',"
                        + "'metadata':{'name':'x'},"
                        + "'spec':{'group':'example.org','names':{'kind':'Widget'},'versions':["
                        + "{'name':'v1','served':true},{'name':'v0','served':false}]}}"),
                new Source("crd.yaml", 1));
        DefinedTypes types = DefinedTypes.of(List.of(definition));
        assertTrue(types.test("example.org/v1", "Widget"));
        assertFalse(types.test("example.org/v0", "Widget"));
        assertFalse(types.test("example.org/v1", "Gadget"));
        Manifest widget = manifest("example.org/v1", "Widget", "{}");
        assertSame(
                widget,
                new ApiVersionMigration(SERVED, true, types)
                        .migrate(widget, NOTHING_LIVE)
                        .manifest());
    }
}
