package io.jenkins.plugins.spindelivery.trigger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.trigger.DeliveryId;
import io.jenkins.plugins.spindelivery.engine.trigger.Event;
import io.jenkins.plugins.spindelivery.engine.trigger.RegistryPush;
import java.util.List;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** Notifications of a Docker registry, whose configuration sends the secret in the header {@code Authorization}. */
public final class RegistryTrigger extends ImageTrigger {

    /**
     * A trigger for all tags of all repositories.
     *
     * @param path see {@link #getPath()}
     * @param credentialsId see {@link #getCredentialsId()}
     */
    @DataBoundConstructor
    public RegistryTrigger(String path, String credentialsId) {
        super(path, credentialsId);
    }

    @Override
    Signing signing() {
        return new Signing(false, "Authorization", "Bearer ");
    }

    @Override
    List<Event> events(Delivery delivery, ObjectNode payload, DeliveryId id) {
        return RegistryPush.read(payload).stream()
                .map(push -> Event.image(Event.Source.REGISTRY, push, id, delivery.millis(), payload))
                .toList();
    }

    /** The form. */
    @Extension
    @Symbol("spinRegistryTrigger")
    public static final class DescriptorImpl extends ImageTriggerDescriptor {
        @Override
        @NonNull
        public String getDisplayName() {
            return Words.of("trigger.registry-display-name");
        }
    }
}
