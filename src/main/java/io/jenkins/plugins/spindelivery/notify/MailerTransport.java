package io.jenkins.plugins.spindelivery.notify;

import hudson.Extension;
import hudson.tasks.Mailer;
import io.jenkins.plugins.spindelivery.engine.notify.Reply;
import io.jenkins.plugins.spindelivery.engine.notify.Reply.Outcome;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.UnsupportedEncodingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Sends mail as the plugin <em>mailer</em> is configured to. */
@Extension(optional = true)
public final class MailerTransport implements MailTransport {
    private static final String UTF_8 = "UTF-8";

    /** Made by Jenkins, unless the plugin is missing. */
    public MailerTransport() {
        Objects.requireNonNull(Mailer.class);
    }

    @Override
    public Reply send(Letter.Mail mail) {
        try {
            Transport.send(message(mail));
            return new Reply(Outcome.DELIVERED, Optional.empty(), Duration.ZERO);
        } catch (AddressException e) {
            return refused("notify.mail-address");
        } catch (AuthenticationFailedException e) {
            return again("notify.mail-login");
        } catch (SendFailedException e) {
            // The server named addresses that it does not take; it has been asked, and its answer stays.
            boolean named = e.getInvalidAddresses() != null && e.getInvalidAddresses().length > 0;
            return named ? refused("notify.mail-refused") : again("notify.mail-not-taken");
        } catch (MessagingException | UnsupportedEncodingException e) {
            return again("notify.mail-not-taken");
        }
    }

    private static MimeMessage message(Letter.Mail mail) throws MessagingException, UnsupportedEncodingException {
        Mailer.DescriptorImpl mailer = Mailer.descriptor();
        MimeMessage message = new MimeMessage(mailer.createSession());
        message.setFrom(Mailer.stringToAddress(mailer.getAdminAddress(), UTF_8));
        String replyTo = mailer.getReplyToAddress();
        if (replyTo != null && !replyTo.isBlank()) {
            message.setReplyTo(new Address[] {Mailer.stringToAddress(replyTo, UTF_8)});
        }
        message.setRecipients(RecipientType.TO, addresses(mail.to()));
        message.setRecipients(RecipientType.CC, addresses(mail.cc()));
        message.setSubject(mail.subject(), UTF_8);
        message.setText(mail.text(), UTF_8);
        message.setSentDate(new Date());
        return message;
    }

    private static Address[] addresses(List<String> texts) throws AddressException {
        List<Address> addresses = new ArrayList<>();
        for (String text : texts) {
            addresses.add(new InternetAddress(text, true));
        }
        return addresses.toArray(new Address[0]);
    }

    private static Reply refused(String code) {
        return new Reply(Outcome.REFUSED, Optional.of(Problem.of(code, "")), Duration.ZERO);
    }

    private static Reply again(String code) {
        return new Reply(Outcome.AGAIN, Optional.of(Problem.of(code, "")), Duration.ZERO);
    }
}
