package io.jenkins.plugins.spindelivery.judge;

import hudson.Util;
import hudson.model.Job;
import hudson.security.SecurityRealm;
import io.jenkins.plugins.spindelivery.account.DeliveryPermissions;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import jenkins.model.Jenkins;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;

/**
 * Who may answer a judgment: the users and groups that it names, or, when it names nobody, whoever has the permission
 * {@link DeliveryPermissions#JUDGE} on the job. Administrators may always.
 *
 * <p>Naming somebody is enough, as with the input step: a release manager needs to see the job, not to have permissions
 * on it. Users are compared with users only and groups with groups only, by the rules of the security realm.
 */
public final class Judges implements Serializable {
    private static final long serialVersionUID = 1L;

    private final ArrayList<String> users;
    private final ArrayList<String> groups;

    /**
     * A rule.
     *
     * @param users ids with commas between; {@code null} for none
     * @param groups names with commas between; {@code null} for none
     */
    Judges(String users, String groups) {
        this.users = split(users);
        this.groups = split(groups);
    }

    /**
     * Everybody who is named.
     *
     * @return users, then groups; empty when the permission decides
     */
    public List<String> names() {
        List<String> names = new ArrayList<>(users);
        names.addAll(groups);
        return names;
    }

    /**
     * Whether somebody may answer.
     *
     * @param job where the judgment waits
     * @param who the somebody
     * @return whether the answer is to be taken
     */
    public boolean mayAnswer(Job<?, ?> job, Authentication who) {
        Jenkins jenkins = Jenkins.get();
        if (jenkins.getACL().hasPermission2(who, Jenkins.ADMINISTER)) {
            return true;
        }
        if (users.isEmpty() && groups.isEmpty()) {
            return job.getACL().hasPermission2(who, DeliveryPermissions.JUDGE);
        }
        return isNamed(jenkins.getSecurityRealm(), who);
    }

    /**
     * Who may answer, for people.
     *
     * @return to be put into "You need to be …"; without a comma, which the input step would take for a list
     */
    public String inWords() {
        String none = Problem.of("judge.with-permission", "").message();
        List<String> words = new ArrayList<>(users);
        groups.forEach(group -> words.add(Problem.of("judge.member", "", group).message()));
        String or = Problem.of("judge.or", "").message();
        return words.isEmpty() ? none : String.join(" " + or + " ", words);
    }

    private boolean isNamed(SecurityRealm realm, Authentication who) {
        boolean user = users.stream().anyMatch(name -> realm.getUserIdStrategy().equals(name, who.getName()));
        return user
                || who.getAuthorities().stream()
                        .map(GrantedAuthority::getAuthority)
                        .anyMatch(group -> groups.stream()
                                .anyMatch(name -> realm.getGroupIdStrategy().equals(name, group)));
    }

    private static ArrayList<String> split(String text) {
        return new ArrayList<>(Arrays.stream(Util.fixNull(text).split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList());
    }
}
