package io.jenkins.plugins.spindelivery.notify;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.spindelivery.account.FormAccess;
import io.jenkins.plugins.spindelivery.account.Wording;
import io.jenkins.plugins.spindelivery.engine.notify.Message;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Tells people by mail, as the plugin <em>mailer</em> is configured to send it. */
public final class MailNotifier extends Notifier {
    /** What is more than this is a mailing list's task. */
    private static final int MOST_ADDRESSES = 50;

    private static final int LONGEST_SUBJECT = 200;
    private static final Pattern ADDRESS = Pattern.compile("[^@\\s<>,;\"]{1,64}@[^@\\s<>,;\"]{1,250}");

    private final String to;
    private String cc = "";

    /**
     * A notifier.
     *
     * @param to addresses, separated by commas or blanks
     */
    @DataBoundConstructor
    public MailNotifier(String to) {
        this.to = tidy(to);
    }

    /**
     * Who gets the mail.
     *
     * @return addresses, separated by commas
     */
    @NonNull
    public String getTo() {
        return to;
    }

    /**
     * Who gets a copy.
     *
     * @return addresses, separated by commas; empty for nobody
     */
    @NonNull
    public String getCc() {
        return Util.fixNull(cc);
    }

    /**
     * Says who gets a copy.
     *
     * @param cc addresses, separated by commas or blanks
     */
    @DataBoundSetter
    public void setCc(String cc) {
        this.cc = tidy(cc);
    }

    @Override
    public String label() {
        return Problem.of("notify.mail-label", "", to).message(Locale.getDefault());
    }

    @Override
    Optional<Problem> fault() {
        return addressFault(to, true).or(() -> addressFault(getCc(), false)).or(super::fault);
    }

    @Override
    Letter letter(Message message, MessageScope scope, Item owner) {
        Locale locale = Locale.getDefault();
        String title = scope.mask(message.title(locale)).replaceAll("\\s+", " ");
        String subject = title.length() > LONGEST_SUBJECT ? title.substring(0, LONGEST_SUBJECT) + "…" : title;
        Letter.Mail mail =
                new Letter.Mail(split(to), split(getCc()), subject, scope.mask(text(message, title, locale)));
        String job = owner == null ? "" : owner.getFullName();
        return new Letter(
                Letter.VERSION,
                message.id(),
                "",
                0,
                label(),
                title,
                message.time().toEpochMilli(),
                job,
                null,
                mail);
    }

    private static String text(Message message, String title, Locale locale) {
        List<String> lines = new ArrayList<>(List.of(title, ""));
        if (!message.text().isBlank()) {
            lines.addAll(List.of(message.text(), ""));
        }
        add(lines, locale, "notify.fact-application", message.run().application());
        add(lines, locale, "notify.fact-account", message.stage().account());
        add(lines, locale, "notify.fact-cause", message.run().cause());
        add(lines, locale, "notify.fact-by", message.by());
        add(lines, locale, "notify.fact-answer", message.answer());
        add(lines, locale, "notify.open-run", message.run().url());
        return String.join("\n", lines) + "\n";
    }

    private static void add(List<String> lines, Locale locale, String code, String value) {
        if (!value.isBlank()) {
            lines.add(Problem.of(code, "").message(locale) + ": " + value);
        }
    }

    private static String tidy(String addresses) {
        return String.join(", ", split(addresses));
    }

    private static List<String> split(String addresses) {
        return Arrays.stream(Util.fixNull(addresses).split("[,;\\s]+"))
                .filter(address -> !address.isEmpty())
                .toList();
    }

    private static Optional<Problem> addressFault(String text, boolean needed) {
        List<String> all = split(text);
        if (all.isEmpty()) {
            return needed ? Optional.of(Problem.of("notify.mail-nobody", "")) : Optional.empty();
        } else if (all.size() > MOST_ADDRESSES) {
            return Optional.of(Problem.of("notify.mail-many", "", MOST_ADDRESSES));
        }
        return all.stream()
                .filter(address -> !ADDRESS.matcher(address).matches())
                .map(address -> Problem.of("notify.mail-no-address", "", address))
                .findFirst();
    }

    /** Describes the notifier. */
    @Extension
    @Symbol("mailNotifier")
    public static final class DescriptorImpl extends NotifierDescriptor {
        @Override
        @NonNull
        public String getDisplayName() {
            return Wording.of("notify.mail-display-name");
        }

        /**
         * Checks who gets the mail.
         *
         * @param item the job; {@code null} for all of Jenkins
         * @param value addresses
         * @return an error for what is no address; a warning when this Jenkins can't send mail
         */
        @POST
        public FormValidation doCheckTo(@AncestorInPath Item item, @QueryParameter String value) {
            if (!FormAccess.maySee(item)) {
                return FormValidation.ok();
            }
            return addressFault(Util.fixNull(value), true)
                    .map(NotifierDescriptor::error)
                    .orElseGet(() -> MailTransport.find().isPresent()
                            ? FormValidation.ok()
                            : FormValidation.warning(Wording.of("notify.mail-missing")));
        }

        /**
         * Checks who gets a copy.
         *
         * @param item the job; {@code null} for all of Jenkins
         * @param value addresses, or nothing
         * @return an error for what is no address
         */
        @POST
        public FormValidation doCheckCc(@AncestorInPath Item item, @QueryParameter String value) {
            return FormAccess.maySee(item)
                    ? addressFault(Util.fixNull(value), false)
                            .map(NotifierDescriptor::error)
                            .orElseGet(FormValidation::ok)
                    : FormValidation.ok();
        }

        /**
         * Sends a test mail, by those who may configure where the form stands.
         *
         * @param item the job; {@code null} for all of Jenkins
         * @param to see {@link MailNotifier#getTo()}
         * @param cc see {@link MailNotifier#getCc()}
         * @return that it was sent, or why not
         */
        @POST
        public FormValidation doSendTest(
                @AncestorInPath Item item, @QueryParameter String to, @QueryParameter String cc) {
            checkTest(item);
            MailNotifier notifier = new MailNotifier(to);
            notifier.setCc(cc);
            return notifier.fault().map(NotifierDescriptor::error).orElseGet(() -> test(notifier, item));
        }
    }
}
