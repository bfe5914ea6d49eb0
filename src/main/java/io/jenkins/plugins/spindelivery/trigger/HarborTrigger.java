package io.jenkins.plugins.spindelivery.trigger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.trigger.DeliveryId;
import io.jenkins.plugins.spindelivery.engine.trigger.Event;
import io.jenkins.plugins.spindelivery.engine.trigger.HarborPush;
import java.util.List;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** Harbor's webhook <i>Artifact pushed</i>. Its <i>Auth Header</i> is the secret. */
public final class HarborTrigger extends ImageTrigger {

    /**
     * A trigger for all tags of all repositories.
     *
     * @param path see {@link #getPath()}
     * @param credentialsId see {@link #getCredentialsId()}
     */
    @DataBoundConstructor
    public HarborTrigger(String path, String credentialsId) {
        super(path, credentialsId);
    }

    @Override
    Signing signing() {
        return new Signing(false, "Authorization", "Bearer ");
    }

    @Override
    List<Event> events(Delivery delivery, ObjectNode payload, DeliveryId id) {
        return HarborPush.read(payload).stream()
                .map(push -> Event.image(Event.Source.HARBOR, push, id, delivery.millis(), payload))
                .toList();
    }

    /** The form. */
    @Extension
    @Symbol("spinHarborTrigger")
    public static final class DescriptorImpl extends ImageTriggerDescriptor {
        @Override
        @NonNull
        public String getDisplayName() {
            return Words.of("trigger.harbor-display-name");
        }
    }
}
