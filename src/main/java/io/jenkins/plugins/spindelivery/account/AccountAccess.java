package io.jenkins.plugins.spindelivery.account;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Job;
import hudson.model.Run;
import hudson.security.ACL;
import hudson.security.Permission;
import hudson.security.SecurityRealm;
import io.jenkins.plugins.spindelivery.account.Accounts.Found;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jenkins.model.IdStrategy;
import jenkins.model.Jenkins;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;

/**
 * Who may use an account.
 *
 * <p>Builds run as SYSTEM unless Jenkins is configured otherwise, and SYSTEM passes every check of permissions. So the
 * users and groups of a restricted account are held against the user whom the build runs as, or, when that is SYSTEM,
 * against the user who caused it; without either the account refuses. Administrators are no exception.
 */
public final class AccountAccess {
    private AccountAccess() {}

    /**
     * Makes sure that a run, or a person on a page of it, may use an account.
     *
     * @param found the account
     * @param permission what is going to be done, such as {@link DeliveryPermissions#DEPLOY}; needed on the run's job by
     *     everybody but SYSTEM. {@code null} for reading, which takes no permission of ours
     * @param run the run that the account is used for
     * @param authentication whom the run runs as, or who clicks
     * @throws ProblemException {@code ACCESS}, with what to do about it
     */
    public static void check(
            Found found, @CheckForNull Permission permission, Run<?, ?> run, Authentication authentication)
            throws ProblemException {
        boolean system = ACL.SYSTEM2.equals(authentication);
        if (!system) {
            requirePermission(permission, run.getParent(), authentication);
        }
        if (found.account().isRestricted()) {
            checkNamed(found, system ? causer(found, run) : authentication);
        }
    }

    /**
     * Makes sure that a person on a page of a job may use an account.
     *
     * @param found the account
     * @param permission what is going to be done; needed on the job. {@code null} for looking
     * @param job the job that the account is used for
     * @param authentication who looks or clicks
     * @throws ProblemException {@code ACCESS}, with what to do about it
     */
    public static void check(
            Found found, @CheckForNull Permission permission, Job<?, ?> job, Authentication authentication)
            throws ProblemException {
        requirePermission(permission, job, authentication);
        if (found.account().isRestricted()) {
            checkNamed(found, authentication);
        }
    }

    private static void requirePermission(Permission permission, Job<?, ?> job, Authentication authentication) {
        if (permission != null && !job.getACL().hasPermission2(authentication, permission)) {
            throw refused(Problem.of(
                    "account.no-permission",
                    "",
                    authentication.getName(),
                    permission.group.getId() + "/" + permission.name,
                    job.getFullName()));
        }
    }

    private static Authentication causer(Found found, Run<?, ?> run) {
        Optional<String> user = Causer.of(run);
        if (user.isEmpty()) {
            throw refused(Problem.of(
                    "account.restricted-nobody", "", found.account().getName(), allowed(found), found.page()));
        }
        return Causer.impersonate(user.get())
                .orElseThrow(() -> refused(Problem.of(
                        "account.restricted-unknown", "", found.account().getName(), user.get(), allowed(found))));
    }

    private static void checkNamed(Found found, Authentication authentication) {
        if (!isNamed(found.account(), authentication)) {
            throw refused(Problem.of(
                    "account.restricted",
                    "",
                    found.account().getName(),
                    authentication.getName(),
                    allowed(found),
                    found.page()));
        }
    }

    /** Whether the account names the user, or a group that the user is in, as the security realm compares them. */
    private static boolean isNamed(Account account, Authentication authentication) {
        SecurityRealm realm = Jenkins.get().getSecurityRealm();
        IdStrategy users = realm.getUserIdStrategy();
        IdStrategy groups = realm.getGroupIdStrategy();
        return account.userNames().stream().anyMatch(name -> users.equals(name, authentication.getName()))
                || authentication.getAuthorities().stream()
                        .map(GrantedAuthority::getAuthority)
                        .anyMatch(held -> account.groupNames().stream().anyMatch(name -> groups.equals(name, held)));
    }

    private static String allowed(Found found) {
        List<String> names = new ArrayList<>(found.account().userNames());
        names.addAll(found.account().groupNames());
        return Names.joined(names);
    }

    private static ProblemException refused(Problem problem) {
        return new ProblemException(Category.ACCESS, problem);
    }
}
