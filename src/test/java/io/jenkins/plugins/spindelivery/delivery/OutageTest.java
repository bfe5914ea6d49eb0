package io.jenkins.plugins.spindelivery.delivery;

import static org.junit.Assert.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.spindelivery.engine.testcluster.TestCluster;
import java.util.List;
import java.util.TreeSet;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsSessionRule;

/** Jenkins goes out in the middle of each long step: by an orderly restart, and by {@code kill -9}. */
public class OutageTest {
    @ClassRule
    public static final TestCluster CLUSTER = TestCluster.shared();

    @Rule
    public final JenkinsSessionRule sessions = new JenkinsSessionRule();

    @Rule
    public final KilledJenkins killed = new KilledJenkins();

    private final String namespace = CLUSTER.newNamespace("outage");

    @Before
    public void somethingToDelete() {
        CLUSTER.api().create("/api/v1/namespaces/" + namespace + "/configmaps", doomed());
    }

    @Test
    public void restart() throws Throwable {
        sessions.then(jenkins -> {
            Outage.configure(jenkins, CLUSTER.kubeconfigText());
            Outage.begin(jenkins, namespace);
        });
        sessions.then(jenkins -> {
            Outage.goesOn(jenkins);
            letGo();
            Outage.ends(jenkins);
        });
        assertDoneOnce();
    }

    @Test
    public void kill() throws Throwable {
        killed.start();
        killed.run(Outage::configure, CLUSTER.kubeconfigText());
        killed.run(Outage::beginWithoutDurability, namespace);
        killed.run(Outage::begin, namespace);
        killed.killAndStart();
        killed.run(Outage::goesOn);
        letGo();
        killed.run((JenkinsRule jenkins) -> {
            Outage.takesBackWhatIsLost(jenkins);
            Outage.ends(jenkins);
        });
        assertDoneOnce();
    }

    private static String doomed() {
        return "{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", \"metadata\": {\"name\": \"doomed\","
                + " \"labels\": {\"doomed\": \"yes\"}, \"finalizers\": [\"test.spin-delivery.io/hold\"]}}";
    }

    /** What is being deleted may go. */
    private void letGo() {
        for (String name : List.of("doomed", "made")) {
            CLUSTER.api()
                    .patch(
                            "/api/v1/namespaces/" + namespace + "/configmaps/" + name,
                            "{\"metadata\": {\"finalizers\": null}}");
        }
    }

    /**
     * A deploy that was begun anew would have left a second version, or a second generation. What the freestyle build
     * deployed, which does not survive its Jenkins, is taken back: there is no Deployment "free".
     */
    private void assertDoneOnce() {
        assertEquals(List.of("settings-v000"), names("/api/v1/namespaces/" + namespace + "/configmaps"));
        assertEquals(List.of("web"), names("/apis/apps/v1/namespaces/" + namespace + "/deployments"));
        JsonNode web = CLUSTER.api().get("/apis/apps/v1/namespaces/" + namespace + "/deployments/web");
        assertEquals(1, web.path("metadata").path("generation").asInt());
    }

    private static List<String> names(String path) {
        TreeSet<String> names = new TreeSet<>();
        CLUSTER.api()
                .get(path)
                .path("items")
                .forEach(item -> names.add(item.path("metadata").path("name").asText()));
        names.remove("kube-root-ca.crt");
        return List.copyOf(names);
    }
}
