package io.jenkins.plugins.spindelivery.notify;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import io.jenkins.plugins.spindelivery.account.Account;
import io.jenkins.plugins.spindelivery.account.Wording;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import jenkins.model.GlobalConfiguration;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.StaplerRequest2;

/** The notifiers of this Jenkins; Manage Jenkins → System → Spin Delivery: notifications. */
@Extension
@Symbol("spinDeliveryNotifications")
public final class NotificationsConfiguration extends GlobalConfiguration {
    private static final String FIELD = "notifiers";

    private List<Notifier> notifiers = new ArrayList<>();

    /** Reads what was saved. Called by Jenkins. */
    public NotificationsConfiguration() {
        load();
    }

    /**
     * The configuration of this Jenkins.
     *
     * @return the only one
     */
    public static NotificationsConfiguration get() {
        return ExtensionList.lookupSingleton(NotificationsConfiguration.class);
    }

    @Override
    @NonNull
    public String getDisplayName() {
        return Wording.of("notify.configuration-display-name");
    }

    /**
     * The notifiers.
     *
     * @return in the order in which they were configured
     */
    @NonNull
    public List<Notifier> getNotifiers() {
        return Collections.unmodifiableList(notifiers);
    }

    /**
     * Replaces the notifiers, and saves.
     *
     * @param notifiers all of them; {@code null} for none
     * @throws IllegalArgumentException when two have the same name, or one can't be used
     */
    @DataBoundSetter
    public synchronized void setNotifiers(List<Notifier> notifiers) {
        List<Notifier> kept = tidy(notifiers);
        wrong(kept).ifPresent(problem -> {
            throw new IllegalArgumentException(Wording.of(problem));
        });
        this.notifiers = kept;
        save();
    }

    /** The notifier of a name, without regard to case. */
    Optional<Notifier> named(String name) {
        return notifiers.stream()
                .filter(notifier -> notifier.getName().equalsIgnoreCase(name))
                .findFirst();
    }

    @Override
    public boolean configure(StaplerRequest2 request, JSONObject form) throws FormException {
        List<Notifier> submitted = request.bindJSONToList(Notifier.class, form.opt(FIELD));
        Optional<Problem> wrong = wrong(submitted);
        if (wrong.isPresent()) {
            throw new FormException(Wording.of(wrong.get()), FIELD);
        }
        setNotifiers(submitted);
        return true;
    }

    @Override
    public synchronized void load() {
        // Reading leaves alone what the file does not mention.
        notifiers = new ArrayList<>();
        super.load();
        notifiers = tidy(notifiers);
    }

    /** Without what could not be read from a file: the class of a notifier may be gone with its plugin. */
    static List<Notifier> tidy(List<? extends Notifier> notifiers) {
        List<Notifier> kept = new ArrayList<>();
        if (notifiers != null) {
            notifiers.stream().filter(Objects::nonNull).forEach(kept::add);
        }
        return kept;
    }

    private static Optional<Problem> wrong(List<Notifier> notifiers) {
        Set<String> names = new HashSet<>();
        for (Notifier notifier : notifiers) {
            String name = notifier.getName();
            if (name.isEmpty()) {
                return Optional.of(Problem.of("notify.name-missing", ""));
            } else if (!Account.isName(name)) {
                return Optional.of(Problem.of("notify.name-bad", "", name));
            } else if (!names.add(name.toLowerCase(Locale.ROOT))) {
                return Optional.of(Problem.of("notify.name-taken", "", name));
            }
            Optional<Problem> fault = notifier.fault();
            if (fault.isPresent()) {
                return fault;
            }
        }
        return Optional.empty();
    }
}
