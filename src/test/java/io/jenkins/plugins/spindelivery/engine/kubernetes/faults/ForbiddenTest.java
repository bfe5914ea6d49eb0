package io.jenkins.plugins.spindelivery.engine.kubernetes.faults;

import static io.jenkins.plugins.spindelivery.engine.kubernetes.faults.LimitedAccount.rule;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.faults.Samples.configMap;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.faults.Samples.recreating;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.faults.Samples.web;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.delete.DeleteResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployResult;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.TestRule;

/** Accounts that may not do all that a deploy or delete needs: it is found before anything is written. */
public class ForbiddenTest {
    private static final LiveCluster LIVE = new LiveCluster();

    @ClassRule
    public static final TestRule CLUSTER = LIVE.rule();

    /** What stands in front of the verbs. */
    private static final String WHO = "\"system:serviceaccount:NS:deployer\" may not ";

    private static final String ASK =
            " Ask an administrator of the cluster for a role that allows it, or use another account.";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private RuleBench bench;
    private Cluster limited;

    @Before
    public void bench() {
        bench = new RuleBench(LIVE, "forbidden", folder.getRoot().toPath());
    }

    @After
    public void disconnect() {
        limited.close();
    }

    private RuleBench mayOnly(String... rules) {
        limited = LimitedAccount.of(LIVE, bench.namespace(), rules);
        return bench.as(limited);
    }

    private void assertRefused(DeployResult result, String... told) {
        assertEquals(List.of(told), bench.told(result.errors()));
        assertEquals(Status.REFUSED, result.status());
        assertEquals(Category.ACCESS, result.category());
    }

    @Test
    public void allVerbsThatAreMissingAreNamedAtOnce() {
        bench.deploy(configMap("old"));
        mayOnly(rule("configmaps", "get", "list"), rule("apps/deployments", "get", "patch"));
        String changed = configMap("old").replace("value", "other");
        DeployResult result = bench.deploy(configMap("new") + changed + web("web:1"));
        assertRefused(
                result,
                "kubernetes.deploy-forbidden | ConfigMap NS/new: " + WHO
                        + "create, patch configmaps in namespace NS. Nothing was applied." + ASK,
                "kubernetes.deploy-forbidden | Deployment NS/web: " + WHO
                        + "create deployments.apps in namespace NS. Nothing was applied." + ASK);
        assertEquals(
                "\"system:serviceaccount:NS:deployer\" 无权在命名空间 NS 中对 configmaps 执行 create, patch。未应用任何内容。"
                        + "请让集群管理员授予相应角色，或换用其他账户。",
                bench.inChinese(result.errors()).get(0));
        assertFalse(bench.exists("configmaps", "new"));
        assertEquals("value", bench.live("configmaps", "old").at("/data/key").asText());
    }

    @Test
    public void makingAnewTakesTheRightToDelete() {
        bench.deploy(configMap("old"));
        mayOnly(rule("configmaps", "get", "list", "create", "patch"));
        assertRefused(
                bench.deploy(recreating(configMap("old"))),
                "kubernetes.deploy-forbidden | ConfigMap NS/old: " + WHO
                        + "delete configmaps in namespace NS. Nothing was applied." + ASK);
        assertRefused(
                bench.rollingBack().deploy(configMap("new")),
                "kubernetes.deploy-forbidden | ConfigMap NS/new: " + WHO
                        + "delete configmaps in namespace NS. Nothing was applied." + ASK);
        assertFalse(bench.exists("configmaps", "new"));
        assertTrue(bench.exists("configmaps", "old"));
    }

    @Test
    public void pruningTakesTheRightToDelete() {
        mayOnly(rule("configmaps", "get", "list", "create", "patch"));
        bench.pruning("shop").deploy(configMap("a") + configMap("b"));
        assertRefused(
                bench.deploy(configMap("a").replace("value", "other")),
                "kubernetes.deploy-forbidden | ConfigMap NS/b: " + WHO
                        + "delete configmaps in namespace NS. Nothing was applied." + ASK);
        assertEquals("value", bench.live("configmaps", "a").at("/data/key").asText());
    }

    /** Nobody's deploy should fail for what is only tidied up afterwards. */
    @Test
    public void historyThatMayNotBeDeletedIsAWarning() {
        String versioned = configMap("app", "").replace("versioned: 'false'", "max-version-history: '1'");
        mayOnly(rule("*/*", "get", "list"), rule("configmaps", "create"));
        bench.deploy(versioned);
        DeployResult result = bench.deploy(versioned.replace("value", "other"));
        assertEquals(Status.SUCCEEDED, result.status());
        assertEquals(
                List.of("kubernetes.deploy-history-kept | ConfigMap NS/app-v000: Old versions could not be deleted: "
                        + WHO + "delete configmaps in namespace NS." + ASK + " The deploy itself is not affected."),
                bench.told(result.warnings()));
        assertTrue(bench.exists("configmaps", "app-v000"));
    }

    @Test
    public void whatMayNotBeReadIsNamed() {
        mayOnly(rule("configmaps", "get", "create", "patch"));
        String versioned = configMap("app", "").replace("versioned: 'false'", "max-version-history: '1'");
        assertRefused(
                bench.deploy(versioned),
                "kubernetes.api-forbidden-in | configmaps in namespace NS: " + WHO + "list configmaps in namespace NS."
                        + ASK);
        assertRefused(
                bench.deploy(web("web:1")),
                "kubernetes.api-forbidden-in | Deployment NS/web: " + WHO + "get deployments.apps in namespace NS."
                        + ASK);
        assertRefused(
                bench.deploy("apiVersion: v1\nkind: Namespace\nmetadata: {name: " + bench.namespace() + "}\n"),
                "kubernetes.api-forbidden | Namespace NS: " + WHO + "get namespaces." + ASK);
        assertFalse(bench.exists("configmaps", "app-v000"));
    }

    @Test
    public void objectsOutsideNamespacesTakeAClusterRole() {
        String name = bench.namespace();
        String rbac = "/apis/rbac.authorization.k8s.io/v1/";
        bench.api()
                .create(
                        rbac + "clusterroles",
                        "{\"metadata\":{\"name\":\"" + name + "\"},\"rules\":["
                                + rule("networking.k8s.io/ingressclasses", "get") + "]}");
        bench.api()
                .create(
                        rbac + "clusterrolebindings",
                        """
                        {"metadata":{"name":"%1$s"},"subjects":[{"kind":"ServiceAccount","name":"deployer","namespace":"%1$s"}],
                         "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"%1$s"}}"""
                                .formatted(name));
        try {
            mayOnly(rule("configmaps", "get"));
            assertRefused(
                    bench.deploy("apiVersion: networking.k8s.io/v1\nkind: IngressClass\nmetadata: {name: " + name
                            + "}\nspec: {controller: example.com/none}\n"),
                    "kubernetes.deploy-forbidden-everywhere | IngressClass NS: " + WHO
                            + "create, patch ingressclasses.networking.k8s.io, which takes a ClusterRole. Nothing was"
                            + " applied. Ask an administrator of the cluster for one that allows it, or use another"
                            + " account.");
        } finally {
            bench.api().delete(rbac + "clusterrolebindings/" + name);
            bench.api().delete(rbac + "clusterroles/" + name);
        }
    }

    @Test
    public void aRoleForObjectsOfCertainNamesIsEnoughForThem() {
        bench.deploy(configMap("mine") + configMap("theirs"));
        mayOnly(rule("configmaps", "get", "list"), rule("configmaps", "patch", "=mine"));
        String mine = configMap("mine").replace("value", "other");
        assertRefused(
                bench.deploy(mine + configMap("theirs").replace("value", "other")),
                "kubernetes.deploy-forbidden | ConfigMap NS/theirs: " + WHO
                        + "patch configmaps in namespace NS. Nothing was applied." + ASK);
        assertEquals("value", bench.live("configmaps", "mine").at("/data/key").asText());
        assertEquals(Status.SUCCEEDED, bench.deploy(mine).status());
        assertEquals("other", bench.live("configmaps", "mine").at("/data/key").asText());
    }

    /** Kubernetes lets nobody hand out rights that they do not have. */
    @Test
    public void rightsThatTheAccountLacksCantBeHandedOut() {
        mayOnly(rule("configmaps", "get"), rule("rbac.authorization.k8s.io/roles", "get", "create", "patch"));
        DeployResult result = bench.deploy("apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\n"
                + "metadata: {name: reader}\nrules: [{apiGroups: [''], resources: [secrets], verbs: [get]}]\n");
        assertRefused(
                result,
                "kubernetes.api-escalation | Role NS/reader: Kubernetes lets nobody hand out rights that they do not have, and"
                        + " the account lacks these: {APIGroups:[\"\"], Resources:[\"secrets\"], Verbs:[\"get\"]}. Give it"
                        + " these rights, or the verb escalate (for bindings: bind) on the role.");
        assertFalse(bench.exists("rbac.authorization.k8s.io/v1/roles", "reader"));
    }

    @Test
    public void nothingIsDeletedWithoutTheRight() {
        bench.deploy(configMap("old"));
        mayOnly(rule("configmaps", "get", "list"));
        DeleteResult result = bench.delete("ConfigMap", "old");
        assertEquals(Status.REFUSED, result.status());
        assertEquals(Category.ACCESS, result.category());
        assertEquals(
                List.of("kubernetes.delete-forbidden | ConfigMap NS/old: " + WHO
                        + "delete it (verb delete on configmaps). Nothing was deleted." + ASK),
                bench.told(result.errors()));
        assertTrue(bench.exists("configmaps", "old"));
    }
}
