package io.jenkins.plugins.spindelivery.engine.manifest.prepare;

import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.manifest.Trees;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.List;
import org.junit.Test;

public class PlacementTest extends PreparationCase {
    private static final String SERVICE = "{apiVersion: v1, kind: Service, metadata: {name: web%s}}";
    private static final String IN_OTHER = SERVICE.formatted(", namespace: other");
    private static final String ROLE =
            "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: web%s}}";
    private static final String WIDGET = "{apiVersion: example.com/v1, kind: Widget, metadata: {name: web}}";

    @Test
    public void theDefaultNamespaceIsForManifestsWithoutOne() {
        assertEquals("Service devops/web", ref(SERVICE.formatted("")));
        assertEquals("Service other/web", ref(IN_OTHER));
        assertEquals("devops", text(prepareOne(SERVICE.formatted("")), "/metadata/namespace"));
    }

    @Test
    public void withoutADefaultTheManifestStaysWithoutNamespace() {
        options.namespace("");
        PreparedManifest prepared = prepareOne(SERVICE.formatted(", namespace: ''"));
        assertEquals("Service web", prepared.ref().toString());
        assertEquals(null, text(prepared, "/metadata/namespace"));
        assertEquals("", text(prepared, "/metadata/annotations/artifact.spinnaker.io~1location"));
    }

    @Test
    public void theOverrideReplacesEveryNamespace() {
        options.namespaceOverride("forced");
        assertEquals("Service forced/web", ref(SERVICE.formatted("")));
        assertEquals("Service forced/web", ref(IN_OTHER));
    }

    @Test
    public void clusterScopedKindsGetNone() {
        options.namespaceOverride("forced");
        assertEquals("ClusterRole web", ref(ROLE.formatted("")));
        Prepared prepared = prepare(ROLE.formatted(", namespace: other"));
        assertEquals("ClusterRole web", prepared.manifests().get(0).ref().toString());
        assertEquals(null, text(prepared.manifests().get(0), "/metadata/namespace"));
        assertEquals(List.of("manifest.namespace-dropped"), codes(prepared.warnings()));
        assertEquals(
                "ClusterRole web: the namespace \"other\" is left out, because objects of this kind belong to no"
                        + " namespace.",
                english(prepared.warnings().get(0)));
    }

    @Test
    public void theClusterKnowsBetterThanTheTable() {
        assertEquals("Widget devops/web", ref(WIDGET));
        live.scope("Widget", false);
        assertEquals("Widget web", ref(WIDGET));
    }

    @Test
    public void aDefinitionInTheSameRequestTellsTheScope() {
        String definition =
                """
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: widgets.example.com}
                spec: {group: example.com, scope: %s, names: {kind: Widget, plural: widgets}}
                ---
                """;
        assertEquals("Widget web", lastRef(definition.formatted("Cluster") + WIDGET));
        assertEquals("Widget devops/web", lastRef(definition.formatted("Namespaced") + WIDGET));
    }

    @Test
    public void theGivenManifestsStayAsTheyAre() {
        List<Manifest> given = Trees.manifests(SERVICE.formatted(""));
        String before = given.get(0).json().toString();
        ManifestPreparation.prepare(given, options.build(), live);
        assertEquals(before, given.get(0).json().toString());
    }

    @Test
    public void whatTheClusterMakesItselfIsRefused() {
        Problem problem = problem("{apiVersion: v1, kind: Event, metadata: {name: web}}");
        assertEquals("manifest.not-deployable", problem.code());
        assertEquals("test.yaml:1", problem.where());
        assertEquals(
                "Event web can't be deployed: the cluster makes objects of kind Event by itself. Remove it from the"
                        + " manifests.",
                english(problem));
    }

    @Test
    public void anObjectMayBeInTheRequestOnlyOnce() {
        Problem problem = problem(SERVICE.formatted("") + "\n---\n" + SERVICE.formatted(", namespace: devops"));
        assertEquals("manifest.duplicate-object", problem.code());
        assertEquals("test.yaml:3", problem.where());
        assertEquals(
                "Service devops/web is in the request twice; the first one is at test.yaml:1. Remove one of them, or"
                        + " give them different names or namespaces.",
                english(problem));
    }

    @Test
    public void twoGroupsOfOneKindAreOneObject() {
        assertEquals(
                "manifest.duplicate-object",
                problem("{apiVersion: extensions/v1beta1, kind: Deployment, metadata: {name: web}}\n---\n"
                                + "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}}")
                        .code());
    }

    @Test
    public void sameNamesElsewhereAreDifferentObjects() {
        Prepared prepared = prepare(String.join(
                "\n---\n",
                SERVICE.formatted(""),
                IN_OTHER,
                "{apiVersion: serving.knative.dev/v1, kind: Service, metadata: {name: web}}",
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: web}}",
                "{apiVersion: batch/v1, kind: Job, metadata: {generateName: web-}}",
                "{apiVersion: batch/v1, kind: Job, metadata: {generateName: web-}}"));
        assertEquals(6, prepared.manifests().size());
    }

    @Test
    public void allProblemsAreToldTogether() {
        options.application("no label!");
        String event = "{apiVersion: v1, kind: Event, metadata: {name: web}}";
        assertEquals(
                List.of("manifest.bad-label-value", "manifest.not-deployable", "manifest.duplicate-object"),
                codes(problems(String.join("\n---\n", event, IN_OTHER, IN_OTHER))));
    }

    private String ref(String yaml) {
        return prepareOne(yaml).ref().toString();
    }

    private String lastRef(String yaml) {
        List<PreparedManifest> manifests = prepare(yaml).manifests();
        return manifests.get(manifests.size() - 1).ref().toString();
    }
}
