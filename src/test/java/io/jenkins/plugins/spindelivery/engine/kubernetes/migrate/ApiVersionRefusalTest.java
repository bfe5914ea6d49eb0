package io.jenkins.plugins.spindelivery.engine.kubernetes.migrate;

import static io.jenkins.plugins.spindelivery.engine.kubernetes.migrate.Requests.NOTHING_LIVE;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.migrate.Requests.SELECTOR;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.migrate.Requests.SERVED;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.migrate.Requests.changes;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.migrate.Requests.manifest;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.migrate.Requests.migrate;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.migrate.Requests.refusal;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.migrate.Requests.served;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiResources;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.List;
import java.util.Locale;
import org.junit.Test;

public class ApiVersionRefusalTest {
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
