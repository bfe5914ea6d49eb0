package io.jenkins.plugins.spindelivery.engine.kubernetes.migrate;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiResource;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiResources;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.manifest.Source;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.Test;

public class ApiVersionMigrationTest {
    private static final Function<ObjectRef, Optional<ObjectNode>> NOTHING_LIVE = ref -> Optional.empty();

    private static final ApiResources SERVED = served(
            "v1 Service services svc",
            "v1 Namespace namespaces ns",
            "apps/v1 Deployment deployments deploy",
            "apps/v1 StatefulSet statefulsets sts",
            "apps/v1 DaemonSet daemonsets ds",
            "apps/v1 ReplicaSet replicasets rs",
            "batch/v1 CronJob cronjobs cj",
            "autoscaling/v2 HorizontalPodAutoscaler horizontalpodautoscalers hpa",
            "autoscaling/v1 HorizontalPodAutoscaler horizontalpodautoscalers hpa",
            "policy/v1 PodDisruptionBudget poddisruptionbudgets pdb",
            "networking.k8s.io/v1 Ingress ingresses ing",
            "rbac.authorization.k8s.io/v1 Role roles role",
            "rbac.authorization.k8s.io/v1 RoleBinding rolebindings rolebinding",
            "example.com/v2 Database databases db");

    private static ApiResources served(String... types) {
        List<ApiResource> resources = new ArrayList<>();
        for (String type : types) {
            String[] parts = type.split(" ");
            resources.add(new ApiResource(parts[0], parts[1], parts[2], true, Set.of("get"), List.of(parts[3])));
        }
        return new ApiResources(resources, List.of());
    }

    private static ObjectNode tree(String json) {
        try {
            return (ObjectNode) new ObjectMapper().readTree(json.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static Manifest manifest(String apiVersion, String kind, String spec) {
        ObjectNode json = tree("{'metadata':{'name':'web','namespace':'shop','labels':{'l':'1'}},'spec':" + spec + "}");
        json.put("apiVersion", apiVersion).put("kind", kind);
        return new Manifest(
                json, new Source("web.yaml", 3, pointer -> pointer.toString().equals("/apiVersion") ? 4 : 5));
    }

    private static Migration migrate(Manifest manifest) {
        return new ApiVersionMigration(SERVED, false, (v, k) -> false).migrate(manifest, NOTHING_LIVE);
    }

    private static Migration migrate(String apiVersion, String kind, String spec) {
        return migrate(manifest(apiVersion, kind, spec));
    }

    private static Problem refusal(ApiVersionMigration migration, Manifest manifest) {
        ProblemException e = assertThrows(ProblemException.class, () -> migration.migrate(manifest, NOTHING_LIVE));
        assertEquals(Category.INPUT, e.category());
        return e.problems().get(0);
    }

    private static Problem refusal(String apiVersion, String kind, String spec) {
        return refusal(new ApiVersionMigration(SERVED, false, (v, k) -> false), manifest(apiVersion, kind, spec));
    }

    /** What the move wrote out, by the warning. */
    private static String changes(Migration migration) {
        Problem warning = migration.warning().orElseThrow();
        assertEquals("web.yaml:4", warning.where());
        return warning.arguments().get(3).replace('"', '\'');
    }

    private static final String TEMPLATE = "'template':{'metadata':{'labels':{'app':'web'}}}";
    private static final String SELECTOR = "'selector':{'matchLabels':{'app':'web'}}";

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
                "The cluster no longer serves apps/v1beta1 for Deployment shop/web. It is deployed as apps/v1, with these "
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
                "The cluster no longer serves batch/v1beta1 for CronJob shop/web. It is deployed as batch/v1, which means "
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
    public void anOrderToRollBackCannotBeMoved() {
        Problem problem = refusal("extensions/v1beta1", "Deployment", "{'rollbackTo':{'revision':2}}");
        assertEquals("kubernetes.version-unsafe-rollback", problem.code());
        assertTrue(problem.message(Locale.ENGLISH).contains("has no spec.rollbackTo. Remove it"));
        assertEquals(
                "-spec.rollbackTo",
                changes(migrate(
                        "apps/v1beta1", "StatefulSet", "{'rollbackTo':null,'updateStrategy':{'type':'OnDelete'}}")));
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
    public void aDisruptionBudgetWithAnEmptySelectorWouldMeanTheOpposite() {
        for (String spec : List.of(
                "{}",
                "{'selector':null}",
                "{'selector':{}}",
                "{'selector':{'matchLabels':{},'matchExpressions':[]}}",
                "{'selector':{'matchExpressions':[{'key':'pdb.kubernetes.io/deprecated-v1beta1-empty-selector-match',"
                        + "'operator':'DoesNotExist'}]}}")) {
            Problem problem = refusal("policy/v1beta1", "PodDisruptionBudget", spec);
            assertEquals(spec, "kubernetes.version-unsafe-selector", problem.code());
            assertEquals("web.yaml:4", problem.where());
        }
    }

    @Test
    public void strictTurnsTheWarningIntoAnError() {
        ApiVersionMigration strict = new ApiVersionMigration(SERVED, true, (v, k) -> false);
        Problem plain = refusal(strict, manifest("batch/v1beta1", "CronJob", "{}"));
        assertEquals("kubernetes.version-strict", plain.code());
        Problem changed = refusal(strict, manifest("apps/v1beta1", "Deployment", "{" + SELECTOR + "}"));
        assertEquals(
                "The cluster no longer serves apps/v1beta1 for Deployment shop/web, and strict API versions were asked "
                        + "for. Change the manifest's apiVersion to apps/v1 and, so that it means the same, make these "
                        + "changes: spec.revisionHistoryLimit: 2.",
                changed.message(Locale.ENGLISH));
    }

    @Test
    public void everythingElseIsRefusedWithWhatIsServed() {
        assertEquals(
                "The cluster does not serve extensions/v1beta1 for Ingress shop/web. It serves Ingress as "
                        + "networking.k8s.io/v1. That may mean something else, so the manifest is not moved by itself: "
                        + "rewrite it for a served version.",
                refusal("extensions/v1beta1", "Ingress", "{}").message(Locale.ENGLISH));
        for (String[] type : new String[][] {
            {"networking.k8s.io/v1beta1", "Ingress", "networking.k8s.io/v1"},
            {"autoscaling/v2beta1", "HorizontalPodAutoscaler", "autoscaling/v2, autoscaling/v1"},
            {"example.com/v1", "Database", "example.com/v2"},
            {"rbac.authorization.k8s.io/v1alpha1", "Role", "rbac.authorization.k8s.io/v1"},
            {"batch/v2alpha1", "CronJob", "batch/v1"},
            {"apps/v2", "Deployment", "apps/v1"},
        }) {
            Problem problem = refusal(type[0], type[1], "{}");
            assertEquals(type[0], "kubernetes.version-not-served", problem.code());
            assertEquals(List.of(type[1] + " shop/web", type[0], type[1], type[2]), problem.arguments());
        }
    }

    @Test
    public void aMoveNeedsItsTargetToBeServed() {
        ApiResources old = served("batch/v2 CronJob cronjobs cj");
        Problem problem = refusal(
                new ApiVersionMigration(old, false, (v, k) -> false), manifest("batch/v1beta1", "CronJob", "{}"));
        assertEquals("kubernetes.version-not-served", problem.code());
        assertEquals("batch/v2", problem.arguments().get(3));
    }

    @Test
    public void unknownKindsGetSuggestions() {
        assertEquals(
                "The cluster knows no kind Deploment (apps/v1), so Deploment shop/web can't be deployed. Did you mean "
                        + "Deployment (apps/v1)?",
                refusal("apps/v1", "Deploment", "{}").message(Locale.ENGLISH));
        for (String[] typo : new String[][] {
            {"deployment", "Deployment (apps/v1)"},
            {"deploy", "Deployment (apps/v1)"},
            {"StatefulSets", "StatefulSet (apps/v1)"},
            {"DeamonSet", "DaemonSet (apps/v1)"},
            {"Servce", "Service (v1)"},
        }) {
            Problem problem = refusal("apps/v1", typo[0], "{}");
            assertEquals(typo[0], "kubernetes.version-kind-similar", problem.code());
            assertEquals(typo[0], typo[1], problem.arguments().get(3));
            assertEquals("web.yaml:5", problem.where());
        }
        assertEquals(
                "kubernetes.version-kind-unknown",
                refusal("example.com/v1", "Frobnicator", "{}").code());
    }

    @Test
    public void incompleteDiscoveryIsSaid() {
        ApiResources incomplete =
                new ApiResources(SERVED.resources(), List.of("metrics.k8s.io/v1beta1: service unavailable"));
        ProblemException e =
                assertThrows(ProblemException.class, () -> new ApiVersionMigration(incomplete, false, (v, k) -> false)
                        .migrate(manifest("example.com/v1", "Frobnicator", "{}"), NOTHING_LIVE));
        assertEquals(Category.INPUT, e.category());
        assertEquals(
                List.of("kubernetes.version-kind-unknown", "kubernetes.version-incomplete"),
                e.problems().stream().map(Problem::code).toList());
        assertTrue(e.problems().get(1).message(Locale.ENGLISH).contains("service unavailable"));
    }

    @Test
    public void aTypeOfAGroupThatCouldNotBeAskedIsNotCalledUnknown() {
        for (String failed : List.of("metrics.k8s.io: not ready", "metrics.k8s.io/v1beta1: not ready")) {
            ProblemException e = assertThrows(ProblemException.class, () -> new ApiVersionMigration(
                            new ApiResources(SERVED.resources(), List.of(failed)), false, (v, k) -> false)
                    .migrate(manifest("metrics.k8s.io/v1beta1", "PodMetrics", "{}"), NOTHING_LIVE));
            assertEquals(Category.ACCESS, e.category());
            assertEquals("kubernetes.version-undiscovered", e.problems().get(0).code());
        }
    }

    @Test
    public void typesThatTheRequestDefinesAreFine() {
        Manifest definition = new Manifest(
                tree(
                        "{'apiVersion':'apiextensions.k8s.io/v1','kind':'CustomResourceDefinition','metadata':{'name':'x'},"
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

    @Test
    public void allProblemsOfARequestAreTold() {
        ApiVersionMigration migration = new ApiVersionMigration(SERVED, false, (v, k) -> false);
        List<Manifest> manifests = List.of(
                manifest("extensions/v1beta1", "Ingress", "{}"),
                manifest("apps/v1", "Deployment", "{}"),
                manifest("apps/v1", "Deploment", "{}"));
        ProblemException e = assertThrows(ProblemException.class, () -> migration.migrateAll(manifests, NOTHING_LIVE));
        assertEquals(
                List.of("kubernetes.version-not-served", "kubernetes.version-kind-similar"),
                e.problems().stream().map(Problem::code).toList());
        List<Migration> fine = migration.migrateAll(manifests.subList(1, 2), NOTHING_LIVE);
        assertSame(manifests.get(1), fine.get(0).manifest());
    }

    @Test
    public void everyTextIsTranslated() {
        for (String code : List.of(
                "moved",
                "moved-changed",
                "strict",
                "strict-changed",
                "unsafe-rollback",
                "unsafe-selector",
                "not-served",
                "undiscovered",
                "kind-unknown",
                "kind-similar",
                "incomplete")) {
            Problem problem = Problem.of("kubernetes.version-" + code, "", "A", "B", "C", "D");
            String english = problem.message(Locale.ENGLISH);
            String chinese = problem.message(Locale.SIMPLIFIED_CHINESE);
            assertFalse(code, english.startsWith("kubernetes.") || chinese.startsWith("kubernetes."));
            assertFalse(code, english.equals(chinese));
            assertFalse(code, english.contains("{") || chinese.contains("{"));
        }
    }
}
