package io.jenkins.plugins.spindelivery.packaging;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import hudson.PluginManager;
import hudson.PluginWrapper;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.FabricCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.kubeconfig.Kubeconfigs;
import io.jenkins.plugins.spindelivery.engine.testcluster.TestCluster;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import jenkins.model.Jenkins;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.RealJenkinsRule;

/**
 * A Jenkins of its own process, with the class loaders of a real one, takes the plugin: the packed one, if the build has
 * packed it already.
 */
public class PluginStartTest {
    private static final String PACKED = "spin-delivery.hpi";

    @ClassRule
    public static final TestCluster CLUSTER = TestCluster.shared();

    @Rule
    public final RealJenkinsRule jenkins = new RealJenkinsRule();

    @Before
    public void takeThePackedPlugin() {
        if (PluginStartTest.class.getResource("/" + PACKED) != null) {
            jenkins.omitPlugins("spin-delivery").addPlugins(PACKED);
        }
    }

    @Test
    public void jenkinsStartsWithIt() throws Throwable {
        jenkins.then(rule -> {
            PluginManager plugins = Jenkins.get().getPluginManager();
            assertTrue(plugins.getPlugin("spin-delivery").isActive());
            assertEquals(List.of(), plugins.getFailedPlugins());
            assertEquals(List.of(), severe());
        });
    }

    /** Each library comes from where it is meant to come from; one that is there twice breaks sooner or later. */
    @Test
    public void librariesComeFromTheirPlugins() throws Throwable {
        jenkins.then(rule -> {
            assertEquals("spin-delivery", owner("io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory"));
            assertEquals("spin-delivery", owner("com.github.difflib.DiffUtils"));
            assertEquals("kubernetes-client-api", owner("io.fabric8.kubernetes.client.http.HttpClient"));
            assertEquals("jackson2-api", owner("com.fasterxml.jackson.databind.ObjectMapper"));
            assertEquals("snakeyaml-api", owner("org.yaml.snakeyaml.Yaml"));
            assertEquals("Jenkins", owner("org.springframework.expression.Expression"));
        });
    }

    @Test
    public void theEngineReachesAClusterFromThere() throws Throwable {
        jenkins.startJenkins();
        String version = jenkins.runRemotely(PluginStartTest::version, CLUSTER.kubeconfigText());
        assertEquals(CLUSTER.api().get("/version").path("gitVersion").asText(), version);
    }

    private static String version(JenkinsRule rule, String kubeconfig) {
        Kubeconfigs kubeconfigs = new Kubeconfigs(Kubeconfigs.Policy.CREDENTIAL, Map.of(), Clock.systemUTC());
        try (Cluster cluster = new FabricCluster(kubeconfigs.load("test", kubeconfig, ""))) {
            return cluster.version();
        }
    }

    /** The plugin whose class loader defines a class, as our plugin sees it. */
    private static String owner(String className) throws ClassNotFoundException {
        PluginManager plugins = Jenkins.get().getPluginManager();
        ClassLoader ours = plugins.getPlugin("spin-delivery").classLoader;
        PluginWrapper owner = plugins.whichPlugin(Class.forName(className, false, ours));
        return owner == null ? "Jenkins" : owner.getShortName();
    }

    /** What Jenkins keeps of its log, as the page "System Log" shows it. */
    private static List<String> severe() {
        List<String> messages = new ArrayList<>();
        for (LogRecord each : Jenkins.logRecords) {
            if (each.getLevel().intValue() >= Level.SEVERE.intValue()) {
                messages.add(each.getLoggerName() + ": " + new SimpleFormatter().formatMessage(each));
            }
        }
        return messages;
    }
}
