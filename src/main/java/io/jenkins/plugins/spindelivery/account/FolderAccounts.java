package io.jenkins.plugins.spindelivery.account;

import com.cloudbees.hudson.plugins.folder.AbstractFolder;
import com.cloudbees.hudson.plugins.folder.AbstractFolderProperty;
import com.cloudbees.hudson.plugins.folder.AbstractFolderPropertyDescriptor;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Descriptor.FormException;
import java.util.Collections;
import java.util.List;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.StaplerRequest2;

/** The accounts of a folder, for the jobs in it and in folders below. */
public final class FolderAccounts extends AbstractFolderProperty<AbstractFolder<?>> {
    private List<Account> accounts;

    /**
     * Accounts of a folder.
     *
     * @param accounts all of them; {@code null} for none
     * @throws IllegalArgumentException when two have the same name, or one has no proper name
     */
    @DataBoundConstructor
    public FolderAccounts(List<Account> accounts) {
        this.accounts = AccountList.checked(accounts);
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

    private Object readResolve() {
        accounts = AccountList.tidy(accounts);
        return this;
    }

    /** Describes the property to Jenkins. */
    @Extension
    @Symbol("spinDeliveryAccounts")
    public static final class DescriptorImpl extends AbstractFolderPropertyDescriptor {
        @Override
        @NonNull
        public String getDisplayName() {
            return Wording.of("account.folder-display-name");
        }

        @Override
        public AbstractFolderProperty<?> newInstance(StaplerRequest2 request, JSONObject form) throws FormException {
            List<Account> accounts = AccountList.submitted(request, form);
            return accounts.isEmpty() ? null : new FolderAccounts(accounts);
        }
    }
}
