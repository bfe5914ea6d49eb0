package io.jenkins.plugins.spindelivery.trigger;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import hudson.model.Cause;
import io.jenkins.plugins.spindelivery.engine.trigger.DeliveryId;
import io.jenkins.plugins.spindelivery.engine.trigger.Event;
import java.util.List;
import java.util.Objects;
import org.jvnet.localizer.LocaleProvider;

/** Why a build runs: something happened outside. Says it in the reader's language. */
public final class TriggerCause extends Cause {
    private final String source;
    private final String subject;
    private final String user;

    TriggerCause(Event.Source source, String subject, String user) {
        this.source = source.name();
        this.subject = subject;
        this.user = user;
    }

    @Override
    public String getShortDescription() {
        var none = JsonNodeFactory.instance.objectNode();
        return new Event(
                        Event.Source.valueOf(source),
                        new DeliveryId("", false),
                        user,
                        0,
                        subject,
                        none,
                        none,
                        List.of())
                .summary(LocaleProvider.getLocale());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TriggerCause cause
                && cause.source.equals(source)
                && cause.subject.equals(subject)
                && cause.user.equals(user);
    }

    @Override
    public int hashCode() {
        return Objects.hash(source, subject, user);
    }

    /** As whom the build acts, because the trigger says so. */
    public static final class RunAs extends Cause.UserIdCause {
        private final String id;

        RunAs(String id) {
            super(id);
            this.id = id;
        }

        @Override
        public String getShortDescription() {
            return io.jenkins.plugins.spindelivery.delivery.Words.of("trigger.cause-run-as", id);
        }
    }
}
