package io.jenkins.plugins.spindelivery.engine.aws.bake;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.aws.peer.AwsPeer;
import io.jenkins.plugins.spindelivery.engine.operation.ResumeProperty;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.After;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Bakes that are stopped everywhere: one image, and nothing else is left, neither in a bucket. */
public class BakeResumeTest {
    @ClassRule
    public static final AwsPeer AWS = AwsPeer.shared();

    private static final String TAGS = "[Name, appversion, spin-delivery:bake-key, spin-delivery:base-image,"
            + " spin-delivery:base-image-name, spin-delivery:base-os, spin-delivery:made-for, spin-delivery:operation]";

    /** It asks for a credential, so that it is put into a bucket for the time of the bake. */
    private static final String FILE = "github://acme/shop/web_1.0_all.deb";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final ExecutorService executor = Executors.newFixedThreadPool(16);
    private ResumeProperty property;

    @Before
    public void property() {
        property = new ResumeProperty(folder.getRoot().toPath());
    }

    @After
    public void shutDown() {
        executor.shutdownNow();
    }

    private BakeScenario bake(BakeRequest request) {
        return new BakeScenario(AWS, executor, request);
    }

    @Test
    public void aBakeIsDoneOnceWhateverDies() {
        String outcome = property.survives(bake(Bakes.of()
                .regions("eu-central-1", "us-east-1")
                .files(FILE)
                .timeout(1000)
                .request()));
        assertEquals(
                String.join(
                        "\n",
                        "succeeded",
                        "CREATED Image eu-central-1/web-all-TIME-ubuntu",
                        "CREATED Image us-east-1/web-all-TIME-ubuntu",
                        "eu-central-1: Image ami (web-all-TIME-ubuntu)",
                        "eu-central-1: Snapshot snap",
                        "eu-central-1: " + TAGS + " available",
                        "us-east-1: Image ami (web-all-TIME-ubuntu)",
                        "us-east-1: Snapshot snap",
                        "us-east-1: " + TAGS + " available"),
                outcome);
    }

    @Test
    public void whatIsCancelledLeavesNothingOrAWholeImage() {
        List<String> outcomes = property.survivesWhileCancelling(
                bake(Bakes.of().files(FILE).timeout(1000).request()));
        assertEquals("cancelled", outcomes.get(0));
        for (String outcome : outcomes) {
            boolean whole = outcome.contains("spin-delivery:bake-key") && outcome.endsWith(" available");
            assertTrue(outcome, outcome.equals("cancelled") || whole);
        }
    }
}
