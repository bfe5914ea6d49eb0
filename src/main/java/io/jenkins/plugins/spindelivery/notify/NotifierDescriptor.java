package io.jenkins.plugins.spindelivery.notify;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.AutoCompletionCandidates;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.spindelivery.account.Account;
import io.jenkins.plugins.spindelivery.account.FormAccess;
import io.jenkins.plugins.spindelivery.account.Wording;
import io.jenkins.plugins.spindelivery.engine.notify.Message;
import io.jenkins.plugins.spindelivery.engine.notify.Occasion;
import io.jenkins.plugins.spindelivery.engine.notify.Reply;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What the forms of all kinds of notifiers have in common. */
public abstract class NotifierDescriptor extends Descriptor<Notifier> {
    /** Someone sits in front of the page and waits. */
    private static final int LONGEST_TEST_SECONDS = 20;

    /**
     * Checks a name while it is typed. That it is unique is checked when all are saved.
     *
     * @param item the job; {@code null} for all of Jenkins
     * @param value the name
     * @return an error for what can't be a name; nothing to those who may not see the form
     */
    @POST
    public FormValidation doCheckName(@AncestorInPath Item item, @QueryParameter String value) {
        if (!FormAccess.maySee(item) || value == null || value.isBlank()) {
            return FormValidation.ok();
        }
        return Account.isName(value.strip())
                ? FormValidation.ok()
                : FormValidation.error(Wording.of("notify.name-bad", value.strip()));
    }

    /**
     * Checks what is told.
     *
     * @param item the job; {@code null} for all of Jenkins
     * @param value names, separated by commas
     * @return an error for a name that is not known, a hint when there is none
     */
    @POST
    public FormValidation doCheckWhen(@AncestorInPath Item item, @QueryParameter String value) {
        if (!FormAccess.maySee(item)) {
            return FormValidation.ok();
        }
        if (Occasions.split(value).isEmpty()) {
            String code = item == null ? "notify.when-by-name" : "notify.when-nothing";
            return item == null ? FormValidation.ok(Wording.of(code)) : FormValidation.warning(Wording.of(code));
        }
        return Occasions.fault(value).map(NotifierDescriptor::error).orElseGet(FormValidation::ok);
    }

    /**
     * Names of what is told, while one is typed.
     *
     * @param value what is typed of the last name
     * @return the names that begin so
     */
    @POST
    public AutoCompletionCandidates doAutoCompleteWhen(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.READ);
        AutoCompletionCandidates candidates = new AutoCompletionCandidates();
        Occasions.names().stream()
                .filter(name -> value == null || name.startsWith(value.strip()))
                .forEach(candidates::add);
        return candidates;
    }

    /** Makes sure that the current user may send something to an address that the request names. */
    static void checkTest(@CheckForNull Item item) {
        if (item == null) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        } else {
            item.checkPermission(Item.CONFIGURE);
        }
    }

    /** Sends a test now, past the outbox, and waits for the answer. */
    static FormValidation test(Notifier notifier, @CheckForNull Item item) {
        try {
            Letter letter = notifier.letter(sample(), MessageScope.of(null, java.util.Map.of()), item);
            Reply reply = Outbox.get().transports().send(letter).get(LONGEST_TEST_SECONDS, TimeUnit.SECONDS);
            return reply.problem()
                    .map(NotifierDescriptor::error)
                    .orElseGet(() -> FormValidation.ok(Wording.of("notify.test-sent", notifier.label())));
        } catch (ProblemException e) {
            return FormValidation.error(e.problems().stream().map(Wording::of).collect(Collectors.joining("\n")));
        } catch (TimeoutException | ExecutionException e) {
            return FormValidation.error(Wording.of("notify.test-no-answer", notifier.label()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FormValidation.error(Wording.of("notify.test-no-answer", notifier.label()));
        }
    }

    private static Message sample() {
        String root = Jenkins.get().getRootUrl();
        String url = root == null ? "" : root;
        String text = Problem.of("notify.test-text", "").message(Locale.getDefault());
        Message.Run run = new Message.Run(url, "test#1", "test", "", "1", url, "");
        String id = UUID.randomUUID().toString();
        return new Message(Occasion.PIPELINE_STARTED, id, Instant.now(), run, Message.Stage.NONE, "", "", text);
    }

    static FormValidation error(Problem problem) {
        return FormValidation.error(Wording.of(problem));
    }
}
