package io.jenkins.plugins.spindelivery.engine.kubernetes;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotSame;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.time.Duration;
import org.junit.Test;

public class KubernetesClustersTest {

    @Test
    public void anAccountHasOneConnectionUntilItIsForgotten() {
        try (KubernetesClusters clusters =
                new KubernetesClusters(KubernetesClustersTest::config, Duration.ofSeconds(5))) {
            Cluster test = clusters.cluster("test");
            assertEquals("http://test.invalid", test.server());
            assertSame(test, clusters.cluster("test"));
            assertNotSame(test, clusters.cluster("production"));
            clusters.forget("test");
            assertNotSame(test, clusters.cluster("test"));
        }
    }

    @Test
    public void unknownAccountIsAskedForEachTime() {
        int[] asked = {0};
        KubernetesClusters clusters = new KubernetesClusters(
                account -> {
                    asked[0]++;
                    throw new ProblemException(Category.INPUT, Problem.of("kubernetes.kubeconfig-none", "", account));
                },
                Duration.ofSeconds(5));
        assertThrows(ProblemException.class, () -> clusters.cluster("none"));
        assertThrows(ProblemException.class, () -> clusters.cluster("none"));
        assertEquals(2, asked[0]);
        clusters.close();
    }

    private static Config config(String account) {
        return new ConfigBuilder(Config.empty())
                .withAutoConfigure(false)
                .withMasterUrl("http://" + account + ".invalid/")
                .build();
    }
}
