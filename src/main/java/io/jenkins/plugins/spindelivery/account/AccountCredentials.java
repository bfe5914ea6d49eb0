package io.jenkins.plugins.spindelivery.account;

import com.cloudbees.plugins.credentials.CredentialsMatcher;
import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import hudson.model.Item;
import hudson.model.ItemGroup;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/** The credentials that accounts can name, and what they hold. */
final class AccountCredentials {
    /** More than any kubeconfig; the engine has its own limit below this. */
    private static final int MAX_BYTES = 16 << 20;

    private static final CredentialsMatcher TOKEN = CredentialsMatchers.instanceOf(StringCredentials.class);

    private static final CredentialsMatcher KUBECONFIG = CredentialsMatchers.anyOf(
            CredentialsMatchers.instanceOf(KubeconfigCredentials.class),
            CredentialsMatchers.instanceOf(FileCredentials.class),
            TOKEN);

    private AccountCredentials() {}

    /**
     * Which credentials serve: with a server's URL those that can hold a token, else those that can hold a kubeconfig.
     *
     * @param owner whose account it is
     * @param serverUrl may be empty
     */
    static CredentialChoice choice(ItemGroup<?> owner, String serverUrl) {
        return new CredentialChoice(
                owner, CredentialChoice.domain(serverUrl), serverUrl.isEmpty() ? KUBECONFIG : TOKEN);
    }

    /**
     * The credential that an account names.
     *
     * @throws ProblemException when there is none of its id for the account's owner, or it is of a wrong type or domain
     */
    static StandardCredentials of(KubernetesAccount account, ItemGroup<?> owner) {
        String id = account.getCredentialsId();
        if (id.isEmpty()) {
            throw wrong(Problem.of("account.credential-none", "", account.getName()));
        }
        CredentialChoice choice = choice(owner, account.getServerUrl());
        StandardCredentials found = choice.find(id).orElse(null);
        if (found == null) {
            String code = owner instanceof Item ? "account.credential-unknown-folder" : "account.credential-unknown";
            throw wrong(Problem.of(code, "", account.getName(), id, owner.getFullName()));
        }
        if (!choice.types().matches(found)) {
            String code = account.hasServerUrl() ? "account.credential-no-token" : "account.credential-no-kubeconfig";
            throw wrong(Problem.of(code, "", account.getName(), id));
        }
        return found;
    }

    /**
     * What a credential holds, in plain text: for the connection, never for messages.
     *
     * @throws ProblemException when it can't be read
     */
    static String text(StandardCredentials credentials) {
        if (credentials instanceof KubeconfigCredentials kubeconfig) {
            return kubeconfig.getContent().getPlainText();
        }
        if (credentials instanceof StringCredentials text) {
            return text.getSecret().getPlainText();
        }
        if (credentials instanceof FileCredentials file) {
            return text(file);
        }
        throw new IllegalArgumentException("neither a kubeconfig nor a token: " + credentials.getClass());
    }

    private static String text(FileCredentials file) {
        try (InputStream content = file.getContent()) {
            return new String(content.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ProblemException(
                    Category.ACCESS, List.of(Problem.of("account.credential-unreadable", "", file.getId())), e);
        }
    }

    private static ProblemException wrong(Problem problem) {
        return new ProblemException(Category.INPUT, problem);
    }
}
