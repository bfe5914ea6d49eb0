package io.jenkins.plugins.spindelivery.packaging;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import hudson.ExtensionList;
import hudson.PluginManager;
import io.jenkins.plugins.spindelivery.event.DeliveryListener;
import io.jenkins.plugins.spindelivery.notify.MailTransport;
import io.jenkins.plugins.spindelivery.notify.NotificationListener;
import io.jenkins.plugins.spindelivery.notify.Outbox;
import java.util.List;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.RealJenkinsRule;

/** A Jenkins without the plugins that are good to have takes the plugin, and lacks only what they are needed for. */
public class OptionalPluginsTest {
    /** The two, and those of the tests' plugins that need one of them. */
    @ClassRule
    public static final RealJenkinsRule JENKINS = new RealJenkinsRule()
            .omitPlugins(
                    "mailer",
                    "metrics",
                    "docker-workflow",
                    "email-ext",
                    "git",
                    "github",
                    "github-branch-source",
                    "gradle",
                    "ldap",
                    "pipeline-github-lib",
                    "pipeline-graph-view",
                    "pipeline-model-definition",
                    "workflow-aggregator",
                    "workflow-basic-steps");

    @Test
    public void mailAndFiguresAreAllThatIsMissing() throws Throwable {
        JENKINS.then(jenkins -> {
            PluginManager plugins = Jenkins.get().getPluginManager();
            assertNull(plugins.getPlugin("mailer"));
            assertNull(plugins.getPlugin("metrics"));
            assertTrue(plugins.getPlugin("spin-delivery").isActive());
            assertEquals(List.of(), plugins.getFailedPlugins());
            assertEquals(Optional.empty(), MailTransport.find());
            List<String> listeners = ExtensionList.lookup(DeliveryListener.class).stream()
                    .map(listener -> listener.getClass().getName())
                    .toList();
            assertEquals(List.of(NotificationListener.class.getName()), listeners);
            assertEquals(0, Outbox.get().size());
        });
    }
}
