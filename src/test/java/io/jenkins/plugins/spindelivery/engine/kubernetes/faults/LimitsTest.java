package io.jenkins.plugins.spindelivery.engine.kubernetes.faults;

import static io.jenkins.plugins.spindelivery.engine.kubernetes.faults.Samples.configMap;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.faults.Samples.pod;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.faults.Samples.web;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployResult;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.List;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.TestRule;

/** Quotas, limits and pod security: what they refuse at once, and what they refuse a workload's pods later. */
public class LimitsTest {
    private static final LiveCluster LIVE = new LiveCluster();

    @ClassRule
    public static final TestRule CLUSTER = LIVE.rule();

    private static final String REFUSED =
            "kubernetes.deploy-object-failed | Deployment NS/web: Its pods can't be created. FailedCreate: pods \"web-*\" is"
                    + " forbidden: ";

    /** What would be missing in a pod under the standard "restricted". */
    private static final String INSECURE =
            "violates PodSecurity \"restricted:latest\": allowPrivilegeEscalation != false (container \"web\" must set"
                    + " securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container \"web\" must"
                    + " set securityContext.capabilities.drop=[\"ALL\"]), runAsNonRoot != true (pod or container \"web\""
                    + " must set securityContext.runAsNonRoot=true), seccompProfile (pod or container \"web\" must set"
                    + " securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\")";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private RuleBench bench;

    @Before
    public void bench() {
        bench = new RuleBench(LIVE, "limits", folder.getRoot().toPath());
    }

    /** A quota that has counted what is there. */
    private void quota(String resource, String hard) {
        bench.api()
                .create(
                        bench.path("resourcequotas"),
                        "{\"metadata\":{\"name\":\"few\"},\"spec\":{\"hard\":{\"" + resource + "\":\"" + hard
                                + "\"}}}");
        bench.api().await(bench.path("resourcequotas") + "/few", quota -> quota.path("status")
                .path("used")
                .has(resource));
    }

    private void assertFailsFast(DeployResult result, String told) {
        assertEquals(List.of(told), bench.told(result.errors()));
        assertEquals(Status.FAILED, result.status());
        assertEquals(Category.FAILED, result.category());
        assertTrue("not at the timeout", result.durationMillis() < 30_000);
    }

    private void assertRefused(DeployResult result, String told) {
        assertEquals(List.of(told), bench.told(result.errors()));
        assertEquals(Status.REFUSED, result.status());
        assertEquals(Category.REFUSED, result.category());
    }

    /** A dry run counts no object but the one that it is about. */
    @Test
    public void aQuotaForOneMoreRefusesTheSecondOfTwoAndTheFirstIsTakenBack() {
        bench.api().await(bench.path("configmaps") + "/kube-root-ca.crt", found -> !found.isMissingNode());
        quota("count/configmaps", "2");
        DeployResult result = bench.rollingBack().deploy(configMap("one") + configMap("two"));
        assertEquals(
                List.of("kubernetes.api-quota | ConfigMap NS/one or two: The quota few is used up: requested:"
                        + " count/configmaps=1, used: count/configmaps=2, limited: count/configmaps=2. Free something, or"
                        + " ask for more."),
                bench.told(result.errors()).stream()
                        .map(told -> told.replaceFirst("NS/(one|two):", "NS/one or two:"))
                        .toList());
        assertEquals(Status.FAILED, result.status());
        assertEquals(Category.REFUSED, result.category());
        assertFalse(bench.exists("configmaps", "one") || bench.exists("configmaps", "two"));
    }

    @Test
    public void aQuotaOnPodsFailsTheirWorkloadsFast() {
        quota("pods", "0");
        assertFailsFast(
                bench.deploy(web("web:1")),
                REFUSED + "exceeded quota: few, requested: pods=1, used: pods=0, limited: pods=0");
        String once =
                """
                apiVersion: batch/v1
                kind: Job
                metadata: {name: once}
                spec: {template: {spec: {restartPolicy: Never, containers: [{name: once, image: 'once:1'}]}}}
                """;
        assertFailsFast(
                bench.deploy(once),
                "kubernetes.deploy-object-failed | Job NS/once: Its pods can't be created. FailedCreate: Error creating: pods"
                        + " \"once-*\" is forbidden: exceeded quota: few, requested: pods=1, used: pods=0, limited: pods=0");
        assertRefused(
                bench.deploy(pod("")),
                "kubernetes.api-quota | Pod NS/web: The quota few is used up: requested: pods=1, used: pods=0, limited:"
                        + " pods=0. Free something, or ask for more.");
    }

    @Test
    public void aQuotaThatWantsLimitsSaysWhich() {
        quota("limits.cpu", "1");
        assertFailsFast(bench.deploy(web("web:1")), REFUSED + "failed quota: few: must specify limits.cpu for: web");
        assertRefused(
                bench.deploy(pod("")),
                "kubernetes.api-quota-wants | Pod NS/web: The quota few asks every object to specify limits.cpu for: web."
                        + " Add it to the manifest.");
    }

    @Test
    public void aLimitRangeFailsFastToo() {
        bench.api()
                .create(
                        bench.path("limitranges"),
                        "{\"metadata\":{\"name\":\"cap\"},\"spec\":{\"limits\":[{\"type\":\"Container\",\"max\":{\"cpu\":\"1\"}}]}}");
        String greedy = ", resources: {limits: {cpu: '2'}}";
        // The server may not have seen the LimitRange at once.
        Until.reached(
                "the LimitRange is in force",
                () -> bench.deploy(pod(greedy)).status().equals(Status.REFUSED));
        assertRefused(
                bench.deploy(pod(greedy)),
                "kubernetes.api-refused | Pod NS/web: The server does not admit this object: pods \"web\" is forbidden:"
                        + " maximum cpu usage per Container is 1, but limit is 2");
        assertFailsFast(
                bench.deploy(web("web:1").replace("'web:1'", "'web:1'" + greedy)),
                REFUSED + "maximum cpu usage per Container is 1, but limit is 2");
    }

    @Test
    public void podSecurityIsAWarningForAWorkloadAndThenItsReason() {
        bench.api()
                .patch(
                        "/api/v1/namespaces/" + bench.namespace(),
                        "{\"metadata\":{\"labels\":{\"pod-security.kubernetes.io/enforce\":\"restricted\","
                                + "\"pod-security.kubernetes.io/warn\":\"restricted\"}}}");
        Until.reached(
                "the standard is in force", () -> bench.deploy(pod("")).status().equals(Status.REFUSED));
        assertRefused(
                bench.deploy(pod("")),
                "kubernetes.api-refused | Pod NS/web: The server does not admit this object: pods \"web\" is forbidden: "
                        + INSECURE);
        DeployResult result = bench.deploy(web("web:1"));
        assertFailsFast(result, REFUSED + INSECURE);
        assertEquals(
                List.of("kubernetes.deploy-server-warning | Deployment NS/web: The server warns: would "
                        + INSECURE.replace("violates", "violate")),
                bench.told(result.warnings()));
    }
}
