package io.jenkins.plugins.spindelivery.account;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import jenkins.model.GlobalConfiguration;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.StaplerRequest2;

/** The accounts of all of Jenkins; Manage Jenkins → System → Spin Delivery. */
@Extension
@Symbol("spinDelivery")
public final class SpinDeliveryConfiguration extends GlobalConfiguration {
    private List<Account> accounts = new ArrayList<>();

    /** Reads what was saved. Called by Jenkins. */
    public SpinDeliveryConfiguration() {
        load();
    }

    /**
     * The configuration of this Jenkins.
     *
     * @return the only one
     */
    public static SpinDeliveryConfiguration get() {
        return ExtensionList.lookupSingleton(SpinDeliveryConfiguration.class);
    }

    @Override
    @NonNull
    public String getDisplayName() {
        return Wording.of("account.configuration-display-name");
    }

    /**
     * The accounts.
     *
     * @return in the order in which they were configured
     */
    @NonNull
    public List<Account> getAccounts() {
        return Collections.unmodifiableList(accounts);
    }

    /**
     * Replaces the accounts, and saves.
     *
     * @param accounts all of them; {@code null} for none
     * @throws IllegalArgumentException when two have the same name, or one has no proper name
     */
    @DataBoundSetter
    public synchronized void setAccounts(List<Account> accounts) {
        this.accounts = AccountList.checked(accounts);
        save();
    }

    @Override
    public boolean configure(StaplerRequest2 request, JSONObject form) throws FormException {
        setAccounts(AccountList.submitted(request, form));
        return true;
    }

    @Override
    public synchronized void load() {
        // Reading leaves alone what the file does not mention.
        accounts = new ArrayList<>();
        super.load();
        accounts = AccountList.tidy(accounts);
    }
}
