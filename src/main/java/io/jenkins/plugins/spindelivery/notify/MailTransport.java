package io.jenkins.plugins.spindelivery.notify;

import hudson.ExtensionList;
import hudson.ExtensionPoint;
import io.jenkins.plugins.spindelivery.engine.notify.Reply;
import java.util.Optional;

/** Sends mail; there is none without the plugin <em>mailer</em>. */
public interface MailTransport extends ExtensionPoint {

    /**
     * Sends a mail. May take as long as the mail server does.
     *
     * @param mail what to send
     * @return whether the mail server took it
     */
    Reply send(Letter.Mail mail);

    /**
     * The way to send mail.
     *
     * @return nothing when this Jenkins can't
     */
    static Optional<MailTransport> find() {
        return ExtensionList.lookup(MailTransport.class).stream().findFirst();
    }
}
