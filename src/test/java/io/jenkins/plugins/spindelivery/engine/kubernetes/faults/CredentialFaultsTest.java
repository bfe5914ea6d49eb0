package io.jenkins.plugins.spindelivery.engine.kubernetes.faults;

import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.spindelivery.engine.kubernetes.delete.DeleteResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployResult;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import io.jenkins.plugins.spindelivery.engine.testcluster.TestCluster;
import io.jenkins.plugins.spindelivery.engine.testcluster.fault.FaultProxy;
import java.util.List;
import java.util.Set;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.RuleChain;

/** A credential that has expired, or expires while the work is going on. */
public class CredentialFaultsTest {
    @ClassRule
    public static final TestCluster CLUSTER = TestCluster.shared();

    private static final String REFUSED =
            "The cluster does not accept the credential of account production. Has its token or certificate expired, or"
                    + " does it belong to another cluster? Give the account a new one and start again: what is done"
                    + " already is found and left as it is.";

    private final FaultProxy proxy = FaultProxy.before(CLUSTER);
    private final FaultBench bench = FaultBench.at(CLUSTER, proxy::url);

    @Rule
    public final RuleChain rules = RuleChain.outerRule(proxy).around(bench);

    private void expire() {
        proxy.when("GET|POST|PATCH|DELETE", "").refuse(401, "Unauthorized", "Unauthorized");
    }

    @Test(timeout = 60_000)
    public void atTheStartNothingIsDone() {
        expire();
        DeployResult result = bench.deploy(Manifests.SETTINGS + Manifests.WEB);
        assertEquals(Status.REFUSED, result.status());
        assertEquals(Category.ACCESS, result.category());
        assertEquals(List.of(REFUSED), bench.told(result.errors()));
        assertEquals(List.of(), bench.retries());
        DeleteResult deleted = bench.delete("ConfigMap", "settings", 60);
        assertEquals(Status.REFUSED, deleted.status());
        assertEquals(Category.ACCESS, deleted.category());
        assertEquals(List.of(REFUSED), bench.told(deleted.errors()));
    }

    @Test(timeout = 60_000)
    public void inTheMiddleItIsToldWhatIsDoneAndWhatIsNot() {
        proxy.when("PATCH", "/deployments/web")
                .forReal()
                .times(1)
                .doing(this::expire)
                .refuse(401, "Unauthorized", "Unauthorized");
        DeployResult result = bench.deploy(Manifests.SETTINGS + Manifests.WEB);
        assertEquals(Status.FAILED, result.status());
        assertEquals(Category.ACCESS, result.category());
        assertEquals(List.of(REFUSED), bench.told(result.errors()));
        assertEquals(
                List.of("ConfigMap settings-v000 created stable", "Deployment web skipped unknown"),
                FaultBench.actions(result.objects()));
        assertEquals(
                "Not written: the deploy ended before it was its turn.",
                result.objects().get(1).message());

        proxy.calm();
        DeployResult again = bench.deploy(Manifests.SETTINGS + Manifests.WEB);
        assertEquals(
                List.of("ConfigMap settings-v000 unchanged stable", "Deployment web created stable"),
                FaultBench.actions(again.objects()));
        assertEquals(List.of("settings-v000"), bench.names("configmaps"));
    }

    @Test(timeout = 60_000)
    public void whileWaitingItIsNotTakenForAFailureOfTheRollout() {
        bench.whenWaiting(this::expire);
        DeployResult result = bench.deploy(FaultBench.options(60, true), Manifests.SETTINGS + Manifests.WEB);
        assertEquals(Status.FAILED, result.status());
        assertEquals(Category.ACCESS, result.category());
        assertEquals(
                List.of(
                        REFUSED,
                        Sentences.notRolledBack("ConfigMap NAMESPACE/settings-v000"),
                        Sentences.notRolledBack("Deployment NAMESPACE/web")),
                bench.told(result.errors()));
        assertEquals(
                List.of("ConfigMap settings-v000 created stable", "Deployment web created progressing"),
                FaultBench.actions(result.objects()));
    }

    @Test(timeout = 60_000)
    public void inTheMiddleOfADeleteItIsToldWhatIsLeft() {
        assertEquals(
                Status.SUCCEEDED,
                bench.deploy(Manifests.PLAIN + Manifests.PLAIN.replace("name: plain", "name: other"))
                        .status());
        proxy.when("DELETE", "configmaps/other").refuse(401, "Unauthorized", "Unauthorized");
        DeleteResult result = bench.deleteAll("ConfigMap", "app.kubernetes.io/managed-by", 30);
        assertEquals(Status.FAILED, result.status());
        assertEquals(Category.ACCESS, result.category());
        assertEquals(List.of(REFUSED), bench.told(result.errors()));
        assertEquals(
                "a server that has just started denies, too", 4, bench.retries().size());
        assertEquals(List.of("other"), bench.names("configmaps"));
        assertEquals(
                Set.of("ConfigMap other skipped unknown", "ConfigMap plain deleted progressing"),
                Set.copyOf(FaultBench.actions(result.objects())));
    }

    /** An API server that has just been started again has yet to read the roles. */
    @Test(timeout = 60_000)
    public void aDenialOfWhatWasAllowedIsGivenSomeSeconds() {
        proxy.when("PATCH", "/deployments/web")
                .forReal()
                .times(2)
                .refuse(
                        403,
                        "Forbidden",
                        "deployments.apps 'web' is forbidden: User \\\"robot\\\" cannot patch resource \\\"deployments\\\" in"
                                + " API group \\\"apps\\\" in the namespace \\\"shop\\\"");
        DeployResult result = bench.deploy(Manifests.SETTINGS + Manifests.WEB);
        assertEquals(result.errors().toString(), Status.SUCCEEDED, result.status());
        assertEquals(
                List.of(
                        "Deployment NAMESPACE/web: \"robot\" may not patch deployments.apps in namespace shop. Ask an"
                                + " administrator of the cluster for a role that allows it, or use another account.",
                        "Deployment NAMESPACE/web: \"robot\" may not patch deployments.apps in namespace shop. Ask an"
                                + " administrator of the cluster for a role that allows it, or use another account."),
                bench.retrying());
    }
}
