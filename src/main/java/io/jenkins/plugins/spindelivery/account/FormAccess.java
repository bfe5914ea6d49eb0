package io.jenkins.plugins.spindelivery.account;

import com.cloudbees.hudson.plugins.folder.AbstractFolder;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Item;
import hudson.model.ItemGroup;
import jenkins.model.Jenkins;
import org.springframework.security.access.AccessDeniedException;

/** Who may do what in our forms: on a job or folder its configurers, for all of Jenkins administrators. */
public final class FormAccess {
    private FormAccess() {}

    /**
     * Whether the current user may see a form, and thus be told what is wrong in it.
     *
     * @param item the job or folder that it belongs to; {@code null} for all of Jenkins
     * @return whether configuration may be read there
     */
    public static boolean maySee(@CheckForNull Item item) {
        return item == null ? Jenkins.get().hasPermission(Jenkins.ADMINISTER) : item.hasPermission(Item.EXTENDED_READ);
    }

    /**
     * Makes sure that the current user may change what a form configures.
     *
     * @param item the job or folder that it belongs to; {@code null} for all of Jenkins
     * @throws AccessDeniedException when not
     */
    public static void checkConfigure(@CheckForNull Item item) {
        if (item == null) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        } else {
            item.checkPermission(Item.CONFIGURE);
        }
    }

    /** Whether the current user may be shown which credentials there are. */
    static boolean mayListCredentials(Item item) {
        return maySee(item) || (item != null && item.hasPermission(CredentialsProvider.USE_ITEM));
    }

    /**
     * Makes sure that the current user may connect to addresses and with credentials that the request names.
     *
     * @throws AccessDeniedException when not; or when the request is about something that has no accounts, such as a job
     */
    static void checkTest(Item item) {
        if (item == null) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        } else if (item instanceof AbstractFolder) {
            item.checkPermission(Item.CONFIGURE);
        } else {
            throw new AccessDeniedException(Wording.of("account.test-no-folder", item.getFullName()));
        }
    }

    /** Whose credentials an account that is configured here uses. */
    static ItemGroup<?> owner(Item item) {
        return item instanceof ItemGroup<?> group ? group : item == null ? Jenkins.get() : item.getParent();
    }
}
