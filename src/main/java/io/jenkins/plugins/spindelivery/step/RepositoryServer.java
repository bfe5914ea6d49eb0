package io.jenkins.plugins.spindelivery.step;

import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Item;
import io.jenkins.plugins.spindelivery.account.Account;
import io.jenkins.plugins.spindelivery.account.CredentialChoice;
import io.jenkins.plugins.spindelivery.engine.artifact.AccessToken;
import io.jenkins.plugins.spindelivery.engine.artifact.RepositorySource.Kind;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * A server of Git repositories that manifests come from, and which jobs may read there. Configured by administrators alone,
 * because Jenkins itself reads, with a credential of its own. It names the credential by id and holds nothing secret.
 */
public abstract class RepositoryServer extends AbstractDescribableImpl<RepositoryServer> {
    private String name;
    private String url = "";
    private String credentialsId = "";
    private String folders = "";

    /**
     * The public server, for all jobs, read as anybody may.
     *
     * @param name what steps call it
     */
    protected RepositoryServer(String name) {
        this.name = Util.fixNull(name).strip();
    }

    /**
     * What kind of server it is.
     *
     * @return GitHub or GitLab
     */
    public abstract Kind kind();

    /**
     * What steps call it.
     *
     * @return the name; unique among the servers
     */
    @NonNull
    public String getName() {
        return name;
    }

    /**
     * Where it is.
     *
     * @return the URL of its pages or its API; empty for github.com or gitlab.com
     */
    @NonNull
    public String getUrl() {
        return url;
    }

    /**
     * Sets where it is.
     *
     * @param url of its pages or its API; empty or {@code null} for github.com or gitlab.com
     */
    @DataBoundSetter
    public void setUrl(String url) {
        this.url = Util.fixNull(url).strip();
    }

    /**
     * The credential.
     *
     * @return the id of a token; empty for none
     */
    @NonNull
    public String getCredentialsId() {
        return credentialsId;
    }

    /**
     * Sets the credential.
     *
     * @param credentialsId the id of a secret text, or of a user name whose password is a token; empty or {@code null} for
     *     none
     */
    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = Util.fixNull(credentialsId).strip();
    }

    /**
     * The folders whose jobs may read there.
     *
     * @return their full names, separated by commas; empty for all jobs
     */
    @NonNull
    public String getFolders() {
        return folders;
    }

    /**
     * Keeps the server for the jobs of some folders, and of the folders in them.
     *
     * @param folders full names such as {@code shop/web}, separated by commas or line breaks; empty or {@code null} for all
     *     jobs
     */
    @DataBoundSetter
    public void setFolders(String folders) {
        this.folders = String.join(", ", split(folders));
    }

    /** Whether a job may read there; {@code null} stands for Jenkins itself. */
    boolean serves(@CheckForNull Item item) {
        String path = item == null ? "" : item.getFullName() + "/";
        List<String> names = split(folders);
        return names.isEmpty() || names.stream().anyMatch(folder -> path.startsWith(folder + "/"));
    }

    /**
     * The credential.
     *
     * @return empty for none
     * @throws ProblemException when there is none of its id, or it is of a wrong type or domain
     */
    Optional<StandardCredentials> credential() {
        if (credentialsId.isEmpty()) {
            return Optional.empty();
        }
        CredentialChoice choice = CredentialChoice.tokens(address());
        return Optional.of(choice.find(credentialsId)
                .filter(choice.types()::matches)
                .orElseThrow(() -> new ProblemException(
                        Category.INPUT, Problem.of("step.server-credential", "", name, credentialsId))));
    }

    /** The token of a credential; of a GitHub App that is one for its installation. */
    static AccessToken token(StandardCredentials credential) {
        if (credential instanceof StringCredentials text) {
            return AccessToken.of(text.getSecret().getPlainText());
        } else if (credential instanceof StandardUsernamePasswordCredentials pair) {
            return AccessToken.of(pair.getPassword().getPlainText());
        }
        throw new IllegalArgumentException("neither a token nor a password: " + credential.getClass());
    }

    /** The URL that all requests begin with. */
    String address() {
        return kind().address(url);
    }

    /** What is wrong with what is configured, whatever the credential holds; empty when nothing is. */
    Optional<Problem> fault() {
        if (!Account.isName(name)) {
            return Optional.of(Problem.of("step.server-name", "", name));
        }
        try {
            address();
            return Optional.empty();
        } catch (ProblemException e) {
            return Optional.of(e.problems().get(0));
        }
    }

    @Override
    public RepositoryServerDescriptor getDescriptor() {
        return (RepositoryServerDescriptor) super.getDescriptor();
    }

    /**
     * Puts right what an editor left in the file.
     *
     * @return this server
     */
    protected Object readResolve() {
        name = Util.fixNull(name).strip();
        setUrl(url);
        setCredentialsId(credentialsId);
        setFolders(folders);
        return this;
    }

    static List<String> split(String folders) {
        return Stream.of(Util.fixNull(folders).split("[,\\r\\n]+"))
                .map(folder -> folder.strip().replaceAll("^/+|/+$", ""))
                .filter(folder -> !folder.isEmpty())
                .distinct()
                .toList();
    }
}
