package io.jenkins.plugins.spindelivery.packaging;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import hudson.PluginManager;
import hudson.PluginWrapper;
import io.fabric8.kubernetes.client.utils.HttpClientUtils;
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
import org.junit.BeforeClass;
import org.junit.ClassRule;
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

    @ClassRule
    public static final RealJenkinsRule JENKINS = jenkins();

    private static RealJenkinsRule jenkins() {
        RealJenkinsRule jenkins = new RealJenkinsRule();
        return PluginStartTest.class.getResource("/" + PACKED) == null
                ? jenkins
                : jenkins.omitPlugins("spin-delivery").addPlugins(PACKED);
    }

    @BeforeClass
    public static void start() throws Throwable {
        JENKINS.startJenkins();
    }

    @Test
    public void jenkinsStartsWithIt() throws Throwable {
        JENKINS.runRemotely(rule -> {
            PluginManager plugins = Jenkins.get().getPluginManager();
            assertTrue(plugins.getPlugin("spin-delivery").isActive());
            assertEquals(List.of(), plugins.getFailedPlugins());
            assertEquals(List.of(), severe());
        });
    }

    /** Each library comes from where it is meant to come from; one that is there twice breaks sooner or later. */
    @Test
    public void librariesComeFromTheirPlugins() throws Throwable {
        JENKINS.runRemotely(rule -> {
            assertEquals("spin-delivery", owner("com.github.difflib.DiffUtils"));
            assertEquals("kubernetes-client-api", owner("io.fabric8.kubernetes.client.Config"));
            assertEquals("jackson2-api", owner("com.fasterxml.jackson.databind.ObjectMapper"));
            assertEquals("snakeyaml-api", owner("org.yaml.snakeyaml.Yaml"));
            assertEquals("Jenkins", owner("org.springframework.expression.Expression"));
        });
    }

    @Test
    public void theEngineReachesAClusterFromThere() throws Throwable {
        String version = JENKINS.runRemotely(PluginStartTest::version, CLUSTER.kubeconfigText());
        assertEquals(CLUSTER.api().get("/version").path("gitVersion").asText(), version);
    }

    /** Others look their HTTP client up among all plugins; ours must not be what they find. */
    @Test
    public void otherPluginsKeepTheirHttpClient() throws Throwable {
        JENKINS.runRemotely(rule -> {
            Thread thread = Thread.currentThread();
            ClassLoader before = thread.getContextClassLoader();
            thread.setContextClassLoader(Jenkins.get().getPluginManager().uberClassLoader);
            try {
                String found = HttpClientUtils.getHttpClientFactory().getClass().getName();
                assertEquals("io.fabric8.kubernetes.client.okhttp.OkHttpClientFactory", found);
            } finally {
                thread.setContextClassLoader(before);
            }
        });
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
