package io.jenkins.plugins.spindelivery.packaging;

import io.jenkins.plugins.spindelivery.delivery.Stage;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import junit.framework.Test;
import org.junit.runner.RunWith;
import org.junit.runners.AllTests;
import org.jvnet.hudson.test.PluginAutomaticTestBuilder;

/**
 * What the test harness has in store for every plugin: its pages are well-formed and escape by default, its texts have
 * the right encoding, and it is active. Maven's build adds these tests by itself.
 */
@RunWith(AllTests.class)
public class PluginResourcesTest {
    /**
     * The harness' tests. Called by JUnit.
     *
     * @return one for each file
     * @throws Exception if the files can't be found
     */
    public static Test suite() throws Exception {
        return PluginAutomaticTestBuilder.build(Map.of(
                "artifactId", "spin-delivery", "packaging", "hpi", "outputDirectory", classes(), "requirePI", "true"));
    }

    private static String classes() throws URISyntaxException {
        return Path.of(Stage.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toString();
    }
}
