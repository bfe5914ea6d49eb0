package io.jenkins.plugins.spindelivery.account;

import com.cloudbees.hudson.plugins.folder.AbstractFolder;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Item;
import hudson.model.ItemGroup;
import io.jenkins.plugins.spindelivery.engine.problem.Nearest;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import jenkins.model.Jenkins;

/** Finds accounts by name: those of the nearest folder come first, those of Jenkins last. */
public final class Accounts {
    private Accounts() {}

    /**
     * An account and where it is configured.
     *
     * @param account the account
     * @param owner the folder or Jenkins; decides which credentials the account can name
     */
    public record Found(Account account, ItemGroup<?> owner) {

        /**
         * Where it is configured, for messages.
         *
         * @return the URL of the page; without the host when Jenkins does not know its own
         */
        public String page() {
            String root = Jenkins.get().getRootUrl();
            String path = owner instanceof Item folder ? folder.getUrl() + "configure" : "manage/configure";
            return root == null ? path : root + path;
        }

        /**
         * A name for programs.
         *
         * @return the folder's full name; empty for an account of Jenkins
         */
        String ownerName() {
            return owner.getFullName();
        }
    }

    /**
     * The account that a job means by a name.
     *
     * @param context the job or folder; {@code null} for Jenkins itself
     * @param name the name as written in the job
     * @return the account of the nearest folder that has one of this name, else that of Jenkins
     * @throws ProblemException when there is none, with the nearest name or with where to add one
     */
    public static Found find(@CheckForNull Item context, String name) {
        String wanted = name == null ? "" : name.strip();
        // Asked often, by waiting operations: no list is made unless something is wrong.
        ItemGroup<?> group = group(context);
        for (; group instanceof AbstractFolder<?> folder; group = folder.getParent()) {
            Found found = among(accountsOf(folder), folder, wanted);
            if (found != null) {
                return found;
            }
        }
        Found found = among(SpinDeliveryConfiguration.get().getAccounts(), Jenkins.get(), wanted);
        if (found == null) {
            throw new ProblemException(Category.INPUT, unknown(visible(context), wanted));
        }
        return found;
    }

    /**
     * All accounts that a job can use.
     *
     * @param context the job or folder; {@code null} for Jenkins itself
     * @return nearest first; an account that is hidden by a nearer one of the same name is left out
     */
    public static List<Found> visible(@CheckForNull Item context) {
        List<Found> all = new ArrayList<>();
        Set<String> names = new HashSet<>();
        ItemGroup<?> group = group(context);
        for (; group instanceof AbstractFolder<?> folder; group = folder.getParent()) {
            add(accountsOf(folder), folder, all, names);
        }
        add(SpinDeliveryConfiguration.get().getAccounts(), Jenkins.get(), all, names);
        return all;
    }

    private static ItemGroup<?> group(Item context) {
        ItemGroup<?> group =
                context instanceof AbstractFolder<?> folder ? folder : context == null ? null : context.getParent();
        while (group instanceof Item item && !(group instanceof AbstractFolder)) {
            // A group of jobs that is no folder, such as a matrix project.
            group = item.getParent();
        }
        return group;
    }

    private static List<Account> accountsOf(AbstractFolder<?> folder) {
        FolderAccounts property = folder.getProperties().get(FolderAccounts.class);
        return property == null ? List.of() : property.getAccounts();
    }

    private static Found among(List<Account> accounts, ItemGroup<?> owner, String name) {
        for (Account account : accounts) {
            if (account.getName().equals(name)) {
                return new Found(account, owner);
            }
        }
        return null;
    }

    private static void add(List<Account> accounts, ItemGroup<?> owner, List<Found> into, Set<String> names) {
        for (Account account : accounts) {
            if (names.add(account.getName())) {
                into.add(new Found(account, owner));
            }
        }
    }

    private static Problem unknown(List<Found> visible, String name) {
        if (visible.isEmpty()) {
            return Problem.of("account.none-configured", "");
        }
        List<String> names =
                visible.stream().map(found -> found.account().getName()).toList();
        String known = Names.joined(names.stream().sorted().toList());
        if (name.isEmpty()) {
            return Problem.of("account.none-named", "", known);
        }
        return Nearest.to(name, names)
                .map(near -> Problem.of("account.unknown-near", "", name, near, known))
                .orElseGet(() -> Problem.of("account.unknown", "", name, known));
    }
}
