package io.jenkins.plugins.spindelivery.engine.kubernetes.faults;

import static io.jenkins.plugins.spindelivery.engine.kubernetes.faults.Samples.configMap;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.kubernetes.InterferingCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.delete.DeleteResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployResult;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.TestRule;

/** Accounts whose own rules forbid what their credential may do: it is refused before anything is written. */
public class AccountRulesTest {
    private static final LiveCluster LIVE = new LiveCluster();

    @ClassRule
    public static final TestRule CLUSTER = LIVE.rule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private RuleBench bench;

    @Before
    public void bench() {
        bench = new RuleBench(LIVE, "rules", folder.getRoot().toPath());
    }

    /** A connection that forbids all that is called {@code closed}. */
    private Cluster limited() {
        InterferingCluster interference = (method, arguments) -> {
            if (!method.equals("forbids")) {
                return Optional.empty();
            }
            ObjectRef ref = (ObjectRef) arguments.get(1);
            asked.add(arguments.get(0) + " " + ref.name() + " " + arguments.get(2));
            return Optional.of(
                    ref.name().equals("closed")
                            ? Optional.of(Problem.of("account.read-only", "", "prod", "PAGE"))
                            : Optional.empty());
        };
        return interference.around(LIVE.cluster());
    }

    private static List<String> wheres(List<Problem> problems, String namespace) {
        return problems.stream()
                .map(problem -> problem.code() + " | " + problem.where().replace(namespace, "NS"))
                .toList();
    }

    @Test
    public void aDeployNamesAllThatIsForbiddenOnce() {
        bench.as(limited()).rollingBack();
        DeployResult result = bench.deploy(configMap("open") + configMap("closed"));
        assertEquals(Status.REFUSED, result.status());
        assertEquals(Category.ACCESS, result.category());
        assertEquals(List.of("account.read-only | ConfigMap NS/closed"), wheres(result.errors(), bench.namespace()));
        assertFalse(bench.exists("configmaps", "open"));
        assertTrue(asked.toString(), asked.contains("create open false"));
        assertTrue(asked.toString(), asked.contains("delete open false"));
    }

    @Test
    public void whatIsUnchangedIsNotAskedFor() {
        bench.deploy(configMap("closed"));
        bench.as(limited());
        assertEquals(Status.SUCCEEDED, bench.deploy(configMap("closed")).status());
        assertEquals(Set.of(), asked);
    }

    @Test
    public void aDeletionIsRefusedBeforeItBegins() {
        bench.deploy(configMap("closed"));
        bench.as(limited());
        DeleteResult result = bench.delete("ConfigMap", "closed");
        assertEquals(Status.REFUSED, result.status());
        assertEquals(List.of("account.read-only | ConfigMap NS/closed"), wheres(result.errors(), bench.namespace()));
        assertTrue(bench.exists("configmaps", "closed"));
        assertEquals(Set.of("delete closed false"), asked);
    }
}
