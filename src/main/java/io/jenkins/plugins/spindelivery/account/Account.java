package io.jenkins.plugins.spindelivery.account;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.ExtensionPoint;
import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import java.util.List;
import java.util.regex.Pattern;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * A place that deliveries go to, and who may send them there. Configured for all of Jenkins
 * ({@link SpinDeliveryConfiguration}) or for a folder ({@link FolderAccounts}), and referred to by its name.
 *
 * <p>It names its credential by id and holds nothing secret. Subclasses are providers.
 */
public abstract class Account extends AbstractDescribableImpl<Account> implements ExtensionPoint {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,98}[A-Za-z0-9])?");

    private String name;
    private String users = "";
    private String groups = "";
    private boolean readOnly;

    /**
     * An account that everybody may use.
     *
     * @param name what steps call it; blanks around it do not count
     */
    protected Account(String name) {
        this.name = Util.fixNull(name).strip();
    }

    /**
     * What steps call it.
     *
     * @return the name; unique among the accounts of Jenkins or of one folder
     */
    @NonNull
    public String getName() {
        return name;
    }

    /**
     * What kind of place it is.
     *
     * @return such as {@code kubernetes}
     */
    public abstract String provider();

    /**
     * The Jenkins users who may use it.
     *
     * @return user ids, separated by commas; empty when users do not restrict it
     */
    @NonNull
    public String getUsers() {
        return users;
    }

    /**
     * Restricts the account to users.
     *
     * @param users user ids, separated by commas or line breaks; empty or {@code null} for no restriction
     */
    @DataBoundSetter
    public void setUsers(String users) {
        this.users = Names.tidy(users);
    }

    /**
     * The groups whose members may use it.
     *
     * @return names of groups or roles of Jenkins' security realm, separated by commas; empty when groups do not
     *     restrict it
     */
    @NonNull
    public String getGroups() {
        return groups;
    }

    /**
     * Restricts the account to members of groups.
     *
     * @param groups names of groups, separated by commas or line breaks; empty or {@code null} for no restriction
     */
    @DataBoundSetter
    public void setGroups(String groups) {
        this.groups = Names.tidy(groups);
    }

    /**
     * Whether nothing may be changed through it; looking and dry runs are allowed.
     *
     * @return whether it is read-only
     */
    public boolean isReadOnly() {
        return readOnly;
    }

    /**
     * Forbids or allows changes.
     *
     * @param readOnly whether nothing may be changed
     */
    @DataBoundSetter
    public void setReadOnly(boolean readOnly) {
        this.readOnly = readOnly;
    }

    /**
     * Whether only some people may use it.
     *
     * @return whether users or groups are named
     */
    public boolean isRestricted() {
        return !userNames().isEmpty() || !groupNames().isEmpty();
    }

    /**
     * The users as a list.
     *
     * @return their ids; empty when users do not restrict it
     */
    public List<String> userNames() {
        return Names.in(users);
    }

    /**
     * The groups as a list.
     *
     * @return their names; empty when groups do not restrict it
     */
    public List<String> groupNames() {
        return Names.in(groups);
    }

    @Override
    public AccountDescriptor getDescriptor() {
        return (AccountDescriptor) super.getDescriptor();
    }

    /**
     * Puts right what an older version or an editor left in the file. Subclasses with a method of this name call it.
     *
     * @return this account
     */
    protected Object readResolve() {
        name = Util.fixNull(name).strip();
        users = Names.tidy(users);
        groups = Names.tidy(groups);
        return this;
    }

    /**
     * Whether a text can be an account's name, or that of anything else that steps name.
     *
     * @param text the text
     * @return whether it is letters, digits, dot, dash and underscore, at most 100
     */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }
}
