package io.jenkins.plugins.spindelivery.engine.manifest.prepare;

import static io.jenkins.plugins.spindelivery.engine.manifest.Trees.tree;
import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.List;
import org.junit.Test;

public class LoadBalancersTest extends PreparationCase {
    private static final String SERVICE =
            "{apiVersion: v1, kind: Service, metadata: {name: %s, namespace: %s}, spec: {selector: %s}}";
    private static final String DEPLOYMENT =
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: web
              annotations: {traffic.spinnaker.io/load-balancers: '%s'}
            spec: {template: {metadata: {labels: {app: web}}, spec: {}}}
            """;

    @Test
    public void theSelectorOfAServiceInTheRequestBecomesLabelsOfThePods() {
        options.appLabels(false);
        Prepared prepared = prepare(DEPLOYMENT.formatted("[\"service front\"]") + "---\n"
                + SERVICE.formatted("front", "devops", "{lb: front, tier: a}"));
        assertEquals(
                tree("{app: web, lb: front, tier: a}"),
                prepared.manifests().get(1).manifest().json().at("/spec/template/metadata/labels"));
    }

    @Test
    public void theRequestComesBeforeTheCluster() {
        live.with(SERVICE.formatted("front", "devops", "{lb: live}"));
        assertEquals("live", label(DEPLOYMENT.formatted("[\"service front\"]")));
        assertEquals(
                "request",
                label(DEPLOYMENT.formatted("[\"service front\"]") + "---\n"
                        + SERVICE.formatted("front", "devops", "{lb: request}")));
    }

    @Test
    public void aServiceWithVersionsIsFoundByItsBaseName() {
        options.versioned(Versioning.TRUE);
        assertEquals(
                "front",
                label(DEPLOYMENT.formatted("[\"service front\"]") + "---\n"
                        + SERVICE.formatted("front", "devops", "{lb: front}")));
    }

    @Test
    public void severalServicesAreAttachedUnlessTheyContradict() {
        live.with(SERVICE.formatted("a", "devops", "{lb: x, one: '1'}"))
                .with(SERVICE.formatted("b", "devops", "{lb: x, two: '2'}"))
                .with(SERVICE.formatted("c", "devops", "{lb: y}"));
        PreparedManifest both = prepareOne(DEPLOYMENT.formatted("[\"service a\", \"svc b\"]"));
        assertEquals("1", text(both, "/spec/template/metadata/labels/one"));
        assertEquals("2", text(both, "/spec/template/metadata/labels/two"));
        assertEquals(
                "Deployment devops/web can't be attached to all its Services: label lb would have to be both \"x\" and"
                        + " \"y\".",
                english(problem(DEPLOYMENT.formatted("[\"service a\", \"service c\"]"))));
    }

    @Test
    public void podsAndCronJobsAreAttachedWhereTheirPodsLabelsAre() {
        live.with(SERVICE.formatted("front", "devops", "{lb: front}"));
        String annotation = "annotations: {traffic.spinnaker.io/load-balancers: '[\"service front\"]'}";
        PreparedManifest pod =
                prepareOne("{apiVersion: v1, kind: Pod, metadata: {name: web, " + annotation + "}, spec: {}}");
        assertEquals("front", text(pod, "/metadata/labels/lb"));
        PreparedManifest cron = prepareOne("{apiVersion: batch/v1, kind: CronJob, metadata: {name: web, " + annotation
                + "}, spec: {jobTemplate: {spec: {template: {spec: {}}}}}}");
        assertEquals("front", text(cron, "/spec/jobTemplate/spec/template/metadata/labels/lb"));
        assertEquals(null, text(cron, "/metadata/labels/lb"));
    }

    @Test
    public void anotherSelectorIsAnotherVersion() {
        String replicaSet = DEPLOYMENT.replace("Deployment", "ReplicaSet").formatted("[\"service front\"]");
        live.with(SERVICE.formatted("front", "devops", "{lb: front}"));
        live.with(prepare(replicaSet), 1);
        assertEquals("web-v000", prepareOne(replicaSet).ref().name());
        live = new FakeLive().with(prepare(replicaSet), 1).with(SERVICE.formatted("front", "devops", "{lb: back}"));
        assertEquals("web-v001", prepareOne(replicaSet).ref().name());
    }

    @Test
    public void errorsAreToldWithTheirPlaceAndCure() {
        live.with(SERVICE.formatted("headless", "devops", "null"))
                .with(SERVICE.formatted("app", "devops", "{app: web}"))
                .with(SERVICE.formatted("far", "other", "{lb: far}"));
        assertRefused(
                "front",
                "manifest.load-balancer-form",
                "Deployment devops/web: load balancer \"front\" must be two words, the kind and the name, such as \"service"
                        + " web\".");
        assertRefused(
                "service a b",
                "manifest.load-balancer-form",
                "Deployment devops/web: load balancer \"service a b\" must be two words, the kind and the name, such as"
                        + " \"service web\".");
        assertRefused(
                "ingress front",
                "manifest.load-balancer-kind",
                "Deployment devops/web: load balancer \"ingress front\" can't be attached: only a Service can balance load,"
                        + " not \"ingress\". Write \"service NAME\".");
        assertRefused(
                "service far",
                "manifest.load-balancer-missing",
                "Deployment devops/web is to be attached to Service far, but there is none in namespace \"devops\", neither"
                        + " among the manifests nor in the cluster. Deploy the Service first, or together with it.");
        assertRefused(
                "service headless",
                "manifest.load-balancer-without-selector",
                "Deployment devops/web can't be attached to Service headless: the Service has no selector, so no labels"
                        + " lead its traffic to pods.");
        assertRefused(
                "service app",
                "manifest.load-balancer-label-taken",
                "Deployment devops/web can't be attached to its Services: its pod template has the labels app already,"
                        + " which the attachment sets. Remove them from the template.");
    }

    @Test
    public void aMalformedListCountsAsMissing() {
        for (String malformed : List.of("service front", "{}", "[1]", "[", "\"service front\"")) {
            Prepared prepared = prepare(DEPLOYMENT.formatted(malformed));
            assertEquals(malformed, List.of("manifest.annotation-malformed"), codes(prepared.warnings()));
        }
        assertEquals(List.of(), prepare(DEPLOYMENT.formatted("[]")).warnings());
    }

    @Test
    public void onWhatHasNoPodsTheAnnotationIsWarnedOf() {
        Prepared prepared = prepare("{apiVersion: v1, kind: ConfigMap, metadata: {name: web, annotations:"
                + " {traffic.spinnaker.io/load-balancers: '[\"service front\"]'}}}");
        assertEquals(List.of("manifest.load-balancers-ignored"), codes(prepared.warnings()));
    }

    private String label(String yaml) {
        List<PreparedManifest> manifests = prepare(yaml).manifests();
        return text(manifests.get(manifests.size() - 1), "/spec/template/metadata/labels/lb");
    }

    private void assertRefused(String loadBalancer, String code, String message) {
        Problem problem = problem(DEPLOYMENT.formatted("[\"" + loadBalancer + "\"]"));
        assertEquals(code, problem.code());
        assertEquals("test.yaml:1", problem.where());
        assertEquals(message, english(problem));
    }
}
