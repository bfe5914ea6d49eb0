package io.jenkins.plugins.spindelivery.account;

import hudson.model.Descriptor.FormException;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import net.sf.json.JSONObject;
import org.kohsuke.stapler.StaplerRequest2;

/** The accounts of Jenkins or of a folder: each with a name of its own. */
final class AccountList {
    private static final String FIELD = "accounts";

    private AccountList() {}

    /**
     * A list to keep.
     *
     * @throws IllegalArgumentException when a name is missing, malformed or taken
     */
    static List<Account> checked(List<Account> accounts) {
        List<Account> kept = tidy(accounts);
        wrong(kept).ifPresent(problem -> {
            throw new IllegalArgumentException(Wording.of(problem));
        });
        return kept;
    }

    /**
     * The accounts of a form that was sent.
     *
     * @throws FormException when a name is missing, malformed or taken; nothing is changed then
     */
    static List<Account> submitted(StaplerRequest2 request, JSONObject form) throws FormException {
        List<Account> accounts = request.bindJSONToList(Account.class, form.opt(FIELD));
        Optional<Problem> wrong = wrong(accounts);
        if (wrong.isPresent()) {
            throw new FormException(Wording.of(wrong.get()), FIELD);
        }
        return accounts;
    }

    /** Without what could not be read from a file: the class of an account may be gone with its plugin. */
    static List<Account> tidy(List<Account> accounts) {
        List<Account> kept = new ArrayList<>();
        if (accounts != null) {
            accounts.stream().filter(Objects::nonNull).forEach(kept::add);
        }
        return kept;
    }

    private static Optional<Problem> wrong(List<Account> accounts) {
        Set<String> names = new HashSet<>();
        for (Account account : accounts) {
            String name = account.getName();
            if (name.isEmpty()) {
                return Optional.of(Problem.of("account.name-missing", ""));
            }
            if (!Account.isName(name)) {
                return Optional.of(Problem.of("account.name-bad", "", name));
            }
            if (!names.add(name)) {
                return Optional.of(Problem.of("account.name-taken", "", name));
            }
        }
        return Optional.empty();
    }
}
