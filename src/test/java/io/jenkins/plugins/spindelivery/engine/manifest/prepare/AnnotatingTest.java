package io.jenkins.plugins.spindelivery.engine.manifest.prepare;

import static io.jenkins.plugins.spindelivery.engine.manifest.Trees.tree;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.List;
import org.junit.Test;

public class AnnotatingTest extends PreparationCase {
    private static final String DEPLOYMENT =
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web-front}
            spec:
              template:
                metadata: {labels: {app: web}}
                spec: {containers: []}
            """;

    @Test
    public void aDeploymentIsAnnotatedAndLabelledWithItsPodTemplate() {
        assertEquals(
                tree(
                        """
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata:
                          name: web-front
                          namespace: devops
                          annotations: &annotations
                            artifact.spinnaker.io/type: kubernetes/deployment
                            artifact.spinnaker.io/name: web-front
                            artifact.spinnaker.io/location: devops
                            artifact.spinnaker.io/version: ""
                            moniker.spinnaker.io/application: web
                            moniker.spinnaker.io/cluster: deployment web-front
                          labels: {app.kubernetes.io/name: web, app.kubernetes.io/managed-by: spinnaker}
                        spec:
                          template:
                            metadata:
                              annotations: *annotations
                              labels: {app: web, app.kubernetes.io/name: web, app.kubernetes.io/managed-by: spinnaker}
                            spec: {containers: []}
                        """),
                prepareOne(DEPLOYMENT).manifest().json());
    }

    @Test
    public void aVersionedObjectCarriesItsSequence() {
        PreparedManifest prepared = prepareOne(
                """
                apiVersion: apps/v1
                kind: ReplicaSet
                metadata:
                  name: web
                  labels: {moniker.spinnaker.io/sequence: "9"}
                  annotations: {moniker.spinnaker.io/sequence: "9"}
                spec: {template: {metadata: {labels: {moniker.spinnaker.io/sequence: "9"}}, spec: {}}}
                """);
        assertEquals("web-v000", text(prepared, "/metadata/name"));
        for (String metadata : List.of("/metadata", "/spec/template/metadata")) {
            assertEquals("v000", text(prepared, metadata + "/annotations/artifact.spinnaker.io~1version"));
            assertEquals("web", text(prepared, metadata + "/annotations/artifact.spinnaker.io~1name"));
            assertEquals("replicaSet web", text(prepared, metadata + "/annotations/moniker.spinnaker.io~1cluster"));
            assertEquals("0", text(prepared, metadata + "/annotations/moniker.spinnaker.io~1sequence"));
            assertEquals("0", text(prepared, metadata + "/labels/moniker.spinnaker.io~1sequence"));
        }
        String fingerprint = "/annotations/spin-delivery.jenkins.io~1fingerprint";
        assertEquals(prepared.fingerprint(), text(prepared, "/metadata" + fingerprint));
        assertTrue(prepared.fingerprint().matches("v1:[0-9a-f]{64}"));
        assertEquals(null, text(prepared, "/spec/template/metadata" + fingerprint));
    }

    @Test
    public void theMonikerIsTakenFromTheOptions() {
        options.application("shop").cluster("shop-web").stack("test").detail("blue");
        PreparedManifest prepared = prepareOne(DEPLOYMENT);
        assertEquals("shop", text(prepared, "/metadata/annotations/moniker.spinnaker.io~1application"));
        assertEquals("shop-web", text(prepared, "/metadata/annotations/moniker.spinnaker.io~1cluster"));
        assertEquals("test", text(prepared, "/metadata/annotations/moniker.spinnaker.io~1stack"));
        assertEquals("blue", text(prepared, "/metadata/annotations/moniker.spinnaker.io~1detail"));
        assertEquals("shop", text(prepared, "/metadata/labels/app.kubernetes.io~1name"));
    }

    @Test
    public void whatAManifestSaysIsNotOverwrittenButForItsManager() {
        options.application("shop");
        PreparedManifest prepared = prepareOne(
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: web
                  annotations:
                    moniker.spinnaker.io/application: ci
                    moniker.spinnaker.io/cluster: ci-web
                    artifact.spinnaker.io/version: v001
                    artifact.spinnaker.io/location: elsewhere
                  labels: {app.kubernetes.io/name: chart, app.kubernetes.io/managed-by: Helm}
                """);
        assertEquals("ci", text(prepared, "/metadata/annotations/moniker.spinnaker.io~1application"));
        assertEquals("ci-web", text(prepared, "/metadata/annotations/moniker.spinnaker.io~1cluster"));
        assertEquals("v001", text(prepared, "/metadata/annotations/artifact.spinnaker.io~1version"));
        assertEquals("elsewhere", text(prepared, "/metadata/annotations/artifact.spinnaker.io~1location"));
        assertEquals("chart", text(prepared, "/metadata/labels/app.kubernetes.io~1name"));
        assertEquals("spinnaker", text(prepared, "/metadata/labels/app.kubernetes.io~1managed-by"));
    }

    @Test
    public void withoutOptionTheAnnotationsApplicationBecomesTheLabel() {
        PreparedManifest prepared = prepareOne("{apiVersion: v1, kind: Service, metadata: {name: web, annotations:"
                + " {moniker.spinnaker.io/application: ci}}}");
        assertEquals("ci", text(prepared, "/metadata/labels/app.kubernetes.io~1name"));
        assertEquals("service web", text(prepared, "/metadata/annotations/moniker.spinnaker.io~1cluster"));
    }

    @Test
    public void theManagerCanBeNamed() {
        options.managedBy("spinnaker-eu");
        assertEquals("spinnaker-eu", text(prepareOne(DEPLOYMENT), "/metadata/labels/app.kubernetes.io~1managed-by"));
    }

    @Test
    public void appLabelsCanBeSwitchedOffAndTheSequenceStays() {
        options.appLabels(false);
        assertEquals(
                tree("{moniker.spinnaker.io/sequence: '0'}"),
                prepareOne("{apiVersion: v1, kind: ConfigMap, metadata: {name: web}}")
                        .manifest()
                        .json()
                        .at("/metadata/labels"));
        assertTrue(
                prepareOne(DEPLOYMENT).manifest().json().at("/metadata/labels").isMissingNode());
    }

    @Test
    public void thePodTemplatesLabelsCanBeLeftAloneButNotItsAnnotations() {
        options.skipSpecTemplateLabels(true);
        PreparedManifest prepared = prepareOne(DEPLOYMENT);
        assertEquals(tree("{app: web}"), prepared.manifest().json().at("/spec/template/metadata/labels"));
        assertEquals("web", text(prepared, "/metadata/labels/app.kubernetes.io~1name"));
        assertEquals("web", text(prepared, "/spec/template/metadata/annotations/moniker.spinnaker.io~1application"));
    }

    @Test
    public void aTemplateWithoutMetadataAndACronJobsTemplateAreLeftAlone() {
        assertEquals(
                tree("{template: {spec: {}}}"),
                prepareOne("{apiVersion: batch/v1, kind: Job, metadata: {name: a}, spec: {template: {spec: {}}}}")
                        .manifest()
                        .json()
                        .path("spec"));
        String cron = "{jobTemplate: {spec: {template: {metadata: {labels: {a: b}}}}}}";
        assertEquals(
                tree(cron),
                prepareOne("{apiVersion: batch/v1, kind: CronJob, metadata: {name: a}, spec: " + cron + "}")
                        .manifest()
                        .json()
                        .path("spec"));
    }

    @Test
    public void nullMapsAreFilled() {
        PreparedManifest prepared =
                prepareOne("{apiVersion: v1, kind: Service, metadata: {name: web, labels: null, annotations: null}}");
        assertEquals("web", text(prepared, "/metadata/annotations/artifact.spinnaker.io~1name"));
        assertEquals("spinnaker", text(prepared, "/metadata/labels/app.kubernetes.io~1managed-by"));
    }

    @Test
    public void anApplicationThatIsNoLabelIsLeftOutWithAWarning() {
        String name = "a".repeat(64);
        Prepared prepared = prepare("{apiVersion: v1, kind: Service, metadata: {name: " + name + "}}");
        assertEquals(null, text(prepared.manifests().get(0), "/metadata/labels/app.kubernetes.io~1name"));
        assertEquals(List.of("manifest.application-no-label"), codes(prepared.warnings()));
    }

    @Test
    public void optionsThatAreNoLabelsAreRefused() {
        options.application("my shop").managedBy("me@home");
        List<String> messages =
                problems(DEPLOYMENT).stream().map(PreparationCase::english).toList();
        assertEquals(
                List.of(
                        "\"my shop\" can't be the value of label app.kubernetes.io/name: at most 63 letters, digits, dots,"
                                + " dashes and underscores, with a letter or digit at both ends.",
                        "\"me@home\" can't be the value of label app.kubernetes.io/managed-by: at most 63 letters, digits,"
                                + " dots, dashes and underscores, with a letter or digit at both ends."),
                messages);
    }

    @Test
    public void aGeneratedNameIsNotAnnotated() {
        PreparedManifest prepared = prepareOne("{apiVersion: v1, kind: Pod, metadata: {generateName: run-task-}}");
        assertEquals(
                tree(
                        """
                        artifact.spinnaker.io/type: kubernetes/pod
                        artifact.spinnaker.io/location: devops
                        artifact.spinnaker.io/version: ""
                        moniker.spinnaker.io/application: run
                        moniker.spinnaker.io/cluster: pod run-task
                        """),
                prepared.manifest().json().at("/metadata/annotations"));
        assertEquals("run-task-", text(prepared, "/metadata/generateName"));
        assertEquals("", prepared.ref().name());
        assertEquals("run-task", prepared.baseName());
        assertEquals(null, prepared.version());
        assertEquals(null, prepared.artifact());
        assertEquals(null, prepared.fingerprint());
    }
}
